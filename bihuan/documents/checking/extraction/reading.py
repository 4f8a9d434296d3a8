"""Read a text line by line and gather its figures."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bihuan.documents.checking.extraction import kinds, numerals
from bihuan.documents.checking.extraction.dates import date_parts
from bihuan.documents.checking.extraction.exclusions import Excluded
from bihuan.documents.checking.extraction.figure import ExtractedFigure
from bihuan.documents.checking.extraction.judging import states_a_figure
from bihuan.documents.checking.extraction.lists import as_listed, with_shared_units
from bihuan.documents.checking.extraction.numerals import Numeral, numerals_in
from bihuan.documents.checking.extraction.plain import plain_form
from bihuan.documents.checking.extraction.qualifiers import qualifier_of
from bihuan.documents.checking.extraction.ranges import Span, span_at

_LINE = re.compile("[^\n\r\u2028\u2029\x0b\x0c]+")
_LONGEST = 800
"""Signs read at once: what a pattern may look back and forth over stays bounded."""
_TENFOLD = Decimal(10)
_FORM_UNITS = {numerals.PER_CENT: "%", numerals.PER_MILLE: "‰", numerals.DOUBLING: "倍"}
_LOWER_BOUNDS = frozenset({"余", "多"})


def extract_figures(text: str) -> list[ExtractedFigure]:
    """Return the figures of a text, in its order; no two overlap."""
    plain = plain_form(text)
    return [
        figure
        for start, end in _stretches(plain)
        for figure in _figures_of(text, plain[start:end], start)
    ]


def _stretches(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text; a very long one in pieces."""
    for line in _LINE.finditer(plain):
        start, end = line.span()
        while end - start > _LONGEST:
            cut = _cut(plain, start, start + _LONGEST)
            yield start, cut
            start = cut
        yield start, end


def _cut(plain: str, start: int, end: int) -> int:
    """Return where to cut a long line: after its last full stop or pause, else there."""
    for marks in ("。", "；;", "，,", "、 \t"):
        last = max(plain.rfind(mark, start, end) for mark in marks)
        if last >= start:
            return last + 1
    return end


def _figures_of(text: str, plain: str, offset: int) -> list[ExtractedFigure]:
    dates = list(date_parts(plain))
    excluded = Excluded(plain)
    taken = [(date.start, date.end) for date in dates]
    found = [
        ExtractedFigure(
            offset + date.start,
            offset + date.end,
            text[offset + date.start : offset + date.end],
            float(date.value),
            None if date.high is None else float(date.high),
            date.unit,
            None,
            kinds.DATE,
        )
        for date in dates
        if not excluded.holds(date.start, date.end)
    ]
    spans = [
        span
        for span in _spans(plain, excluded)
        if not any(start < span.end and span.low.start < end for start, end in taken)
    ]
    stated = [
        (span, _figure(text, plain, offset, span)) for span in with_shared_units(plain, spans)
    ]
    found.extend(as_listed(plain, stated))
    return sorted(found, key=lambda figure: figure.start)


def _spans(plain: str, excluded: Excluded) -> Iterator[Span]:
    """Yield the numerals, and ranges of two, that state figures."""
    every: list[Numeral] = list(numerals_in(plain))
    at = end = 0
    while at < len(every):
        low = every[at]
        if low.start < end:  # the half of 两年半, taken in already
            at += 1
            continue
        span = span_at(plain, low, every[at + 1] if at + 1 < len(every) else None)
        at += 1 if span.high is None else 2
        if excluded.holds(low.start, low.end):
            continue
        end = span.end
        if states_a_figure(plain, span.high or span.low, span.unit):
            yield span


def _figure(text: str, plain: str, offset: int, span: Span) -> ExtractedFigure:
    low, high, unit = span.low, span.high, span.unit
    scale = _TENFOLD if unit.word == "成" else Decimal(1)
    word = "%" if unit.word == "成" else unit.word or _FORM_UNITS.get(low.form, "")
    if low.form in _FORM_UNITS:
        word = _FORM_UNITS[low.form]
    inner = (high or low).inner or low.inner or unit.inner
    qualifier = inner or qualifier_of(plain, low.start, unit.start, unit.end)
    value, upper = low.value * scale, high.value * scale if high else None
    start, end = offset + low.start, offset + span.end
    return ExtractedFigure(
        start,
        end,
        text[start:end],
        float(value),
        None if upper is None else float(upper),
        word,
        qualifier,
        kinds.kind_of(plain, low, unit),
        _bounds(value) if qualifier in _LOWER_BOUNDS and upper is None else None,
    )


def _bounds(value: Decimal) -> tuple[float, float] | None:
    """Return the half-open interval of 余 and 多: one unit of the last non-zero digit (§9)."""
    if value <= 0:
        return None
    exponent = value.normalize().as_tuple().exponent
    return float(value), float(value + Decimal(1).scaleb(int(exponent)))
