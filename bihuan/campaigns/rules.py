"""Pure rules of a campaign: how days, phases and plans stand to each other. No ORM."""

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Literal

Words = Mapping[str, Any]
"""What an item says, by field: texts and days as ISO texts."""

FIELDS = ("title", "content", "deliverable", "begins_on", "due_on", "is_required")
"""Fields of an item that go down from plan to plan; who leads does not."""
WORDED = ("title", "content", "deliverable")
ITEM = "plan_item"
"""What a task's `about_kind` says of an item."""


@dataclass(frozen=True)
class Span:
    """A time with a name, both days included."""

    label: str
    first: dt.date
    last: dt.date

    @property
    def is_reversed(self) -> bool:
        """Tell whether it ends before it begins."""
        return self.last < self.first

    def holds(self, first: dt.date, last: dt.date) -> bool:
        """Tell whether another time lies wholly in it."""
        return self.first <= first and last <= self.last


Trouble = Literal["reversed", "outside", "overlap"]


def trouble_of(
    whole: Span, phases: Sequence[Span], *, one_after_another: bool
) -> tuple[Trouble, Span, Span] | None:
    """Return the first thing wrong with the days of a campaign's phases: what, of which, with what.

    Stages follow each other without touching; tracks may lie side by side.
    """
    for span in (whole, *phases):
        if span.is_reversed:
            return "reversed", span, whole
    for span in phases:
        if not whole.holds(span.first, span.last):
            return "outside", span, whole
    if one_after_another:
        for before, after in pairwise(phases):
            if after.first <= before.last:
                return "overlap", before, after
    return None


def twice(values: Iterable[Hashable]) -> Any:
    """Return the first value that stands twice, or None."""
    seen: set[Hashable] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None


def is_circular(plan: Hashable, parent: Hashable, parents: Mapping[Any, Any]) -> bool:
    """Tell whether a plan would come to lie below itself; `parents` says the parent of each."""
    at, steps = parent, 0
    while at is not None and steps <= len(parents) + 1:
        if at == plan:
            return True
        at, steps = parents.get(at), steps + 1
    return at is not None


def cut(first: dt.date, last: dt.date, shares: Sequence[int]) -> list[tuple[dt.date, dt.date]]:
    """Cut a time into parts by shares, without gaps; each has a day at least where there are days.

    Raises ValueError where there are more parts than days.
    """
    days = (last - first).days + 1
    if days < len(shares):
        raise ValueError("more parts than days")
    ends: list[int] = []
    whole, said = sum(shares), 0
    for number, share in enumerate(shares, start=1):
        said += share
        end = max(round(days * said / whole), ends[-1] + 1 if ends else 1)
        ends.append(min(end, days - (len(shares) - number)))
    starts = [0, *ends[:-1]]
    return [
        (first + dt.timedelta(days=start), first + dt.timedelta(days=end - 1))
        for start, end in zip(starts, ends, strict=True)
    ]


def clamped(
    first: dt.date, last: dt.date, inside: tuple[dt.date, dt.date]
) -> tuple[dt.date, dt.date]:
    """Return a time moved into another one; never reversed."""
    low, high = inside
    first = min(max(first, low), high)
    return first, min(max(last, first), high)


def differing(mine: Words, theirs: Words) -> list[str]:
    """Return the fields in which two items differ."""
    return [field for field in FIELDS if mine.get(field) != theirs.get(field)]


def merged(own: Words, before: Words, after: Words) -> dict[str, Any]:
    """Return an item after it took a change: what the parent changed, and its own elsewhere.

    An own first day that would lie after the day that was taken gives way to the parent's.
    """
    taken = {field: after[field] for field in differing(before, after)}
    result = {**{field: own[field] for field in FIELDS}, **taken}
    if result["begins_on"] > result["due_on"]:
        result["begins_on"], result["due_on"] = after["begins_on"], after["due_on"]
    return result


Piece = tuple[str, bool]


def marked_pieces(mine: str, theirs: str) -> list[Piece]:
    """Return `mine` in pieces, each with whether `theirs` says something else there."""
    pieces: list[Piece] = []
    for kind, low, high, _low, _high in SequenceMatcher(None, mine, theirs, False).get_opcodes():
        if high > low:
            pieces.append((mine[low:high], kind != "equal"))
    return pieces


def coverage(took_part: int, should: int) -> float | None:
    """Return how many per cent took part; None where nobody should."""
    return None if not should else 100 * took_part / should


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the day some months later, the month's last where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return dt.date(year, month, number)
        except ValueError:
            continue
    return dt.date(year, month, day.day)
