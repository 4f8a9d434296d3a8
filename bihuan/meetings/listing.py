"""The lists: filtered, newest first, a page at a time by key; and their workbooks."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Min, Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bihuan.lib import clock
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value
from bihuan.meetings.kinds import KINDS
from bihuan.meetings.models import (
    HeartTalk,
    Meeting,
    MeetingState,
    RaisedPoint,
    Resolution,
    SequenceStep,
)
from bihuan.meetings.policy import MINUTES_DAYS, NEAR_DAYS, days_of

M = TypeVar("M", bound=Model)
PAGE, CHUNK = 50, 500
TONES = {MeetingState.CALLED: "info", MeetingState.HELD: "good", MeetingState.VOID: "plain"}


WHICH = {
    "hold": _lazy("开过了待登记"),
    "draft": _lazy("可起草纪要"),
    "due": _lazy("程序步骤待办"),
    "few": _lazy("到会不到规定"),
    "coming": _lazy("还没有开"),
}
"""What the list may be narrowed to; the home page leads there."""
WITH_MINUTES = tuple(kind for kind, rule in KINDS.items() if rule.asks_minutes)


def which_of(word: str, path: str) -> Q:
    """Return the condition of one of WHICH; days are those of the presets at a path."""
    today = clock.today()
    near, lately = days_of((NEAR_DAYS, MINUTES_DAYS), path, today)
    return conditions(today, near, lately).get(word, Q())


def conditions(today: dt.date, near: int, lately: int) -> dict[str, Q]:
    """Return the conditions of WHICH on a day."""
    held = Q(state=MeetingState.HELD)
    steps = SequenceStep.objects.filter(done_on=None, due_on__lte=today + dt.timedelta(days=near))
    return {
        "hold": Q(state=MeetingState.CALLED, on__lte=today),
        "draft": held
        & Q(kind__in=WITH_MINUTES, minutes=None, on__gte=today - dt.timedelta(days=lately))
        & ~Q(is_quorate=False),
        "due": ~Q(state=MeetingState.VOID)
        & (Q(is_quorate=None) | Q(is_quorate=True))
        & Q(pk__in=steps.values("meeting_id")),
        "few": held & Q(is_quorate=False),
        "coming": Q(state=MeetingState.CALLED),
    }


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows, and the key after which the next ones begin; empty where there are none."""

    rows: Sequence[M]
    next_key: str = ""


@dataclass(frozen=True)
class Line:
    """One meeting in a list."""

    meeting: Meeting
    url: str
    state: str
    tone: str
    quorum: str
    resolutions: int
    points: int


def narrowed(
    rows: QuerySet[Meeting], asked: Mapping[str, Any], path: str = ""
) -> QuerySet[Meeting]:
    """Return the meetings that a filter asks for; `path` is where presets are asked."""
    rows = _of_year(rows, asked)
    if asked.get("which"):
        rows = rows.filter(which_of(asked["which"], path))
    if asked.get("text"):
        words = asked["text"]
        rows = rows.filter(Q(title__icontains=words) | Q(unit__name__icontains=words))
    return rows


def talks_narrowed(rows: QuerySet[HeartTalk], asked: Mapping[str, Any]) -> QuerySet[HeartTalk]:
    """Return the talks that a filter asks for."""
    rows = _of_year(rows, asked)
    if asked.get("text"):
        words = asked["text"]
        rows = rows.filter(Q(first__name__icontains=words) | Q(second__name__icontains=words))
    return rows


def _of_year(rows: QuerySet[M], asked: Mapping[str, Any]) -> QuerySet[M]:
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("year"):
        year = int(asked["year"])
        rows = rows.filter(on__gte=dt.date(year, 1, 1), on__lte=dt.date(year, 12, 31))
    return rows


def page_of(rows: QuerySet[M], after: str = "") -> Page[M]:
    """Return the page after a key, newest first."""
    key = _read(after)
    if key is not None:
        rows = rows.filter(Q(on__lt=key[0]) | Q(on=key[0], pk__lt=key[1]))
    found = list(rows.order_by("-on", "-pk")[: PAGE + 1])
    last: Any = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], f"{last.on.isoformat()}_{last.pk}" if last else "")


def lines_of(meetings: Sequence[Meeting]) -> list[Line]:
    """Return the lines of a page, in two statements more."""
    ids = [meeting.pk for meeting in meetings]
    resolutions = _counted(Resolution.objects.filter(meeting__in=ids, void_on=None))
    points = _counted(RaisedPoint.objects.filter(meeting__in=ids))
    return [
        Line(
            meeting=meeting,
            url=reverse("meetings:meeting", args=[meeting.pk]),
            state=meeting.get_state_display(),
            tone=TONES[MeetingState(meeting.state)],
            quorum=quorum_words(meeting),
            resolutions=resolutions.get(meeting.pk, 0),
            points=points.get(meeting.pk, 0),
        )
        for meeting in meetings
    ]


def quorum_words(meeting: Meeting) -> str:
    """Return whether enough came, in words; empty for a kind without a rule."""
    if meeting.is_quorate is None:
        return ""
    return _("达到规定") if meeting.is_quorate else _("不到规定")


def first_year(rows: QuerySet[Any]) -> int | None:
    """Return the year of the oldest row; None where there is none."""
    oldest = rows.order_by().aggregate(first=Min("on"))["first"]
    return oldest.year if oldest else None


def sheet_of(rows: QuerySet[Meeting]) -> SheetOut:
    """Return the workbook's sheet of what the list shows."""
    heads = (
        *(_("日期"), _("会议名称"), _("类别"), _("单位"), _("地点"), _("主持人"), _("应到")),
        *(_("实到"), _("到会"), _("议定事项"), _("会上意见"), _("状态")),
    )
    return SheetOut(_("会议"), [ColumnOut(head) for head in heads], _cells(rows))


def talk_sheet_of(rows: QuerySet[HeartTalk]) -> SheetOut:
    """Return the workbook's sheet of talks: who with whom and when."""
    heads = (_("日期"), _("类别"), _("一方"), _("另一方"), _("地点"), _("后续事项（件）"))
    cells: Iterator[list[Value]] = (
        [t.on, t.get_kind_display(), str(t.first), str(t.second), t.place, t.follow_ups]
        for t in rows.order_by("-on", "-pk").iterator(chunk_size=CHUNK)
    )
    return SheetOut(_("谈心谈话"), [ColumnOut(head) for head in heads], cells)


def _cells(rows: QuerySet[Meeting]) -> Iterator[list[Value]]:
    for some in _chunks(rows.order_by("-on", "-pk").iterator(chunk_size=CHUNK)):
        for line in lines_of(some):
            one = line.meeting
            yield [
                *(one.on, one.title, one.get_kind_display(), one.unit.name, one.place, one.chair),
                *((one.should, one.came) if one.is_held else (None, None)),
                *(line.quorum, line.resolutions, line.points, line.state),
            ]


def _chunks(rows: Iterable[Meeting]) -> Iterator[list[Meeting]]:
    some: list[Meeting] = []
    for row in rows:
        some.append(row)
        if len(some) == CHUNK:
            yield some
            some = []
    if some:
        yield some


def _counted(rows: QuerySet[Any]) -> dict[UUID, int]:
    return dict(rows.order_by().values_list("meeting_id").annotate(n=Count("pk")))


def _read(key: str) -> tuple[dt.date, UUID] | None:
    day, _mark, id_ = key.partition("_")
    try:
        return dt.date.fromisoformat(day), UUID(id_)
    except ValueError:
        return None
