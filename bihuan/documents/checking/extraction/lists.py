"""Figures in a row: what one says for its neighbours too (分别增长4.4%、7.1%)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bihuan.documents.checking.extraction import numerals
from bihuan.documents.checking.extraction.figure import ExtractedFigure
from bihuan.documents.checking.extraction.ranges import Span
from bihuan.documents.checking.extraction.units import Unit

_JOIN = re.compile("[、和与及,]")
_EACH = re.compile("分别[^,，。；;、0-9]{0,8}$")
_FEW = Decimal(10)


def with_shared_units(plain: str, spans: list[Span]) -> list[Span]:
    """Give a numeral without a unit that of the next, where one unit stands for both."""
    shared = list(spans)
    for at in range(len(shared) - 2, -1, -1):
        span, following = shared[at], shared[at + 1]
        if _shares(plain, span, following):
            unit = following.unit
            own = span.unit
            shared[at] = replace(span, unit=Unit(own.start, own.end, unit.word, unit.group))
    return shared


def as_listed(plain: str, stated: Iterable[tuple[Span, ExtractedFigure]]) -> list[ExtractedFigure]:
    """Give each figure of a row the kind of the first, and after 分别 its qualifier."""
    listed: list[ExtractedFigure] = []
    before: Span | None = None
    each = False
    for span, figure in stated:
        if before is not None and figure.unit == listed[-1].unit and _adjoins(plain, before, span):
            first = listed[-1]
            figure = replace(  # noqa: PLW2901 - the figure as its row makes it
                figure,
                kind=first.kind if first.kind == "change" else figure.kind,
                qualifier=figure.qualifier or (first.qualifier if each else None),
            )
        else:
            each = bool(_EACH.search(plain[max(0, span.low.start - 12) : span.low.start]))
        listed.append(figure)
        before = span
    return listed


def _adjoins(plain: str, before: Span, span: Span) -> bool:
    end = max(before.end, before.unit.end)
    return span.low.start == end + 1 and bool(_JOIN.match(plain, end))


def _shares(plain: str, span: Span, following: Span) -> bool:
    if span.unit.word == "个" and following.unit.word == "百分点":
        return _adjoins(plain, span, following)
    return (
        span.unit.is_none
        and not following.unit.is_none
        and span.low.form == following.low.form == numerals.ARABIC
        and (span.low.value >= _FEW or "." in span.low.text)
        and _adjoins(plain, span, following)
    )
