"""The wording of a figure: from a value and a style to the words of a report (handbook §9).

The text is Chinese whatever the language of the page, because it is the document's own text. What
is written never says more than the value bears: a qualifier that would be untrue is dropped, or
turned into a true one.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from bihuan.figures.style import (
    ABOUT,
    AFTER,
    AT_LEAST,
    AT_MOST,
    BEFORE,
    INSIDE,
    MORE_THAN,
    NATURE_LABELS,
    SIZES,
    Nature,
    Style,
)
from bihuan.lib.dates import write_date
from bihuan.lib.errors import Invalid
from bihuan.lib.numerals import LARGEST, counting_hanzi

__all__ = [
    "NATURE_LABELS",
    "PENDING",
    "Interval",
    "Nature",
    "Statement",
    "Style",
    "bounds",
    "lower_bound",
    "statement",
    "wording",
]

PENDING = "待核"
"""What stands in a document for a figure that no record bears out."""

_RATIO_DECIMALS = 2
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Statement:
    """What is said of a value: the number stated, the qualifier in force, and the words."""

    core: Decimal
    qualifier: str
    text: str


@dataclass(frozen=True)
class Interval:
    """The values a stated figure allows; an end that is None has no limit."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool = True
    high_included: bool = True

    def holds(self, value: Decimal) -> bool:
        """Tell whether the value is one of those the words allow."""
        above = self.low is None or value > self.low or (self.low_included and value == self.low)
        below = (
            self.high is None or value < self.high or (self.high_included and value == self.high)
        )
        return above and below


def wording(value: Decimal | dt.date | None, style: Style) -> str:
    """Write a value as a report states it; a value that is not there is 待核.

    Raises Invalid when a figure whose nature is a date has a number for its value.
    """
    if value is None:
        return PENDING
    if isinstance(value, dt.date):
        return write_date(value)
    return statement(value, style).text


def statement(value: Decimal, style: Style) -> Statement:
    """Return the number that is stated for a value, its qualifier, and the words.

    Raises Invalid when the figure's nature is a date.
    """
    if style.nature is Nature.DATE:
        raise Invalid(
            _("这个数据应是日期，得到的却是数；请检查它所取的字段。"), code="figure_style"
        )
    if style.nature is Nature.ZERO_CLAIM:
        verb = style.said_qualifier
        text = f"{verb}{_plain(value)}{style.unit}" if value else f"未{verb}一{style.unit}"
        return Statement(value, "", text)
    core, qualifier = _stated(value, style)
    return Statement(core, qualifier, _written(core, qualifier, style))


def lower_bound(value: Decimal, significant: int) -> tuple[Decimal, Decimal]:
    """Return the base and the upper end that 余 and 多 mean: base ≤ value < upper.

    The base keeps `significant` digits of the value; the upper end is one unit of the base's last
    non-zero digit above it (handbook §9: 270余 is [270, 280)). Raises ValueError unless both
    arguments are above zero.
    """
    if value <= 0 or significant < 1:
        raise ValueError("余 and 多 are said of values above zero, with one digit or more")
    base = _to_digits(value, significant, ROUND_FLOOR)
    return base, base + _last_unit(base)


def bounds(core: Decimal, qualifier: str, tolerance: Decimal | None = None) -> Interval:
    """Return the values that a stated number and its qualifier allow.

    约 and 左右 allow a deviation of `tolerance`, relative to the value; 近 the same, from below.
    Raises ValueError for 约 or 左右 without a tolerance, for 余 or 多 on a number not above zero,
    and for an unknown qualifier.
    """
    if qualifier in INSIDE:
        if core <= 0:
            raise ValueError("余 and 多 are said of values above zero")
        return Interval(core, core + _last_unit(core), high_included=False)
    if qualifier in AT_LEAST | MORE_THAN:
        return Interval(core, None, low_included=qualifier in AT_LEAST)
    if qualifier in AT_MOST:
        return Interval(None, core)
    if qualifier == "近":
        low = None if tolerance is None else core / (1 + tolerance)
        return Interval(low, core, high_included=False)
    if qualifier in ABOUT and tolerance is not None:
        return Interval(core / (1 + tolerance), core / (1 - tolerance))
    if qualifier in {"", "达", "力争"}:
        return Interval(core, core)
    raise ValueError(f"what {qualifier!r} allows cannot be told")


def _stated(value: Decimal, style: Style) -> tuple[Decimal, str]:
    """Choose the number to state and the qualifier that is true of it."""
    qualifier = style.said_qualifier
    if qualifier in INSIDE:
        return _with_remainder(value, style, qualifier)
    if style.rounded_to is None and style.significant is None:
        core = _rounded(value, style, _direction(qualifier))
    else:
        core = _coarse(value, style, qualifier)
        if style.tolerance is not None and abs(core - value) > style.tolerance * abs(value):
            return _within(value, style.tolerance, style.significant or 1), "约"
    if qualifier in MORE_THAN and value <= core:
        return core, ""
    if qualifier == "近" and value >= core:
        return core, "" if value == core else "约"
    return core, qualifier


def _with_remainder(value: Decimal, style: Style, qualifier: str) -> tuple[Decimal, str]:
    """State a value with 余 or 多, or exactly where Chinese has no such form.

    An exactly round value leaves no remainder. 余 follows a round ten or a magnitude: there is no
    42余人 for 42.5, which is then written in full.
    """
    if value > 0:
        base, _upper = lower_bound(value, style.significant or 1)
        if base == value:
            return value, ""
        if _magnitude(base, style) or base % 10 == 0:
            return base, qualifier
    return _rounded(value, style, ROUND_HALF_UP), ""


def _coarse(value: Decimal, style: Style, qualifier: str) -> Decimal:
    """Round to a multiple of `rounded_to`, or to the digits of `significant`."""
    direction = _direction(qualifier)
    if style.rounded_to is None:
        return _to_digits(value, style.significant or 1, direction)
    nearest = ROUND_HALF_UP if qualifier == "近" else direction
    return _to_multiple(value, style.rounded_to, nearest)


def _direction(qualifier: str) -> str:
    """Return the rounding that keeps a qualifier true."""
    if qualifier in AT_LEAST | MORE_THAN:
        return ROUND_FLOOR
    return ROUND_CEILING if qualifier in AT_MOST or qualifier == "近" else ROUND_HALF_UP


def _within(value: Decimal, tolerance: Decimal, significant: int) -> Decimal:
    """Round to as few digits as stay within a tolerance of the value."""
    core = _to_digits(value, significant, ROUND_HALF_UP)
    while abs(core - value) > tolerance * abs(value):
        significant += 1
        core = _to_digits(value, significant, ROUND_HALF_UP)
    return core


def _rounded(value: Decimal, style: Style, direction: str) -> Decimal:
    """Round to the style's decimals, after the magnitude, without making nothing or all of it.

    A value that is not zero is never written as 0, and a share short of 100% never as 100%.
    """
    ratio = style.nature is Nature.RATIO
    decimals = _RATIO_DECIMALS if style.decimals is None and ratio else style.decimals
    if decimals is None:
        return value
    step = Decimal(1).scaleb(SIZES[_magnitude(value, style)] - decimals)
    core = _to_multiple(value, step, direction)
    if style.unit == "%" and value < _HUNDRED <= core:
        core = _to_multiple(value, min(step, Decimal("0.1")), ROUND_DOWN)
        return core if core or not value else value
    return core if core or not value else _to_digits(value, 1, direction)


def _to_multiple(value: Decimal, step: Decimal, direction: str) -> Decimal:
    return (value / step).to_integral_value(direction) * step


def _to_digits(value: Decimal, significant: int, direction: str) -> Decimal:
    return _to_multiple(value, Decimal(1).scaleb(value.adjusted() - significant + 1), direction)


def _last_unit(number: Decimal) -> Decimal:
    """Return one unit of the last non-zero digit: 270 has 10, 3000000 has 1000000."""
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent))


def _magnitude(core: Decimal, style: Style) -> str:
    """Return the style's magnitude, where the number can bear it.

    A number smaller than the magnitude is written in full (3120元); Chinese numerals from ten
    thousand up carry their own (一亿, never 一万万).
    """
    number = abs(core.scaleb(-SIZES[style.magnitude]))
    if number < 1 or (style.numerals == "hanzi" and number >= 10_000):
        return ""
    return style.magnitude


def _written(core: Decimal, qualifier: str, style: Style) -> str:
    """Put numeral, magnitude, unit and qualifier in their order.

    余 and 多 stand before the magnitude after a round ten (300余万元), else after it (5万余元).
    """
    magnitude = _magnitude(core, style)
    number = core.scaleb(-SIZES[magnitude])
    if qualifier in INSIDE and (not magnitude or number % 10 == 0):
        return f"{_numeral(number, style, magnitude)}{qualifier}{magnitude}{style.unit}"
    inside = qualifier if qualifier in INSIDE else ""
    before = qualifier if qualifier in BEFORE else ""
    after = qualifier if qualifier in AFTER else ""
    numeral = _numeral(number, style, magnitude)
    return f"{before}{numeral}{magnitude}{inside}{style.unit}{after}"


def _numeral(number: Decimal, style: Style, magnitude: str) -> str:
    """Write the digits: 半 for a half that was rounded to, Chinese numerals for whole numbers."""
    if style.unit == "%":
        return _plain(number)
    hanzi = style.numerals == "hanzi"
    if number == Decimal("0.5") and style.unit and not magnitude and (hanzi or style.rounded_to):
        return "半"
    if hanzi and number == number.to_integral_value() and abs(number) <= LARGEST:
        return counting_hanzi(int(number))
    return _plain(number)


def _plain(number: Decimal) -> str:
    """Write Arabic digits without exponent, separators or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
