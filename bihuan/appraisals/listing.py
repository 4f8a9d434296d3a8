"""The list of polls: filtered, newest first, a page at a time by key; and its workbook."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.appraisals.models import Poll, PollState, VoterGroup
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value

PAGE, CHUNK = 50, 500
TONES: Mapping[str, str] = {
    PollState.DRAFT: "plain",
    PollState.KEYED: "info",
    PollState.OPEN: "warn",
    PollState.ENDED: "info",
    PollState.SEALED: "info",
    PollState.COUNTED: "info",
    PollState.PUBLISHED: "good",
    PollState.VOID: "plain",
}


@dataclass(frozen=True)
class Line:
    """One poll in a list, with how many should come and came."""

    poll: Poll
    url: str
    state: str
    tone: str
    should: int
    present: int


def narrowed(rows: QuerySet[Poll], asked: Mapping[str, Any]) -> QuerySet[Poll]:
    """Return the polls that a filter asks for."""
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("year"):
        year = int(asked["year"])
        rows = rows.filter(on__gte=dt.date(year, 1, 1), on__lte=dt.date(year, 12, 31))
    if asked.get("text"):
        words = asked["text"]
        rows = rows.filter(Q(title__icontains=words) | Q(unit__name__icontains=words))
    return rows


def page_of(rows: QuerySet[Poll], after: str = "") -> tuple[list[Poll], str]:
    """Return the page after a key, newest first, and the key after which the next begins."""
    key = _read(after)
    if key is not None:
        rows = rows.filter(Q(on__lt=key[0]) | Q(on=key[0], pk__lt=key[1]))
    found = list(rows.order_by("-on", "-pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last.on.isoformat()}_{last.pk}" if last else ""


def _read(key: str) -> tuple[dt.date, UUID] | None:
    day, _sign, id_ = key.partition("_")
    try:
        return dt.date.fromisoformat(day), UUID(id_)
    except ValueError:
        return None


def lines_of(polls: Sequence[Poll]) -> list[Line]:
    """Return the lines of a page, in one statement more."""
    groups = VoterGroup.objects.filter(poll__in=[poll.pk for poll in polls]).order_by()
    sums = {
        row["poll_id"]: (row["should"], row["present"])
        for row in groups.values("poll_id").annotate(should=Sum("should"), present=Sum("present"))
    }
    return [_line(poll, *sums.get(poll.pk, (0, 0))) for poll in polls]


def _line(poll: Poll, should: int, present: int) -> Line:
    return Line(
        poll=poll,
        url=reverse("appraisals:poll", args=[poll.pk]),
        state=poll.get_state_display(),
        tone=TONES[poll.state],
        should=should,
        present=present,
    )


def first_year(rows: QuerySet[Poll]) -> int | None:
    """Return the year of the oldest row; None where there is none."""
    oldest = rows.order_by().aggregate(first=Min("on"))["first"]
    return oldest.year if oldest else None


def sheet_of(rows: QuerySet[Poll]) -> SheetOut:
    """Return the workbook's sheet of what the list shows; never a result."""
    heads = (
        _("日期"),
        _("名称"),
        _("类别"),
        _("单位"),
        _("状态"),
        _("应到"),
        _("实到"),
        _("登记人"),
    )
    return SheetOut(_("测评"), [ColumnOut(head) for head in heads], _cells(rows))


def _cells(rows: QuerySet[Poll]) -> Iterator[list[Value]]:
    ordered = rows.order_by("-on", "-pk")
    for start in range(0, ordered.count(), CHUNK):
        for line in lines_of(list(ordered[start : start + CHUNK])):
            poll = line.poll
            yield [
                *(poll.on, poll.title, poll.get_kind_display(), poll.unit.name, line.state),
                *(line.should, line.present, poll.made_by_name),
            ]
