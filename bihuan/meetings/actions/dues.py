"""When the steps of a meeting's sequence are due, by presets and the office's calendar."""

import datetime as dt

from bihuan.lib.ids import new_id
from bihuan.meetings.models import Meeting, SequenceStep
from bihuan.meetings.policy import days_of
from bihuan.meetings.rules import due_day
from bihuan.meetings.sequences import Step, steps_of
from bihuan.presets.calendar import OfficeCalendar


def lay_out_steps(meeting: Meeting) -> None:
    """Write the steps of a meeting's kind with their due days; inside its action."""
    steps = steps_of(meeting.kind)
    if not steps:
        return
    dues = due_days(meeting)
    SequenceStep.objects.bulk_create(
        SequenceStep(
            id=new_id(),
            home_id=meeting.home_id,
            meeting=meeting,
            code=step.code,
            position=at,
            due_on=dues[step.code],
        )
        for at, step in enumerate(steps, 1)
    )


def move_dues(meeting: Meeting) -> None:
    """Work out anew when the steps that are not done are due; the meeting's day moved."""
    dues = due_days(meeting)
    left = list(meeting.sequence.filter(done_on=None))
    for step in left:
        step.due_on = dues.get(step.code)
    SequenceStep.objects.bulk_update(left, ["due_on"])


def due_days(meeting: Meeting) -> dict[str, dt.date | None]:
    """Return by code when each step of a meeting's kind is due."""
    steps = steps_of(meeting.kind)
    timed = [step for step in steps if step.days is not None]
    known = tuple(step.days for step in timed if step.days is not None)
    values = days_of(known, meeting.path, meeting.on) if known else []
    days = {step.code: value for step, value in zip(timed, values, strict=True)}
    calendar = OfficeCalendar(meeting.home)
    return {step.code: _due(meeting, step, days.get(step.code), calendar) for step in steps}


def _due(
    meeting: Meeting, step: Step, days: int | None, calendar: OfficeCalendar
) -> dt.date | None:
    if days is not None:
        return due_day(meeting.on, step.offset(days), calendar.is_workday)
    return meeting.on if step.is_that_day else None
