"""Write workbooks that people get: a sheet at a time, a row at a time, in constant memory.

Text is always text: nothing a record holds can become a formula (OWASP: CSV injection). Dates and
numbers are real ones, so that what is exported can be counted and imported again.
"""

import datetime as dt
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from bihuan.lib.errors import Invalid
from bihuan.lib.workbooks.csv_text import csv_lines
from bihuan.lib.workbooks.reading import Cell
from bihuan.lib.workbooks.rows_xml import RowWriter

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
"""Excel's limits: rows of a sheet, and UTF-16 units of a cell's text."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MAX_NAME = 31
_EXACT_DIGITS = 15  # more, and Excel rounds
_FIRST_DAY = dt.date(1900, 3, 1)  # before it, Excel's calendar is a day off or absent
_FORMATS = {dt.date: "yyyy-mm-dd", dt.datetime: "yyyy-mm-dd hh:mm:ss", dt.time: "hh:mm:ss"}
_HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "bg_color": "#F2F2F2"}

Value = Cell | Decimal


@dataclass(frozen=True)
class ColumnOut:
    """A column: its label, its width in characters, and Excel's number format for its values."""

    label: str
    width: float | None = None
    number_format: str = ""


@dataclass(frozen=True)
class SheetOut:
    """A sheet to write; `rows` may be a generator and is gone through once."""

    name: str
    header: Sequence[ColumnOut]
    rows: Iterable[Sequence[Value]]


class PlainWorksheet(Worksheet):
    """A worksheet where text that looks like XlsxWriter's own markup is text too."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


def write_workbook(target: BinaryIO | Path, sheets: Iterable[SheetOut]) -> None:
    """Write an .xlsx workbook; a file at a path appears whole or not at all.

    Characters that XML forbids are left out, line ends become one sort, and numbers of more than
    15 digits become text. Rows that Excel's sheet does not hold go on in another of the same head.
    Raises Invalid when a text is too long for Excel, and ValueError for NaN, infinity and moments
    with a zone.
    """
    if isinstance(target, Path):
        _write_to_path(target, sheets)
        return
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False}
        book = Workbook(target, options)
        try:
            _fill(book, sheets)
            book.close()
        finally:
            _let_go(book)


def write_csv(target: BinaryIO, sheet: SheetOut) -> None:
    """Write one sheet as CSV in UTF-8; formula-like text gets an apostrophe before it."""
    labels = [column.label for column in sheet.header]
    for line in csv_lines([labels, *([clean(v) for v in row] for row in sheet.rows)]):
        target.write(line)


def clean(value: Value) -> Value:
    """Return a value without the characters that XML forbids and with one sort of line end."""
    if not isinstance(value, str):
        return value
    return _ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _write_to_path(target: Path, sheets: Iterable[SheetOut]) -> None:
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    half_done = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            write_workbook(file, sheets)
        half_done.replace(target)
    except BaseException:
        half_done.unlink(missing_ok=True)
        raise


def _fill(book: Workbook, sheets: Iterable[SheetOut]) -> None:
    formats = _Formats(book)
    taken: set[str] = set()
    for sheet in sheets:
        rows = iter(sheet.rows)
        waiting = _write_sheet(book, sheet, rows, formats, taken, next(rows, None))
        while waiting is not None:
            waiting = _write_sheet(book, sheet, rows, formats, taken, waiting)


def _write_sheet(
    book: Workbook,
    sheet: SheetOut,
    rows: Iterator[Sequence[Value]],
    formats: "_Formats",
    taken: set[str],
    first: Sequence[Value] | None,
) -> Sequence[Value] | None:
    """Write rows into a new sheet until it is full; return the first that found no room."""
    page = book.add_worksheet(sheet_name(sheet.name, taken), worksheet_class=PlainWorksheet)
    _write_header(page, sheet.header, formats)
    wanted = [column.number_format for column in sheet.header]

    def slow(number: int, place: int, value: Value) -> None:
        column = sheet.header[place] if place < len(sheet.header) else None
        _write_value(page, number, place, value, column, formats)

    def style(place: int, kind: type) -> int:
        return formats.index_of(wanted[place] or _FORMATS.get(kind, ""))

    writer = RowWriter(page, len(sheet.header), style=style, slow=slow)
    for number, row in enumerate(chain([] if first is None else [first], rows), 1):
        if number >= MAX_ROWS:
            return row
        writer.write(number, row)
    return None


def _write_header(page: Worksheet, header: Sequence[ColumnOut], formats: "_Formats") -> None:
    for place, column in enumerate(header):
        page.set_column(place, place, column.width or fitting(column.label))
        page.write_string(0, place, str(clean(column.label)), formats.header)
    page.freeze_panes(1, 0)


def _write_value(
    page: Worksheet,
    row: int,
    place: int,
    value: Value,
    column: ColumnOut | None,
    formats: "_Formats",
) -> None:
    """Write one cell by the type of its value, never by what its text looks like."""
    value = storable(value)
    wanted = column.number_format if column else ""
    if value is None or value == "":
        return
    if isinstance(value, str):
        if page.write_string(row, place, value) == -2:
            raise Invalid(
                _("第 %(row)d 行有一格文字超过 %(limit)d 字，Excel 放不下；请改为导出 CSV。")
                % {"row": row + 1, "limit": MAX_TEXT}
            )
    elif isinstance(value, bool):
        page.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        page.write_number(row, place, value, formats.of(wanted))
    else:
        moment: Any = value  # XlsxWriter takes days and times too, its annotations do not say so
        page.write_datetime(row, place, moment, formats.of(wanted or _FORMATS[type(value)]))


def storable(value: Value) -> str | int | float | bool | dt.date | dt.time | None:
    """Return a value as Excel can keep it without changing it."""
    if isinstance(value, dt.datetime | dt.time) and value.tzinfo is not None:
        raise ValueError("turn a moment into the office's own time before writing it")
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        return value if day >= _FIRST_DAY else str(value)
    if isinstance(value, bool) or value is None or isinstance(value, dt.time):
        return value
    if isinstance(value, str):
        return str(clean(value))
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{value} is no number to write")
    if isinstance(value, float):
        return value
    if len(number.normalize().as_tuple().digits) > _EXACT_DIGITS:
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return value if isinstance(value, int) else float(value)


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        self.header = book.add_format(_HEADER)

    def of(self, number_format: str) -> Any:
        """Return the format for a number format; None for the plain one."""
        if not number_format:
            return None
        if number_format not in self._made:
            self._made[number_format] = self._book.add_format({"num_format": number_format})
        return self._made[number_format]

    def index_of(self, number_format: str) -> int:
        """Return the number under which the workbook keeps a format; 0 is the plain one."""
        return int(self.of(number_format)._get_xf_index()) if number_format else 0


def sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that Excel accepts and no sheet before has."""
    base = _BAD_IN_NAME.sub("_", _ILLEGAL.sub("", name)).strip(" '")[:_MAX_NAME] or _("表")
    if base.lower() == "history":
        base += "_"
    chosen, number = base, 2
    while chosen.lower() in taken:
        mark = f"({number})"
        chosen, number = base[: _MAX_NAME - len(mark)] + mark, number + 1
    taken.add(chosen.lower())
    return chosen


def fitting(label: str) -> float:
    """Return a width in characters for a label, where an ideograph takes two."""
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in label)
    return max(10, min(60, wide + 4))


def _let_go(book: Workbook) -> None:
    """Close the row files that an interrupted writing leaves open."""
    for page in book.worksheets():
        if page.row_data_fh is not None:
            with suppress(OSError):
                page.row_data_fh.close()
