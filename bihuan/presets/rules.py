"""Pure rules: reading a value, counting workdays."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from bihuan.lib.policy import Known, Value, ValueKind

ONE_DAY = dt.timedelta(days=1)
LONGEST_STRETCH = 366
"""Days without a workday after which a calendar is held to be wrong."""
IsWorkday = Callable[[dt.date], bool]


def is_weekend(day: dt.date) -> bool:
    """Tell whether a day is a Saturday or Sunday."""
    return day.weekday() >= 5


def workdays_between(first: dt.date, last: dt.date, is_workday: IsWorkday) -> int:
    """Return how many workdays lie after `first`, up to and with `last`.

    The day of receipt is not counted (handbook §4), so from a day to itself there is none. Where
    `last` lies before `first`, the workdays that have passed, negative.
    """
    if last < first:
        return -workdays_between(last, first, is_workday)
    days = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(1 for day in days if is_workday(day))


def add_workdays(day: dt.date, count: int, is_workday: IsWorkday) -> dt.date:
    """Return the workday that is `count` workdays after a day; the day itself for 0.

    Raises ValueError for a negative count, and for a calendar that never has a workday.
    """
    if count < 0:
        raise ValueError("a deadline does not lie before its beginning")
    idle = 0
    while count:
        day += ONE_DAY
        worked = is_workday(day)
        count -= worked
        idle = 0 if worked else idle + 1
        if idle > LONGEST_STRETCH:
            raise ValueError("a year without a single workday")
    return day


def read_value(known: Known, text: str) -> Value:
    """Return the value that a text means for a preset; raises ValueError where it means none."""
    if known.kind is ValueKind.YES_NO:
        if text not in ("yes", "no"):
            raise ValueError(text)
        return text == "yes"
    try:
        number = Decimal(text.strip())
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite() or not known.minimum <= number <= known.maximum:
        raise ValueError(text)
    if known.kind is ValueKind.WHOLE and number != number.to_integral_value():
        raise ValueError(text)
    return number


def store_value(value: Value) -> str:
    """Return a value as it is kept; `read_value` reads it again."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.normalize():f}"
