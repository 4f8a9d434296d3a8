"""Rows of a worksheet written as XML (ECMA-376 part 1, §18.3.1) straight into XlsxWriter's file.

XlsxWriter's own way costs a validated call, a tuple and a dictionary a cell; a register of a
million rows has ten million cells. Everything else of a workbook is still XlsxWriter's. Text is
always an inline string, so no text is ever a formula.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xlsxwriter.worksheet import Worksheet

from bihuan.lib.workbooks.refusal import column_letters

_SPECIAL = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|^\s|\s\Z|_x[0-9A-Fa-f]{4}_")
_LEFT_OUT = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"(_x[0-9A-Fa-f]{4}_)")
_SHORT_NUMBER = 15  # characters; no more digits than that, which Excel keeps exactly
_SHORT_TEXT = 16_000  # characters; no more than twice as many UTF-16 units
_DAY_ZERO = dt.date(1899, 12, 30).toordinal()
_FIRST_DAY = dt.date(1900, 3, 1)

Slow = Callable[[int, int, Any], None]
Style = Callable[[int, type], int]


class RowWriter:
    """Writes rows, each once and in order, below rows that the worksheet has been given itself.

    `style` gives the index of a cell's format by its column and the type of its value; `slow`
    writes a cell by the worksheet's own means: what is not written here, it has to.
    """

    def __init__(self, page: Worksheet, columns: int, *, style: Style, slow: Slow) -> None:
        self._page, self._slow = page, slow
        self._letters = [column_letters(place) for place in range(columns)]
        self._style = lru_cache(None)(lambda place, kind: _attribute(style(place, kind)))

    def write(self, number: int, row: Sequence[Any]) -> None:
        """Write a row; `number` counts from 0."""
        cells = []
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            cell = self._cell(number, place, value)
            if cell is None:
                self._write_slowly(number, row)
                return
            cells.append(cell)
        if not cells:
            return
        page: Any = self._page
        if page.table:
            page._write_single_row(number)
        page.previous_row = number
        page.dim_rowmax = number
        page.dim_colmax = max(page.dim_colmax or 0, len(row) - 1)
        page.fh.write(f'<row r="{number + 1}">{"".join(cells)}</row>')

    def _write_slowly(self, number: int, row: Sequence[Any]) -> None:
        for place, value in enumerate(row):
            self._slow(number, place, value)

    def _cell(self, number: int, place: int, value: Any) -> str | None:
        """Return a cell's XML; None where its value needs a closer look."""
        kind = value.__class__
        if place >= len(self._letters):
            return None
        head = f'<c r="{self._letters[place]}{number + 1}"'
        if kind is str:
            if len(value) > _SHORT_TEXT:
                return None
            if _SPECIAL.search(value) is None:
                return f'{head} t="inlineStr"><is><t>{value}</t></is></c>'
            text = _escaped(value)
            return text and f'{head} t="inlineStr"><is>{text}</is></c>'
        said = _number(kind, value)
        if said is None:
            return None
        return f"{head}{self._style(place, kind)}><v>{said}</v></c>"


def _attribute(style: int) -> str:
    return f' s="{style}"' if style else ""


def _escaped(text: str) -> str | None:
    """Return a text's element; None where characters have to be left out of it first."""
    if _LEFT_OUT.search(text):
        return None
    text = _ESCAPE.sub(r"_x005F\1", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<t xml:space="preserve">{text}</t>'


def _number(kind: type, value: Any) -> str | None:
    """Return a number, or the number of a day, as the file says it; None for what else it is."""
    said = ""
    if kind is Decimal and value.is_finite():
        said = f"{value:f}"
    elif kind is int:
        said = str(value)
    elif kind is float and math.isfinite(value):
        return f"{value:.16G}"
    elif kind is dt.date and value >= _FIRST_DAY:
        said = str(value.toordinal() - _DAY_ZERO)
    return said if 0 < len(said) <= _SHORT_NUMBER else None
