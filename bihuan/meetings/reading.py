"""What the page of one meeting shows: attendance, sequence, outcomes, what happened to it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.meetings.access import keeps
from bihuan.meetings.forms.outcomes import StepForm
from bihuan.meetings.kinds import rule_of
from bihuan.meetings.models import (
    Attendance,
    Attendee,
    Category,
    HeartTalk,
    Meeting,
    MeetingKind,
    MeetingState,
    Part,
    Resolution,
    SequenceStep,
    StepKind,
)
from bihuan.meetings.pairs import Pairs, pairs_of
from bihuan.meetings.policy import LOOK_BACK_DAYS, PRINCIPALS, days_of
from bihuan.meetings.rules import Quorum
from bihuan.meetings.sequences import Counted, Step, steps_of
from bihuan.opinions.access import opinions_visible_to
from bihuan.opinions.models import Opinion, Target
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.tasks.models import LATE_STATES, State, Task
from bihuan.ui.history import Event

ICONS = {
    StepKind.CALL: "calendar",
    StepKind.CHANGE: "pencil",
    StepKind.HOLD: "users",
    StepKind.CORRECT: "pencil",
    StepKind.CALL_AGAIN: "refresh",
    StepKind.MINUTES: "file-text",
    StepKind.VOID: "ban",
}


@dataclass(frozen=True)
class Outcome:
    """One resolution; `late` says by how much its task is late, empty where it is not."""

    resolution: Resolution
    late: str
    task_url: str
    tone: str = "info"


@dataclass(frozen=True)
class StepRow:
    """One step of the sequence: when due, when done, how many, and the form that marks it."""

    step: Step
    row: SequenceStep
    told: str
    url: str
    is_late: bool
    form: StepForm | None


@dataclass(frozen=True)
class People:
    """Who came: rows by category, names by part, and the quorum with its two terms."""

    rows: Sequence[Attendance]
    attends: Sequence[Attendee]
    observes: Sequence[Attendee]
    excused: Sequence[Attendee]
    quorum: Quorum | None
    category: str

    @property
    def has_names(self) -> bool:
        """Tell whether anybody is named."""
        return bool(self.attends or self.observes or self.excused)


def people_of(meeting: Meeting) -> People:
    """Return who came to a meeting; two statements."""
    named = list(
        meeting.attendees.filter(removed_at=None)
        .select_related("person")
        .order_by("person__sort_order", "person__code")
    )
    quorum = Quorum.read(meeting.quorum)
    order = list(Category.values)
    rows = list(meeting.attendance.filter(should__gt=0))
    return People(
        rows=sorted(rows, key=lambda row: order.index(row.category)),
        attends=[one for one in named if one.part == Part.ATTENDS],
        observes=[one for one in named if one.part == Part.OBSERVES],
        excused=[one for one in named if one.part == Part.EXCUSED],
        quorum=quorum,
        category=str(Category(quorum.category).label) if quorum else "",
    )


def outcomes_of(meeting: Meeting) -> list[Outcome]:
    """Return what a meeting resolved, with where its tasks stand."""
    today = clock.today()
    rows = meeting.resolutions.filter(void_on=None).select_related("unit", "task")
    return [
        Outcome(
            one,
            _late(one.task, today) if one.task else "",
            reverse("tasks:task", args=[one.task_id]) if one.task_id else "",
            "good" if one.task and one.task.state == State.CLOSED else "info",
        )
        for one in rows
    ]


def _late(task: Task, today: dt.date) -> str:
    days = (today - task.due_on).days
    if task.state not in LATE_STATES or days <= 0:
        return ""
    return _("超期%(n)d天") % {"n": days}


def points_of(actor: Actor, meeting: Meeting) -> list[Opinion]:
    """Return what was raised at a meeting, as far as the actor sees it; none of a life meeting."""
    if rule_of(meeting.kind).channel is None:
        return []
    rows = opinions_visible_to(actor).filter(raised_at__meeting=meeting)
    return list(rows.select_related("category", "group").order_by("pk"))


def events_of(meeting: Meeting) -> list[Event]:
    """Return what happened to a meeting, newest first."""
    return [
        Event(
            what=step.get_kind_display(),
            who=step.by_name,
            at=step.at,
            note=_said(step.kind, step.facts, step.note),
            icon=ICONS[StepKind(step.kind)],
            tone="bad" if step.kind == StepKind.VOID else "plain",
        )
        for step in meeting.steps.order_by("-at", "-pk")
    ]


def _said(kind: str, facts: dict[str, Any], note: str) -> str:
    if kind in (StepKind.HOLD, StepKind.CORRECT):
        return _("应到%(should)s人，实到%(came)s人") % facts
    if facts.get("new_on"):
        return _("定于%(day)s") % {"day": write_date(dt.date.fromisoformat(facts["new_on"]))}
    return note


def sequence_of(
    actor: Actor, meeting: Meeting, outcomes: Sequence[Outcome], given: StepForm | None = None
) -> list[StepRow]:
    """Return the rows of a meeting's sequence; numbers that records hold are counted."""
    steps = {step.code: step for step in steps_of(meeting.kind)}
    if not steps:
        return []
    told = _counted(actor, meeting, outcomes, {step.counted for step in steps.values()})
    today, may_mark = clock.today(), keeps(actor, meeting)
    is_waited_for = meeting.is_quorate is not False and meeting.state != MeetingState.VOID
    return [
        _step_row(
            steps[row.code],
            row,
            *told.get(steps[row.code].counted, ("", "")),
            is_late=is_waited_for
            and row.done_on is None
            and row.due_on is not None
            and row.due_on < today,
            form=_form(steps[row.code], row, meeting, given) if may_mark else None,
        )
        for row in meeting.sequence.all()
        if row.code in steps
    ]


def _step_row(
    step: Step, row: SequenceStep, told: str, url: str, *, is_late: bool, form: StepForm | None
) -> StepRow:
    if step.counted is Counted.ENTERED and row.out_of is not None:
        told = _("%(label)s%(count)d人，应有%(out_of)d人") % {
            "label": step.count_label,
            "count": row.count or 0,
            "out_of": row.out_of,
        }
    return StepRow(step, row, told, url, is_late, form)


def _form(step: Step, row: SequenceStep, meeting: Meeting, given: StepForm | None) -> StepForm:
    if given is not None and given.prefix == step.code:
        return given
    usual = min(meeting.on, clock.today()) if step.is_that_day else clock.today()
    initial = {
        "done_on": row.done_on or usual,
        "count": row.count,
        "out_of": row.out_of if row.out_of is not None else meeting.should or None,
    }
    return StepForm(None, step, initial=initial)


Told = dict[Counted, tuple[str, str]]


def _counted(
    actor: Actor, meeting: Meeting, outcomes: Sequence[Outcome], asked: set[Counted]
) -> Told:
    """Return for each sort of counting what is counted, in words, and where it opens."""
    told: Told = {}
    if Counted.RESOLUTIONS in asked:
        told[Counted.RESOLUTIONS] = (_resolved(outcomes), "#resolutions")
    if not asked & {Counted.OPINIONS, Counted.TALKS}:
        return told
    first, last, principals = _days_before(meeting)
    told[Counted.OPINIONS] = (_gathered(meeting, first, last), reverse("opinions:list"))
    told[Counted.TALKS] = _talked(actor, meeting, (first, last), principals)
    return told


def _days_before(meeting: Meeting) -> tuple[dt.date, dt.date, int]:
    """Return the days whose opinions and talks count for a meeting, and how many principals."""
    days, principals = days_of((LOOK_BACK_DAYS, PRINCIPALS), meeting.path, meeting.on)
    return meeting.on - dt.timedelta(days=days), min(meeting.on, clock.today()), principals


def _resolved(outcomes: Sequence[Outcome]) -> str:
    tasks = [one.resolution.task for one in outcomes if one.resolution.task is not None]
    if not outcomes:
        return _("还没有登记")
    return _("%(n)d项，其中%(tasks)d项已交办，%(closed)d项已销号") % {
        "n": len(outcomes),
        "tasks": len(tasks),
        "closed": sum(not task.is_open for task in tasks),
    }


def _gathered(meeting: Meeting, first: dt.date, last: dt.date) -> str:
    found = (
        Opinion.objects.counted()
        .filter(path__gte=meeting.path, path__lt=meeting.path + "~")
        .filter(raised_on__gte=first, raised_on__lte=last)
        .aggregate(n=Count("pk"), team=Count("pk", filter=Q(target=Target.TEAM)))
    )
    return str(_("%(n)d条，其中对班子的%(team)d条") % found)


def _talked(
    actor: Actor, meeting: Meeting, days: tuple[dt.date, dt.date], principals: int
) -> tuple[str, str]:
    first, last = days
    if meeting.kind != MeetingKind.DEMOCRATIC_LIFE:
        rows = HeartTalk.objects.filter(path__gte=meeting.path, path__lt=meeting.path + "~")
        n = rows.filter(on__range=(first, last), void_on=None).count()
        return (_("%(n)d人次") % {"n": n}, "")
    pairs = pairs_of(meeting.home, first, last, principals)
    url = ""
    if actor.may(Permission.KEEP_TALKS, meeting.home):
        query = f"?home={meeting.home.code}&first={first.isoformat()}&last={last.isoformat()}"
        url = reverse("meetings:talks") + query
    return (_pairs_words(pairs), url)


def _pairs_words(pairs: Pairs) -> str:
    missing = len(pairs.missing)
    if not pairs.pairs:
        return _("没有登记班子成员")
    if not missing:
        return _("应谈的%(n)d对都谈过") % {"n": len(pairs.pairs)}
    return _("应谈%(n)d对，还有%(missing)d对没有谈") % {"n": len(pairs.pairs), "missing": missing}
