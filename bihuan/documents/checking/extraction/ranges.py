"""Stated ranges: 3至5个, 5%—6%, 百分之四到五, 二百八十到三百万."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bihuan.documents.checking.extraction import numerals
from bihuan.documents.checking.extraction.dates import JOIN
from bihuan.documents.checking.extraction.numerals import Numeral
from bihuan.documents.checking.extraction.units import DURATION, MEASURED, Unit, unit_at

_JOIN = re.compile(JOIN)
_FROM = "从由自"
_HALF_MORE = re.compile("半(小时|月|世纪|星期)")
_HALF = re.compile("半(?![数年天日个导成]|以上)")
_MAGNITUDES = {
    numerals.ARABIC: re.compile("[百千]?[万亿]+$|[百千]$"),
    numerals.CHINESE: re.compile("[万亿]+$"),
}
_SIZES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_PARTS = {numerals.PER_CENT: "百分之", numerals.PER_MILLE: "千分之"}


@dataclass(frozen=True)
class Span:
    """A numeral, or two that state a range, with the unit after."""

    low: Numeral
    high: Numeral | None
    unit: Unit

    @property
    def end(self) -> int:
        """Where the last numeral ends."""
        return (self.high or self.low).end


def span_at(plain: str, low: Numeral, following: Numeral | None) -> Span:
    """Return the range that two neighbouring numerals state, else the first with its unit."""
    unit = _unit_of(plain, low)
    low, unit = _with_half(plain, low, unit)
    alone = Span(low, None, unit)
    if following is None or plain[max(0, low.start - 1) : low.start] in tuple(_FROM):
        return alone
    join = _JOIN.match(plain, unit.end)
    if not join or join.end() != following.start:
        return alone
    upper = unit_at(plain, following.end)
    if not unit.is_none and unit.word != upper.word:
        return alone
    low, high = _alike(low, following)
    return Span(low, high, upper) if high.value > low.value else alone


def _unit_of(plain: str, numeral: Numeral) -> Unit:
    """Return a numeral's unit; 一半 of something has none, 半 alone has (半年)."""
    if numeral.form == numerals.HALF and numeral.text != "半":
        return Unit(numeral.end, numeral.end, "", "")
    return unit_at(plain, numeral.end)


def _with_half(plain: str, numeral: Numeral, unit: Unit) -> tuple[Numeral, Unit]:
    """Take in the half after a unit: 两年半, 十三斤半."""
    if numeral.inner or unit.is_none:
        return numeral, unit
    after = _HALF_MORE.match(plain, unit.end) if unit.word == "个" else None
    if after:  # 一个半小时
        word = "个月" if after[1] == "月" else after[1]
        unit = Unit(unit.start, unit.end, word, DURATION)
    elif unit.group not in {DURATION, MEASURED} or not _HALF.match(plain, unit.end):
        return numeral, unit
    end = unit.end + 1
    whole = replace(
        numeral, end=end, text=plain[numeral.start : end], value=numeral.value + Decimal("0.5")
    )
    return whole, replace(unit, start=end, end=after.end() if after else end)


def _alike(low: Numeral, high: Numeral) -> tuple[Numeral, Numeral]:
    """Give each end what only the other says: 百分之 of the first, the magnitude of the second."""
    if low.form in _PARTS and high.form == numerals.CHINESE:
        return low, replace(high, form=low.form)
    ending = _MAGNITUDES.get(high.form)
    magnitude = ending.search(high.text) if ending and low.form == high.form else None
    if magnitude is None or re.search("[万亿]", low.text):
        return low, high
    size = Decimal(1)
    for sign in magnitude[0]:
        size *= _SIZES[sign]
    return (replace(low, value=low.value * size) if low.value < size else low), high
