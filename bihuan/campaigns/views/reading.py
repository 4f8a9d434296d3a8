"""The list of campaigns, the clerk's desk of one, and its timeline."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.campaigns.access import (
    campaign_for,
    campaigns_visible_to,
    homes_to_run_in,
    plan_for,
    units_in,
)
from bihuan.campaigns.desk import address, gates_of, next_of_office, shown
from bihuan.campaigns.mine import next_of_units
from bihuan.campaigns.models import Campaign, Plan
from bihuan.campaigns.picturing import tasks_of
from bihuan.campaigns.rolls import rolls_of
from bihuan.campaigns.standing import adoptions, own_plan, plans_of, to_take_over
from bihuan.campaigns.timeline import draw
from bihuan.lib import clock
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.coverage import coverage
from bihuan.orgs.permissions import Permission

MOST_LISTED = 100
SEE, RUN = Permission.SEE_CAMPAIGNS, Permission.RUN_CAMPAIGNS


@login_required
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns, those under way first."""
    actor = actor_of(request)
    actor.require(SEE)
    found = list(campaigns_visible_to(actor).prefetch_related("phases")[:MOST_LISTED])
    order = {"running": 0, "planned": 1, "ended": 2}
    rows = [
        {"campaign": one, "now": "、".join(p.label for p in one.phases.all() if p.is_open)}
        for one in sorted(found, key=lambda one: order[one.state])
    ]
    context = {
        "rows": rows,
        "may_run": bool(homes_to_run_in(actor)),
        "has_homes": len({one.home_id for one in found}) > 1,
    }
    return render(request, "campaigns/list.html", context)


@login_required
@require_safe
def campaign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a campaign as its desk: where it stands, what is next, what is missing."""
    actor, today = actor_of(request), clock.today()
    found = campaign_for(actor, pk)
    phases = list(found.phases.prefetch_related("steps"))
    plans = plans_of(found)
    plan = own_plan(plans)
    sees_whole = actor.may(SEE, found.path)
    may_run = actor.may(RUN, found.path)
    in_office = actor.may(Permission.VERIFY_RECORDS, found.path)
    units = units_in(found, [*found.plan_kinds, *found.roll_kinds])
    units = [unit for unit in units if actor.may(SEE, unit)]
    lines = adoptions([unit for unit in units if unit.kind in found.plan_kinds], plans)
    closed = to_take_over(plans, today)
    rolls = rolls_of(actor, found, units)
    following = (
        next_of_office(found, phases, plan, lines, closed, today)
        if may_run
        else next_of_units(actor, found, plan, lines, closed, rolls)
    )
    ready = list(found.readiness.filter(dropped_at=None))
    context = {
        "campaign": found,
        "phases": [shown(p, found, today, is_last=p == phases[-1]) for p in phases],
        "plan": plan if plan is not None and (plan.set_on or sees_whole) else None,
        "lines": lines,
        "counts": _counts(lines),
        "to_look_at": [line for line in lines if line.needs_a_look],
        "rolls": rolls,
        "readiness": ready,
        "missing": [line for line in ready if line.missing],
        "gaps": coverage(found.home, today) if in_office else None,
        "sees_whole": sees_whole,
        "may_run": may_run,
        "next": following,
        "links": _links(found),
        "all_closed": all(phase.closed_on for phase in phases),
        "mine": [line for line in lines if not sees_whole],
    }
    return render(request, "campaigns/campaign.html", context)


@login_required
@require_safe
def timeline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a campaign's phases and a plan's items as a picture by weeks, and as a table."""
    actor, today = actor_of(request), clock.today()
    found = campaign_for(actor, pk)
    plan = _plan_shown(actor, found, request.GET.get("plan", ""))
    phases = list(found.phases.prefetch_related("steps"))
    tasks = tasks_of(actor, phases, plan, today)
    context = {
        "campaign": found,
        "plan": plan,
        "picture": draw(tasks, found.begins_on, found.ends_on, today),
        "tasks": tasks,
        "today": today,
    }
    return render(request, "campaigns/timeline.html", context)


def _plan_shown(actor: Actor, campaign: Campaign, wanted: str) -> Plan | None:
    try:
        return plan_for(actor, UUID(wanted)) if wanted else _own(actor, campaign)
    except ValueError:
        return _own(actor, campaign)


def _own(actor: Actor, campaign: Campaign) -> Plan | None:
    plan = campaign.plans.select_related("unit").filter(parent=None).first()
    if plan is None or (plan.set_on is None and not actor.may(SEE, campaign.path)):
        return None
    return plan


def _counts(lines: list[Any]) -> dict[str, int]:
    return {
        "asked": len(lines),
        "adopted": sum(line.plan is not None for line in lines),
        "offers": sum(line.offers for line in lines),
        "missing": sum(bool(line.missing) for line in lines),
        "own": sum(line.own for line in lines),
    }


def _links(campaign: Campaign) -> list[tuple[str, str, str]]:
    """Return label, icon and address of what other rooms have of a campaign, where they have it."""

    def in_its_days(name: str) -> str:
        days = {"home": campaign.home.code, "first": campaign.begins_on, "last": campaign.ends_on}
        found = address(name)
        return found and f"{found}?{urlencode(days)}"

    found = [
        (_("进度矩阵"), "table", address("requirements:matrix", campaign_id=campaign.pk)),
        (_("活动要求"), "flag", address("requirements:list", campaign_id=campaign.pk)),
        (_("转段"), "rubber-stamp", gates_of(campaign)),
        (_("会议"), "users", address("meetings:list")),
        (_("谈心谈话"), "users", in_its_days("meetings:talks")),
        (_("简报"), "file-text", address("documents:list")),
        (_("减负台账"), "clock", address("burden:ledger")),
        (_("数据复用"), "chart-bar", in_its_days("burden:reuse")),
    ]
    return [each for each in found if each[2]]
