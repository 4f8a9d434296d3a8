"""Making a campaign whole, starting and ending it."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.campaigns.actions.holding import held_campaign, refuse_to_come
from bihuan.campaigns.actions.phasing import checked_days, new_phase, new_step
from bihuan.campaigns.actions.readying import new_line
from bihuan.campaigns.actions.specs import (
    LONGEST_BASIS,
    LONGEST_CODE,
    LONGEST_GOAL,
    LONGEST_TITLE,
    MOST_PHASES,
    CampaignSpec,
    PhaseSpec,
    StepSpec,
)
from bihuan.campaigns.actions.wording import item_row
from bihuan.campaigns.errors import NotYet
from bihuan.campaigns.models import Campaign, CampaignState, CampaignStep, Mode, Phase, Plan
from bihuan.campaigns.models.plan import PlanItem
from bihuan.campaigns.rules import cut, twice
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import (
    action,
    checked_choice,
    checked_code,
    checked_text,
    record,
    refuse_taken,
)
from bihuan.orgs.models import Unit, UnitKind
from bihuan.orgs.permissions import Permission
from bihuan.tasks.actions.stepping import checked_prose


@action("campaign.make")
def make_campaign(*, actor: Actor, home: Unit, spec: CampaignSpec) -> Campaign:
    """Make a campaign with its phases, steps, readiness list and a draft of its own plan.

    Raises NotAllowed unless the actor runs campaigns of the home; Invalid for a code that is taken
    or stands twice, and for days that are reversed, overlap or lie outside.
    """
    actor.require(Permission.RUN_CAMPAIGNS, home)
    if not home.is_administration:
        raise Invalid(_("活动以市、县、乡镇的名义开展，请另选单位。"))
    code = checked_code(spec.code, LONGEST_CODE)
    refuse_taken(Campaign.objects.filter(home=home), code, _("活动"))
    mode = checked_choice(_("形式"), spec.mode, Mode)
    campaign = Campaign(
        home=home,
        path=home.path,
        code=code,
        title=checked_text(_("名称"), spec.title, LONGEST_TITLE),
        mode=mode,
        basis=checked_text(_("依据"), spec.basis, LONGEST_BASIS, required=False),
        goal=checked_prose(_("目标要求"), spec.goal, LONGEST_GOAL, required=False),
        begins_on=spec.begins_on,
        ends_on=spec.ends_on,
        template=spec.template,
        plan_kinds=_kinds(spec.plan_kinds),
        roll_kinds=_kinds(spec.roll_kinds),
        made_at=clock.now(),
    )
    if not 1 <= len(spec.phases) <= MOST_PHASES:
        raise Invalid(_("请列1到%(n)d个阶段（主线）。") % {"n": MOST_PHASES})
    if (doubled := twice(phase.code for phase in spec.phases if phase.code)) is not None:
        raise Invalid(_("阶段代码“%(code)s”用了两次，请改一个。") % {"code": doubled})
    checked_days(campaign, spec.phases)
    campaign.save(force_insert=True)
    plan = _own_plan(actor, campaign)
    for position, phase_spec in enumerate(spec.phases, start=1):
        phase = new_phase(campaign, phase_spec, position)
        phase.save(force_insert=True)
        _steps(plan, phase, phase_spec)
    for position, line in enumerate(spec.readiness, start=1):
        new_line(campaign, line, position).save(force_insert=True)
    record(actor, "campaign.make", campaign, home.path, campaign.title)
    return campaign


@action("campaign.start")
def start_campaign(*, actor: Actor, campaign: Campaign, on: dt.date | None = None) -> Campaign:
    """Start a campaign: its first stage opens, or all of its tracks."""
    campaign = held_campaign(actor, campaign)
    if campaign.state != CampaignState.PLANNED:
        raise Conflict(_("“%(title)s”已经启动。") % {"title": campaign.title})
    on = on or clock.today()
    refuse_to_come(on, _("启动日期"))
    campaign.state, campaign.started_on = CampaignState.RUNNING, on
    campaign.save(update_fields=["state", "started_on"])
    first = campaign.phases.all()[:1] if campaign.is_staged else campaign.phases.all()
    for phase in first:
        phase.opened_on = on
        phase.save(update_fields=["opened_on"])
    record(actor, "campaign.start", campaign, campaign.path, campaign.title)
    return campaign


@action("campaign.end")
def end_campaign(*, actor: Actor, campaign: Campaign, on: dt.date | None = None) -> Campaign:
    """End a campaign all of whose phases have ended; raises NotYet, naming those that have not."""
    campaign = held_campaign(actor, campaign)
    if campaign.state != CampaignState.RUNNING:
        raise NotYet(_("“%(title)s”还没有启动，谈不上办结。") % {"title": campaign.title})
    on = on or clock.today()
    refuse_to_come(on, _("办结日期"))
    phases = list(campaign.phases.all())
    left = [phase.label for phase in phases if phase.closed_on is None]
    if left:
        raise NotYet(
            _("“%(phases)s”还没有结束，请先逐个结束，再办结活动。") % {"phases": "”“".join(left)}
        )
    if on < max(phase.closed_on for phase in phases if phase.closed_on):
        raise Invalid(_("办结日期不能早于最后一个阶段结束的日期。"))
    campaign.state, campaign.ended_on = CampaignState.ENDED, on
    campaign.save(update_fields=["state", "ended_on"])
    record(actor, "campaign.end", campaign, campaign.path, campaign.title)
    return campaign


@action("campaign.change")
def change_campaign(
    *,
    actor: Actor,
    campaign: Campaign,
    title: str,
    basis: str,
    goal: str,
    plan_kinds: Sequence[str],
    roll_kinds: Sequence[str],
) -> Campaign:
    """Change what a campaign is called and asks, and which kinds of units take part."""
    campaign = held_campaign(actor, campaign)
    campaign.title = checked_text(_("名称"), title, LONGEST_TITLE)
    campaign.basis = checked_text(_("依据"), basis, LONGEST_BASIS, required=False)
    campaign.goal = checked_prose(_("目标要求"), goal, LONGEST_GOAL, required=False)
    campaign.plan_kinds, campaign.roll_kinds = _kinds(plan_kinds), _kinds(roll_kinds)
    campaign.save(update_fields=["title", "basis", "goal", "plan_kinds", "roll_kinds"])
    record(actor, "campaign.change", campaign, campaign.path, campaign.title)
    return campaign


def _own_plan(actor: Actor, campaign: Campaign) -> Plan:
    plan = Plan(
        home=campaign.home,
        campaign=campaign,
        unit=campaign.home,
        path=campaign.path,
        title=_("%(title)s实施方案") % {"title": campaign.title[: LONGEST_TITLE - 4]},
        made_at=clock.now(),
        made_by_name=name_of(actor),
    )
    plan.save(force_insert=True)
    return plan


def _steps(plan: Plan, phase: Phase, spec: PhaseSpec) -> None:
    if (doubled := twice(step.code for step in spec.steps if step.code)) is not None:
        raise Invalid(
            _("“%(phase)s”里的环节代码“%(code)s”用了两次，请改一个。")
            % {"phase": phase.label, "code": doubled}
        )
    times = _times(phase, len(spec.steps))
    for position, (step_spec, time) in enumerate(zip(spec.steps, times, strict=True), start=1):
        step = new_step(phase, step_spec, position)
        step.save(force_insert=True)
        _items(plan, phase, step, step_spec, time)


def _times(phase: Phase, parts: int) -> list[tuple[dt.date, dt.date]]:
    """Return the part of its phase that each step has: by turns in stages, the whole in tracks."""
    whole = (phase.begins_on, phase.ends_on)
    days = (phase.ends_on - phase.begins_on).days + 1
    if not phase.campaign.is_staged or not parts or days < parts:
        return [whole] * parts
    return cut(*whole, [1] * parts)


def _items(
    plan: Plan, phase: Phase, step: CampaignStep, spec: StepSpec, time: tuple[dt.date, dt.date]
) -> None:
    step.phase = phase
    rows = [
        item_row(
            plan,
            step,
            item,
            begins_on=item.begins_on or time[0],
            due_on=item.due_on or time[1],
            position=step.phase.position * 10_000 + step.position * 100 + number,
        )
        for number, item in enumerate(spec.items)
    ]
    PlanItem.objects.bulk_create(rows)


def _kinds(kinds: Sequence[str]) -> list[str]:
    return [checked_choice(_("单位类别"), kind, UnitKind) for kind in dict.fromkeys(kinds)]
