"""Plans: who has adopted, one plan, side by side with the one above, and answering changes."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.campaigns.access import (
    campaign_for,
    offer_for,
    offers_visible_to,
    plan_for,
    unit_in,
    units_in,
)
from bihuan.campaigns.actions import adopt_plan, answer_offer, issue_plan, take_over_plan
from bihuan.campaigns.actions.wording import words_of
from bihuan.campaigns.comparing import change_of, compare
from bihuan.campaigns.forms import ReasonForm
from bihuan.campaigns.models import OfferAnswer, Plan, PlanItem, PlanOffer
from bihuan.campaigns.picturing import arranged
from bihuan.campaigns.rules import differing
from bihuan.campaigns.standing import adoptions, own_plan, plans_of, to_take_over
from bihuan.campaigns.views.telling import back_to, done, page_of
from bihuan.lib import clock
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

SEE, RUN, ADAPT = Permission.SEE_CAMPAIGNS, Permission.RUN_CAMPAIGNS, Permission.ADAPT_PLANS


@login_required
@require_safe
def plans(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List who was asked for a plan, those who need a look first."""
    actor, today = actor_of(request), clock.today()
    campaign = campaign_for(actor, pk)
    asked = [unit for unit in units_in(campaign, campaign.plan_kinds) if actor.may(SEE, unit)]
    standing = plans_of(campaign)
    lines = sorted(adoptions(asked, standing), key=lambda line: not line.needs_a_look)
    plan = own_plan(standing)
    if plan is not None and plan.set_on is None and not actor.may(SEE, campaign.path):
        plan = None
    is_open = not campaign.is_ended and plan is not None and plan.set_on is not None
    context = {
        "campaign": campaign,
        "plan": plan,
        "lines": [(line, is_open and actor.may(ADAPT, line.unit)) for line in lines],
        "adopted": sum(line.plan is not None for line in lines),
        "closed": [
            each for each in to_take_over(standing, today) if actor.may(SEE, each.unit.successor)
        ],
    }
    return render(request, "campaigns/plans.html", context)


@login_required
@require_safe
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a plan by phases and steps, with what changed above it first."""
    actor, today = actor_of(request), clock.today()
    found = plan_for(actor, pk)
    campaign = found.campaign
    items = list(
        found.items.filter(withdrawn_at=None).select_related(
            "parent", "lead_unit", "step__phase", "plan__unit"
        )
    )
    offers = _offers(actor, found)
    offered = {offer.source_id for offer in offers}
    adapted = frozenset(
        one.pk
        for one in items
        if one.parent
        and one.parent_id not in offered
        and differing(words_of(one), words_of(one.parent))
    )
    phases = list(campaign.phases.prefetch_related("steps"))
    is_closed = found.unit.closed_on is not None and found.unit.closed_on <= today
    keeps = actor.may(RUN if found.is_top else ADAPT, found.unit)
    context = {
        "campaign": campaign,
        "plan": found,
        "phases": arranged(actor, phases, items, today, adapted),
        "count": len(items),
        "required": sum(item.is_required for item in items),
        "own": sum(item.parent_id is None for item in items),
        "adapted": len(adapted),
        "offers": [(offer, *change_of(offer)) for offer in offers if offer.is_open],
        "kept": [
            (offer, *change_of(offer)) for offer in offers if offer.answer and offer.is_missing
        ],
        "may_change": keeps and not campaign.is_ended and not is_closed,
        "may_assign": actor.may(Permission.ASSIGN_TASKS, campaign.path) and not campaign.is_ended,
        "is_closed": is_closed,
        "may_take_over": _may_take_over(actor, found, is_closed=is_closed),
        "adopting": _units_to_adopt(actor, found),
        "reason_form": ReasonForm(),
    }
    return render(request, "campaigns/plan.html", context)


@login_required
@require_safe
def comparison(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a plan side by side with the one above it."""
    actor = actor_of(request)
    found = plan_for(actor, pk)
    steps = []
    if found.parent is not None:
        steps = compare(
            _items(found.parent),
            _items(found),
            found.offers.filter(answer__in=("", OfferAnswer.KEPT)),
        )
    pairs = [pair for step in steps for pair in step.pairs]
    only = request.GET.get("show") == "differing"
    if only:
        for step in steps:
            step.pairs = [pair for pair in step.pairs if not pair.is_same]
    context = {
        "campaign": found.campaign,
        "plan": found,
        "steps": [step for step in steps if step.pairs],
        "differing": sum(not pair.is_same for pair in pairs),
        "same": sum(pair.is_same for pair in pairs),
        "only": only,
    }
    return render(request, "campaigns/comparison.html", context)


@login_required
@require_POST
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue the campaign's own plan today."""
    actor = actor_of(request)
    found = plan_for(actor, pk)
    return done(
        request,
        lambda: issue_plan(actor=actor, plan=found),
        _("方案已印发，各单位可以采用了。"),
        page_of("plan", pk),
    )


@login_required
@require_POST
def adoption(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Adopt a plan for a unit."""
    actor = actor_of(request)
    parent = plan_for(actor, pk)
    unit = unit_in(actor, parent.campaign, request.POST.get("unit", ""))
    made: list[Plan] = []
    answer = done(
        request,
        lambda: made.append(adopt_plan(actor=actor, unit=unit, parent=parent)),
        _("“%(unit)s”已采用方案，可以按实际调整了。") % {"unit": unit},
        back_to(request, page_of("plan", pk)),
    )
    if made and not request.POST.get("next"):
        answer["Location"] = page_of("plan", made[0].pk)
    return answer


@login_required
@require_POST
def taking_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the plan of a closed unit over, or say why not."""
    actor = actor_of(request)
    found = plan_for(actor, pk)
    take = request.POST.get("how") != "refuse"
    reason = request.POST.get("reason", "")
    return done(
        request,
        lambda: take_over_plan(actor=actor, plan=found, take=take, reason=reason),
        _("已接续。") if take else _("已记为不接续。"),
        page_of("plan", pk),
    )


@login_required
@require_POST
def offer_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a change of the plan above, or keep one's own."""
    actor = actor_of(request)
    offer = offer_for(actor, pk)
    take = request.POST.get("how") == "take"
    reason = request.POST.get("reason", "")
    return done(
        request,
        lambda: answer_offer(actor=actor, offer=offer, take=take, reason=reason),
        _("已采用上级的变化。") if take else _("已保留本单位的写法，理由记下了。"),
        page_of("plan", offer.plan_id),
    )


def _items(plan: Plan) -> list[PlanItem]:
    return list(plan.items.filter(withdrawn_at=None).select_related("step__phase"))


def _offers(actor: Actor, plan: Plan) -> list[PlanOffer]:
    pending = offers_visible_to(actor).filter(plan=plan, answer__in=("", OfferAnswer.KEPT))
    return list(pending) if plan.parent_id else []


def _may_take_over(actor: Actor, plan: Plan, *, is_closed: bool) -> bool:
    successor = plan.unit.successor
    if not is_closed or successor is None or plan.settled_at or plan.campaign.is_ended:
        return False
    return actor.may(ADAPT, successor)


def _units_to_adopt(actor: Actor, plan: Plan) -> list[Unit]:
    """Return the few units of the actor's own that could adopt a plan; who has many has a list."""
    campaign = plan.campaign
    if plan.set_on is None or campaign.is_ended or actor.may(RUN, campaign.path):
        return []
    taken = set(campaign.plans.values_list("unit_id", flat=True))
    asked = [unit for unit in units_in(campaign, campaign.plan_kinds) if actor.may(ADAPT, unit)]
    return [u for u in asked if u.pk not in taken and u.path.startswith(plan.path)]
