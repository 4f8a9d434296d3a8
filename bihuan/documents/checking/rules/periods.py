"""Periods: two that overlap count something twice; one that ends before it begins is a slip."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import Severity
from bihuan.documents.checking.ruling import Place, Rule

_TO = r"\s*(?:至|到|—{1,2}|－|–|-|~|～)\s*"
_PERIOD = re.compile(
    rf"(?:(?P<y1>\d{{4}})年)?(?P<m1>\d{{1,2}})(?:月(?:(?P<d1>\d{{1,2}})日)?|(?=[—－–~～-]))"
    rf"{_TO}(?:(?P<y2>\d{{4}})年)?(?P<m2>\d{{1,2}})月(?:(?P<d2>\d{{1,2}})日)?"
)
_NO_YEAR = 2001


@dataclass(frozen=True)
class StatedPeriod:
    """A period as a text states it; `has_days` where both ends are days, not months."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    has_days: bool
    names_years: bool


def stated_periods(text: str) -> list[StatedPeriod]:
    """Return the periods of a text that the calendar knows; an end without year has its start's."""
    found = []
    for match in _PERIOD.finditer(text):
        year = int(match["y1"] or _NO_YEAR)
        end_year = int(match["y2"] or year)
        first = _day(year, int(match["m1"]), int(match["d1"] or 1))
        last = _day(end_year, int(match["m2"]), int(match["d2"]) if match["d2"] else None)
        if first and last:
            days, years = bool(match["d1"] and match["d2"]), bool(match["y1"])
            found.append(StatedPeriod(*match.span(), first, last, days, years))
    return found


def _day(year: int, month: int, day: int | None) -> dt.date | None:
    try:
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def _reversed(passage: Passage) -> Iterator[Place]:
    """Yield each period that ends before it begins; 11月至2月 without years runs over New Year."""
    for period in stated_periods(passage.text):
        if period.last < period.first and period.names_years:
            words = passage.text[period.start : period.end]
            message = _("“%(period)s”的止日早于起日，跨年的请写明年份。")
            yield period.start, period.end, message % {"period": words}


def _overlapping(passage: Passage) -> Iterator[Place]:
    """Yield the later of two periods of a paragraph that overlap in part.

    One within the other is a part of it (其中), and two that share only the month in which one
    ends and the other begins may follow each other.
    """
    known = [p for p in stated_periods(passage.text) if p.first <= p.last]
    for one, other in pairwise(known):
        if passage.paragraphs.around(one.start) != passage.paragraphs.around(other.start):
            continue
        if _overlap(one, other) or _overlap(other, one):
            words = {
                "one": passage.text[one.start : one.end],
                "other": passage.text[other.start : other.end],
            }
            message = _("“%(one)s”和“%(other)s”两段时间有重叠，数据可能重复计算。")
            yield other.start, other.end, message % words


def _overlap(one: StatedPeriod, other: StatedPeriod) -> bool:
    if one.names_years != other.names_years and _NO_YEAR in (one.first.year, other.first.year):
        return False
    if not one.first < other.first <= one.last < other.last:
        return False
    shares_a_month = (other.first.year, other.first.month) == (one.last.year, one.last.month)
    return (one.has_days and other.has_days) or not shares_a_month


RULES = (
    Rule("period.reversed", Severity.ERROR, gettext_lazy("时段起止颠倒"), _reversed),
    Rule("period.overlap", Severity.WARNING, gettext_lazy("时段重叠"), _overlapping),
)
