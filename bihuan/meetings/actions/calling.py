"""Calling a meeting, changing what was said of it, calling it again, making it void."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.meetings.actions.dues import lay_out_steps, move_dues
from bihuan.meetings.actions.stepping import (
    LONGEST_AGENDA,
    LONGEST_REASON,
    audited,
    checked_lines,
    held_by,
    stepped,
)
from bihuan.meetings.errors import NotNow
from bihuan.meetings.models import (
    Invitation,
    Meeting,
    MeetingKind,
    MeetingState,
    StepKind,
)
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, require_open
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.tasks.models import State

LONGEST_TITLE, LONGEST_PLACE, LONGEST_NAME = 80, 60, 40
MOST_INVITED = 300


@dataclass(frozen=True)
class MeetingSpec:
    """A meeting as it is called; `invited` are the units asked to send somebody."""

    unit: Unit
    kind: str
    title: str
    on: dt.date
    begins_at: dt.time | None = None
    ends_at: dt.time | None = None
    place: str = ""
    chair: str = ""
    recorder: str = ""
    agenda: str = ""
    invited: tuple[Unit, ...] = ()


@action("meeting.call")
def call_meeting(*, actor: Actor, spec: MeetingSpec) -> Meeting:
    """Call a meeting of a unit, with the steps that its kind has; also one that took place.

    Raises NotAllowed without `keep_meetings` over the unit; Invalid for a unit that does not exist
    on the day, times that contradict, or words that are missing.
    """
    actor.require(Permission.KEEP_MEETINGS, spec.unit)
    return _call(actor, spec)


@action("meeting.change")
def change_meeting(*, actor: Actor, meeting: Meeting, spec: MeetingSpec) -> Meeting:
    """Change day, place, words or invited units; kind and unit stay what they are.

    The due days of steps that are not done move along.
    """
    meeting = held_by(actor, meeting)
    spec = replace(spec, unit=meeting.unit, kind=meeting.kind)
    if meeting.is_held and spec.on > clock.today():
        raise Invalid(_("已经召开的会议，日期不能晚于今天，请改正。"))
    day = meeting.on
    _bring_to(meeting, spec)
    meeting.save()
    _invite(meeting, spec.invited)
    if meeting.on != day:
        move_dues(meeting)
    facts = {"old_on": day.isoformat(), "new_on": meeting.on.isoformat()}
    stepped(actor, meeting, StepKind.CHANGE, facts=facts if meeting.on != day else {})
    audited(actor, "meeting.change", meeting, _said(meeting))
    return meeting


@action("meeting.call_again")
def call_again(*, actor: Actor, meeting: Meeting, on: dt.date) -> Meeting:
    """Call a meeting anew that had no quorum; what was recorded of the first one stays."""
    meeting = held_by(actor, meeting)
    if meeting.is_quorate is not False:
        raise NotNow(_("这次会议到会人数达到规定，不用另行召开。"))
    if meeting.called_again.exclude(state=MeetingState.VOID).exists():
        raise NotNow(_("这次会议已经另行召开过一次，请到那次会议登记。"))
    if on <= meeting.on:
        raise Invalid(_("另行召开的日期应晚于原来的%(day)s。") % {"day": meeting.on.isoformat()})
    spec = MeetingSpec(
        unit=meeting.unit,
        kind=meeting.kind,
        title=meeting.title,
        on=on,
        begins_at=meeting.begins_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        chair=meeting.chair,
        recorder=meeting.recorder,
        agenda=meeting.agenda,
        invited=tuple(
            one.unit for one in meeting.invitations.filter(withdrawn_at=None).select_related("unit")
        ),
    )
    made = _call(actor, spec, again_of=meeting)
    stepped(actor, meeting, StepKind.CALL_AGAIN, facts={"new_on": on.isoformat()})
    audited(actor, "meeting.call_again", meeting, {"on": on.isoformat(), "made": str(made.pk)})
    return made


@action("meeting.void")
def void_meeting(*, actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Make a meeting void with a reason: called off, or entered by mistake."""
    meeting = held_by(actor, meeting)
    reason = checked_text(_("作废理由"), reason, LONGEST_REASON)
    standing = meeting.resolutions.filter(void_on=None, task__isnull=False)
    if standing.exclude(task__state=State.VOID).exists():
        raise NotNow(_("这次会议的议定事项已经交办为任务，请先作废任务，再作废会议。"))
    meeting.state, meeting.state_at = MeetingState.VOID, clock.now()
    meeting.save(update_fields=["state", "state_at"])
    stepped(actor, meeting, StepKind.VOID, note=reason)
    audited(actor, "meeting.void", meeting, note=reason)
    return meeting


def _call(actor: Actor, spec: MeetingSpec, again_of: Meeting | None = None) -> Meeting:
    meeting = Meeting(
        home_id=spec.unit.home_id,
        unit=spec.unit,
        path=spec.unit.path,
        kind=checked_choice(_("会议类别"), spec.kind, MeetingKind),
        state_at=clock.now(),
        again_of=again_of,
        recorded_by_name=name_of(actor),
    )
    _bring_to(meeting, spec)
    meeting.save(force_insert=True)
    _invite(meeting, spec.invited)
    lay_out_steps(meeting)
    stepped(actor, meeting, StepKind.CALL)
    audited(actor, "meeting.call", meeting, _said(meeting))
    return meeting


def _bring_to(meeting: Meeting, spec: MeetingSpec) -> None:
    require_open(spec.unit, spec.on)
    if spec.begins_at and spec.ends_at and spec.ends_at <= spec.begins_at:
        raise Invalid(_("结束时间早于开始时间，请改正。"))
    meeting.title = checked_text(_("会议名称"), spec.title, LONGEST_TITLE)
    meeting.on, meeting.begins_at, meeting.ends_at = spec.on, spec.begins_at, spec.ends_at
    meeting.place = checked_text(_("地点"), spec.place, LONGEST_PLACE, required=False)
    meeting.chair = checked_text(_("主持人"), spec.chair, LONGEST_NAME, required=False)
    meeting.recorder = checked_text(_("记录人"), spec.recorder, LONGEST_NAME, required=False)
    meeting.agenda = checked_lines(_("议程"), spec.agenda, LONGEST_AGENDA)


def _invite(meeting: Meeting, units: Sequence[Unit]) -> None:
    """Let the invited units be these, each once and below the one that calls."""
    wanted = {unit.pk: unit for unit in units}
    if len(wanted) > MOST_INVITED:
        raise Invalid(_("参会单位最多%(n)d个，请减少。") % {"n": MOST_INVITED})
    for unit in wanted.values():
        if not unit.path.startswith(meeting.path):
            raise Invalid(
                _("“%(unit)s”不是“%(by)s”下面的单位，不能通知它参会。")
                % {"unit": unit, "by": meeting.unit}
            )
        require_open(unit, meeting.on)
    there = meeting.invitations.filter(withdrawn_at=None)
    standing = set(there.values_list("unit_id", flat=True))
    there.exclude(unit_id__in=wanted).update(withdrawn_at=clock.now())
    Invitation.objects.bulk_create(
        Invitation(id=new_id(), home_id=meeting.home_id, meeting=meeting, unit=unit)
        for pk, unit in wanted.items()
        if pk not in standing
    )


def _said(meeting: Meeting) -> dict[str, str]:
    return {
        "kind": meeting.kind,
        "title": meeting.title,
        "on": meeting.on.isoformat(),
        "place": meeting.place,
        "chair": meeting.chair,
        "recorder": meeting.recorder,
        "agenda": meeting.agenda,
    }
