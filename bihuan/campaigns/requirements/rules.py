"""Holding a value against a requirement: pure rules, no database.

Worked example: ten patrol members are required by 31 January. A village that has eight has 差2; on
1 February 逾期，差2; with ten it has 已达到, whenever that was.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property

from bihuan.campaigns.models import RequirementRule

Amount = Decimal | dt.date | None
_SHOWN = Decimal("0.01")


class Standing(StrEnum):
    """How a value stands to what is required."""

    MET = "met"
    LATE = "late"  # done, but after its day
    OPEN = "open"
    SOON = "soon"  # open, and its day is near
    OVERDUE = "overdue"  # open, and its day is past
    EXCEEDED = "exceeded"  # more than the most that is allowed
    CLOSED = "closed"  # the unit is no more: shown, not held against anybody
    HISTORY = "history"  # shown, not held against anybody


UNMET = frozenset({Standing.OPEN, Standing.SOON, Standing.OVERDUE, Standing.EXCEEDED})


@dataclass(frozen=True)
class Measured:
    """How a value stands, and by how much it falls short (or exceeds the most allowed).

    `missing` is None where nothing is missing, or where it cannot be told in a number.
    """

    standing: Standing
    missing: Decimal | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self.standing in UNMET


@dataclass(frozen=True)
class Days:
    """The day that is held against: today, the due day and the last day that is near."""

    today: dt.date
    due_on: dt.date | None = None
    soon_until: dt.date | None = None

    @cached_property
    def pressing(self) -> Standing:
        """Return what something not yet done is on this day."""
        if self.due_on is None:
            return Standing.OPEN
        if self.today > self.due_on:
            return Standing.OVERDUE
        is_near = self.soon_until is not None and self.due_on <= self.soon_until
        return Standing.SOON if is_near else Standing.OPEN


def measure(
    rule: str, threshold: Decimal, value: Amount, days: Days, later: Amount = None
) -> Measured:
    """Hold a value against a rule and its threshold.

    `later` is, of a rule by date, the value when days after the due day count too. A value that is
    not there is nothing done; of `at_most` it is nothing exceeded.
    """
    if rule == RequirementRule.AT_MOST:
        over = _number(value) - threshold
        return Measured(Standing.EXCEEDED, over) if over > 0 else Measured(Standing.MET)
    if rule == RequirementRule.BY_DATE:
        return _by_date(threshold, value, days, later)
    short = threshold - _number(value)
    if value is not None and short <= 0:
        return Measured(Standing.MET)
    # A ratio of nothing to nothing is no ratio: what it lacks cannot be told.
    untold = value is None and rule == RequirementRule.COVERAGE
    return Measured(days.pressing, None if untold else max(short, Decimal(0)))


def _by_date(threshold: Decimal, value: Amount, days: Days, later: Amount) -> Measured:
    if isinstance(value, dt.date):
        is_late = days.due_on is not None and value > days.due_on
        return Measured(Standing.LATE if is_late else Standing.MET)
    least = max(threshold, Decimal(1))
    if _number(value) >= least:
        return Measured(Standing.MET)
    if isinstance(later, dt.date) or _number(later) >= least:
        return Measured(Standing.LATE)
    return Measured(days.pressing, least - _number(value))


def _number(value: Amount) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def plain(value: Amount) -> str:
    """Write a value shortly, as a cell bears it: two decimals at most, a day, – for none.

    What is not nothing is never written as 0, and what falls short of a whole never as the whole.
    """
    if value is None:
        return "–"
    if isinstance(value, dt.date):
        return value.isoformat()
    if value == value.to_integral_value():
        return f"{value.quantize(Decimal(1)):f}"
    rounded = value.quantize(_SHOWN, ROUND_HALF_UP)
    if rounded == rounded.to_integral_value():
        rounded = value.quantize(_SHOWN, ROUND_DOWN)
    text = f"{rounded:f}".rstrip("0").rstrip(".")
    return text if rounded else f"<{_SHOWN}"
