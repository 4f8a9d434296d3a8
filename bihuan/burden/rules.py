"""Weeks, minutes and sums of what is asked: pure functions."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from bihuan.burden.seam import Asked, Shown
from bihuan.lib.errors import Invalid

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Rates:
    """Minutes that a field, a file and a meeting are taken to need."""

    field: Decimal
    file: Decimal
    meeting: Decimal

    def minutes(self, asked: Asked) -> int:
        """Return the minutes that something asked takes, rounded up; what the room said first."""
        if asked.minutes:
            return asked.minutes
        exact = asked.fields * self.field + asked.files * self.file + asked.meetings * self.meeting
        return int(exact.to_integral_value(rounding="ROUND_CEILING"))


@dataclass
class Load:
    """What is asked of one unit in a week, and its sums."""

    unit_id: UUID
    lines: list[tuple[Asked, int]] = field(default_factory=list)
    fields: int = 0
    files: int = 0
    meetings: int = 0
    minutes: int = 0
    already_held: int = 0

    def take(self, asked: Asked, minutes: int) -> None:
        """Add one thing."""
        self.lines.append((asked, minutes))
        self.fields += asked.fields
        self.files += asked.files
        self.meetings += asked.meetings
        self.minutes += minutes
        self.already_held += asked.already_held


@dataclass(frozen=True)
class Reuse:
    """How often what was typed is used: records behind the figures shown, for each one typed."""

    typed: int
    shown: tuple[Shown, ...]

    @property
    def used(self) -> int:
        """Return how often a record stands behind a figure shown."""
        return sum(each.records for each in self.shown)

    @property
    def factor(self) -> Decimal | None:
        """Return uses for each record typed, to a tenth; None where nothing was typed."""
        if not self.typed:
            return None
        return (Decimal(self.used) / self.typed).quantize(Decimal("0.1"))


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the Monday and the Sunday of a day's week."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def read_week(text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the week that an address names (2010-W05), today's for an empty one.

    Raises Invalid for anything else.
    """
    if not text:
        return week_of(today)
    match = _WEEK.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return week_of(dt.date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except (ValueError, OverflowError) as error:
        raise Invalid("没有这一周，请从页面上的“上一周”“下一周”选。") from error


def write_week(monday: dt.date) -> str:
    """Write a week as an address names it."""
    year, week, _day = monday.isocalendar()
    return f"{year:04}-W{week:02}"


def loads(asked: Iterable[Asked], rates: Rates) -> dict[UUID, Load]:
    """Sum up by unit what is asked, in the order in which it was asked."""
    found: dict[UUID, Load] = {}
    for each in sorted(asked, key=lambda one: (one.on, one.what)):
        found.setdefault(each.unit_id, Load(each.unit_id)).take(each, rates.minutes(each))
    return found
