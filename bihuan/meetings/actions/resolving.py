"""What a meeting resolved: recorded, assigned as a task, withdrawn."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.errors import Invalid
from bihuan.meetings.actions.stepping import LONGEST_REASON, audited, held_by, require_held
from bihuan.meetings.errors import NotNow, NotQuorate
from bihuan.meetings.kinds import rule_of
from bihuan.meetings.models import Meeting, Resolution
from bihuan.meetings.rules import Quorum
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.models import Unit
from bihuan.tasks.actions import About, Due, TaskSpec, assign_task
from bihuan.tasks.models import State, Task

KIND = "resolution"
"""What a task says that it is about."""
LONGEST_TEXT = 300
TITLE = 60  # of a task; the whole text is its requirement


@dataclass(frozen=True)
class ResolutionSpec:
    """One matter: who does it by when, and whether it is assigned as a task at once."""

    text: str
    unit: Unit | None = None
    due_on: dt.date | None = None
    is_task: bool = False


@action("resolution.record")
def record_resolution(*, actor: Actor, meeting: Meeting, spec: ResolutionSpec) -> Resolution:
    """Record what a meeting resolved, and assign the task of it where that is asked.

    Raises NotQuorate where too few came, NotNow before it was held; NotAllowed for a task without
    `assign_tasks` over the home.
    """
    meeting = held_by(actor, meeting)
    require_held(meeting)
    _require_quorum(meeting)
    if spec.unit is not None and not spec.unit.path.startswith(meeting.home.path):
        raise Invalid(
            _("“%(unit)s”不属于%(home)s，请另选。") % {"unit": spec.unit, "home": meeting.home}
        )
    if spec.due_on is not None and spec.due_on < meeting.on:
        raise Invalid(_("完成期限早于开会的%(day)s，请改正。") % {"day": write_date(meeting.on)})
    newest = meeting.resolutions.aggregate(newest=Max("position"))["newest"] or 0
    made = Resolution(
        home_id=meeting.home_id,
        meeting=meeting,
        position=newest + 1,
        text=checked_text(
            str(rule_of(meeting.kind).outcome), " ".join(spec.text.split()), LONGEST_TEXT
        ),
        unit=spec.unit,
        due_on=spec.due_on,
    )
    made.save(force_insert=True)
    if spec.is_task:
        _assign(actor, made)
    values = {
        "text": made.text,
        "unit": str(made.unit_id or ""),
        "due_on": str(made.due_on or ""),
        "task": str(made.task_id or ""),
    }
    audited(actor, "resolution.record", meeting, values, made.text[:40])
    return made


@action("resolution.assign")
def assign_resolution(
    *,
    actor: Actor,
    resolution: Resolution,
    unit: Unit | None = None,
    due_on: dt.date | None = None,
) -> Task:
    """Assign the task of a resolution that stands without one, to its unit or another."""
    meeting = held_by(actor, resolution.meeting)
    resolution = locked(resolution)
    if resolution.void_on is not None:
        raise NotNow(_("这项议定事项已经撤回，不能交办。"))
    if resolution.task_id is not None:
        raise NotNow(_("这项议定事项已经交办为任务。"))
    resolution.unit = unit or resolution.unit
    resolution.due_on = due_on or resolution.due_on
    task = _assign(actor, resolution)
    audited(actor, "resolution.assign", meeting, {"task": str(task.pk)}, resolution.text[:40])
    return task


@action("resolution.void")
def void_resolution(*, actor: Actor, resolution: Resolution, reason: str) -> Resolution:
    """Withdraw a resolution with a reason: a later meeting changed it, or it was mistyped."""
    meeting = held_by(actor, resolution.meeting)
    resolution = locked(resolution)
    if resolution.void_on is not None:
        raise NotNow(_("这项议定事项已经撤回。"))
    if resolution.task is not None and resolution.task.state != State.VOID:
        raise NotNow(_("这项议定事项已经交办为任务，请先作废任务，再撤回。"))
    resolution.void_reason = checked_text(_("撤回理由"), reason, LONGEST_REASON)
    resolution.void_on = clock.today()
    resolution.save(update_fields=["void_on", "void_reason"])
    audited(actor, "resolution.void", meeting, {"resolution": str(resolution.pk)}, reason[:40])
    return resolution


def _require_quorum(meeting: Meeting) -> None:
    quorum = Quorum.read(meeting.quorum)
    if quorum is not None and meeting.is_quorate is False:
        raise NotQuorate(
            _(
                "应到%(should)d人，实到%(came)d人，不到规定的%(needed)d人（%(rule)s），"
                "不能形成决议；请另行召开。"
            )
            % {
                "should": quorum.should,
                "came": quorum.came,
                "needed": quorum.needed,
                "rule": quorum.rule.words,
            }
        )


def _assign(actor: Actor, resolution: Resolution) -> Task:
    meeting = resolution.meeting
    if resolution.unit is None or resolution.due_on is None:
        raise Invalid(_("交办为任务的，请选定承办单位，并填写完成期限。"))
    text = resolution.text
    task = assign_task(
        actor=actor,
        home=meeting.home,
        spec=TaskSpec(
            title=text if len(text) <= TITLE else f"{text[: TITLE - 1]}…",
            unit=resolution.unit,
            due=Due(on=resolution.due_on),
            requirement=text if len(text) > TITLE else "",
            basis=_("%(title)s（%(day)s）议定")
            % {"title": meeting.title, "day": write_date(meeting.on)},
            about=About(KIND, resolution.pk),
            position=resolution.position,
        ),
    )
    resolution.task = task
    resolution.save(update_fields=["task", "unit", "due_on"])
    return task
