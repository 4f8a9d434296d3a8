"""Phases and steps: arranging them, opening and ending a phase."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from bihuan.campaigns.actions.holding import held_campaign, refuse_ended, refuse_to_come
from bihuan.campaigns.actions.specs import (
    LONGEST_CODE,
    LONGEST_CONTENT,
    LONGEST_LABEL,
    LONGEST_STEP,
    LONGEST_TITLE,
    MOST_DELIVERABLES,
    MOST_PHASES,
    MOST_STEPS,
    Deliverable,
    PhaseSpec,
    StepSpec,
)
from bihuan.campaigns.errors import NotYet
from bihuan.campaigns.models import Campaign, CampaignState, CampaignStep, Phase, PlanItem
from bihuan.campaigns.rules import Span, clamped, trouble_of
from bihuan.lib import clock
from bihuan.lib.dates import write_period
from bihuan.lib.errors import Conflict, Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_code, checked_text, locked, record
from bihuan.orgs.permissions import Permission
from bihuan.tasks.actions.stepping import checked_prose

_APART = 1000  # positions are moved out of the way while they are numbered anew


@action("campaign.arrange")
def arrange_phases(
    *,
    actor: Actor,
    campaign: Campaign,
    begins_on: dt.date,
    ends_on: dt.date,
    phases: Sequence[PhaseSpec],
) -> Campaign:
    """Set a campaign's days and all its phases at once, in their order.

    A phase that is left out is removed where nothing was planned in it and the campaign has not
    started. Items of a draft move into new days; raises Invalid where those of a standing plan
    would fall out, and for days that are reversed, overlap or lie outside.
    """
    campaign = held_campaign(actor, campaign)
    campaign.begins_on, campaign.ends_on = begins_on, ends_on
    if not 1 <= len(phases) <= MOST_PHASES:
        raise Invalid(_("请列1到%(n)d个阶段（主线）。") % {"n": MOST_PHASES})
    checked_days(campaign, phases)
    standing = {phase.code: phase for phase in campaign.phases.select_for_update()}
    _remove(campaign, [p for code, p in standing.items() if code not in {s.code for s in phases}])
    _refuse_reordered(standing, phases)
    campaign.save(update_fields=["begins_on", "ends_on"])
    campaign.phases.update(position=F("position") + _APART)
    for position, spec in enumerate(phases, start=1):
        phase = standing.get(spec.code)
        if phase is None:
            phase = new_phase(campaign, spec, position)
            phase.save(force_insert=True)
        else:
            _put_phase(phase, spec, position)
            phase.save()
            _follow(phase)
    record(actor, "campaign.arrange", campaign, campaign.path, campaign.title)
    return campaign


@action("phase.open")
def open_phase(*, actor: Actor, phase: Phase, on: dt.date) -> Phase:
    """Open the next stage; the one before it ends on that day. A second time changes nothing.

    A gated stage is opened by who agrees to stages (the inspection group, through its agreement),
    another by who runs the campaign. Raises NotAllowed; NotYet while the campaign has not started,
    an earlier stage was not opened, or an agreement is wanting; Invalid for a day that is too early
    or to come.
    """
    if phase.is_gated and not actor.may(Permission.AGREE_STAGES, phase.campaign.path):
        actor.require(Permission.RUN_CAMPAIGNS, phase.campaign.path)
        raise NotYet(
            _("“%(phase)s”须经指导检查组同意转段后才能启动，请先送转段自查报告。")
            % {"phase": phase.label}
        )
    if not phase.is_gated:
        actor.require(Permission.RUN_CAMPAIGNS, phase.campaign.path)
    campaign = locked(phase.campaign)
    refuse_ended(campaign)
    phase = locked(phase)
    if phase.opened_on is not None:
        if phase.opened_on == on:
            return phase
        raise Conflict(
            _("“%(phase)s”已于%(day)s启动。")
            % {"phase": phase.label, "day": phase.opened_on.isoformat()}
        )
    if campaign.state != CampaignState.RUNNING:
        raise NotYet(_("活动还没有启动，请先启动活动。"))
    refuse_to_come(on, _("启动日期"))
    before = list(campaign.phases.filter(position__lt=phase.position)) if campaign.is_staged else []
    _refuse_too_early(campaign, phase, before, on)
    for each in before:
        if each.closed_on is None:
            each.closed_on = on
            each.save(update_fields=["closed_on"])
    phase.opened_on = on
    phase.save(update_fields=["opened_on"])
    record(actor, "phase.open", phase, campaign.path, f"{campaign.title} {phase.label}")
    return phase


@action("phase.close")
def close_phase(*, actor: Actor, phase: Phase, on: dt.date | None = None) -> Phase:
    """End a phase: a track, or a campaign's last stage (another ends when the next one opens)."""
    campaign = held_campaign(actor, phase.campaign)
    phase = locked(phase)
    if phase.opened_on is None:
        raise NotYet(_("“%(phase)s”还没有启动。") % {"phase": phase.label})
    if phase.closed_on is not None:
        raise Conflict(_("“%(phase)s”已经结束。") % {"phase": phase.label})
    after = campaign.phases.filter(position__gt=phase.position).first()
    if campaign.is_staged and after is not None:
        raise NotYet(
            _("“%(phase)s”在“%(next)s”启动时自动结束，不用单独结束。")
            % {"phase": phase.label, "next": after.label}
        )
    on = on or clock.today()
    refuse_to_come(on, _("结束日期"))
    if on < phase.opened_on:
        raise Invalid(_("结束日期不能早于启动日期。"))
    phase.closed_on = on
    phase.save(update_fields=["closed_on"])
    record(actor, "phase.close", phase, campaign.path, f"{campaign.title} {phase.label}")
    return phase


@action("step.save")
def save_step(
    *, actor: Actor, phase: Phase, spec: StepSpec, step: CampaignStep | None = None
) -> CampaignStep:
    """Add a step to a phase, or change one; raises Invalid for a code that stands already."""
    campaign = held_campaign(actor, phase.campaign)
    if step is None:
        standing = list(phase.steps.all())
        if len(standing) >= MOST_STEPS:
            raise Invalid(_("一个阶段最多%(n)d个环节。") % {"n": MOST_STEPS})
        made = new_step(phase, spec, max((s.position for s in standing), default=0) + 1)
        if made.code in {each.code for each in standing}:
            raise Invalid(
                _("“%(phase)s”里已有代码为“%(code)s”的环节，请换一个。")
                % {"phase": phase.label, "code": made.code}
            )
        made.save(force_insert=True)
    else:
        made = locked(step)
        _put_step(made, spec)
        made.save(update_fields=["label", "content", "deliverables"])
    record(actor, "step.save", made, campaign.path, made.label)
    return made


@action("step.remove")
def remove_step(*, actor: Actor, step: CampaignStep) -> None:
    """Remove a step that nothing was planned in, before the campaign starts."""
    campaign = held_campaign(actor, step.phase.campaign)
    if campaign.state != CampaignState.PLANNED or step.plan_items.exists():
        raise Conflict(
            _("“%(step)s”已经列入方案，不能删除；名称和内容可以修改。") % {"step": step.label}
        )
    record(actor, "step.remove", step, campaign.path, step.label)
    step.delete()


def checked_days(campaign: Campaign, phases: Sequence[PhaseSpec]) -> None:
    """Raise Invalid where the days of a campaign and its phases contradict each other."""
    whole = Span(_("活动"), campaign.begins_on, campaign.ends_on)
    spans = [Span(spec.label, spec.begins_on, spec.ends_on) for spec in phases]
    found = trouble_of(whole, spans, one_after_another=campaign.is_staged)
    if found is not None:
        trouble, one, other = found
        said = {
            "reversed": _("“%(one)s”的结束日期早于开始日期，请改正。"),
            "outside": _("“%(one)s”（%(time)s）超出了活动的起止日期，请改正。"),
            "overlap": _("“%(other)s”从%(from)s开始，与前面的“%(one)s”重叠，请改正。"),
        }[trouble]
        time = "" if one.is_reversed else write_period(one.first, one.last)
        words = {"one": one.label, "other": other.label, "from": other.first.isoformat()}
        raise Invalid(said % {**words, "time": time})
    gated = phases[0].is_gated if campaign.is_staged else any(p.is_gated for p in phases)
    if gated:
        raise Invalid(_("第一阶段和不分阶段的主线随活动一起启动，不设转段同意。"))


def new_phase(campaign: Campaign, spec: PhaseSpec, position: int) -> Phase:
    """Return a phase that is not saved yet."""
    phase = Phase(id=new_id(), home=campaign.home, campaign=campaign)
    taken = set(campaign.phases.values_list("code", flat=True)) if not spec.code else set()
    phase.code = checked_code(spec.code or _next_code("phase", taken), LONGEST_CODE)
    if campaign.state == CampaignState.RUNNING and not campaign.is_staged:
        phase.opened_on = clock.today()
    _put_phase(phase, spec, position)
    return phase


def new_step(phase: Phase, spec: StepSpec, position: int) -> CampaignStep:
    """Return a step that is not saved yet."""
    step = CampaignStep(id=new_id(), home=phase.home, phase=phase, position=position)
    taken = set(phase.steps.values_list("code", flat=True)) if not spec.code else set()
    step.code = checked_code(spec.code or _next_code("step", taken), LONGEST_CODE)
    _put_step(step, spec)
    return step


def _put_phase(phase: Phase, spec: PhaseSpec, position: int) -> None:
    phase.label = checked_text(_("阶段名称"), spec.label, LONGEST_LABEL)
    phase.goal = checked_prose(_("目标任务"), spec.goal, LONGEST_CONTENT, required=False)
    phase.begins_on, phase.ends_on = spec.begins_on, spec.ends_on
    phase.is_gated, phase.position = spec.is_gated, position


def _put_step(step: CampaignStep, spec: StepSpec) -> None:
    step.label = checked_text(_("环节"), spec.label, LONGEST_STEP)
    step.content = checked_prose(_("内容"), spec.content, LONGEST_CONTENT, required=False)
    if len(spec.deliverables) > MOST_DELIVERABLES:
        raise Invalid(_("一个环节最多%(n)d项成果。") % {"n": MOST_DELIVERABLES})
    step.deliverables = [
        _deliverable(each, number) for number, each in enumerate(spec.deliverables, start=1)
    ]


def _deliverable(each: Deliverable, number: int) -> dict[str, Any]:
    return {
        "code": each.code or f"d{number}",
        "label": checked_text(_("成果"), each.label, LONGEST_TITLE),
        "is_required": each.is_required,
    }


def _next_code(prefix: str, taken: set[str]) -> str:
    number = 1
    while f"{prefix}-{number}" in taken:
        number += 1
    return f"{prefix}-{number}"


def _refuse_too_early(
    campaign: Campaign, phase: Phase, before: Sequence[Phase], on: dt.date
) -> None:
    not_opened = next((each for each in before if each.opened_on is None), None)
    if not_opened is not None:
        raise NotYet(
            _("“%(before)s”还没有启动，不能先启动“%(phase)s”。")
            % {"before": not_opened.label, "phase": phase.label}
        )
    started = [each.opened_on for each in before if each.opened_on] + [
        each for each in (campaign.started_on,) if each
    ]
    if started and on < max(started):
        raise Invalid(
            _("启动日期不能早于前面阶段的启动日期%(day)s。") % {"day": max(started).isoformat()}
        )


def _refuse_reordered(standing: dict[str, Phase], phases: Sequence[PhaseSpec]) -> None:
    """Raise Conflict where a stage that was opened would change its gate or come after others."""
    opened_after = False
    for spec in reversed(phases):
        phase = standing.get(spec.code)
        opened = phase is not None and phase.opened_on is not None
        if phase is not None and opened and phase.is_gated != spec.is_gated:
            raise Conflict(
                _("“%(phase)s”已经启动，是否须经同意转段不能再改。") % {"phase": phase.label}
            )
        if opened_after and not opened and (phase is None or phase.campaign.is_staged):
            staged = phase is not None or any(p.campaign.is_staged for p in standing.values())
            if staged:
                raise Conflict(_("已经启动的阶段前面不能再插入阶段，请加在后面。"))
        opened_after = opened_after or opened


def _remove(campaign: Campaign, phases: Sequence[Phase]) -> None:
    for phase in phases:
        planned = PlanItem.objects.filter(step__phase=phase).exists()
        if campaign.state != CampaignState.PLANNED or planned:
            raise Conflict(
                _("“%(phase)s”里已经列了方案事项或活动已经启动，不能删除这个阶段。")
                % {"phase": phase.label}
            )
        phase.steps.all().delete()
        phase.delete()


def _follow(phase: Phase) -> None:
    """Move the items of a draft into the phase's days; refuse where a standing plan's fall out."""
    out = PlanItem.objects.filter(step__phase=phase, withdrawn_at=None, plan__parent=None)
    out = out.filter(Q(begins_on__lt=phase.begins_on) | Q(due_on__gt=phase.ends_on))
    for item in out.select_related("plan"):
        if item.plan.set_on is not None:
            raise Invalid(
                _("方案里的“%(item)s”会落在“%(phase)s”的新日期以外，请先改这个事项的日期。")
                % {"item": item.title, "phase": phase.label}
            )
        inside = (phase.begins_on, phase.ends_on)
        item.begins_on, item.due_on = clamped(item.begins_on, item.due_on, inside)
        item.save(update_fields=["begins_on", "due_on"])
