"""Read a workbook that somebody sent: all of it is suspect until it has been read."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from bihuan.lib.workbooks.csv_text import read_csv
from bihuan.lib.workbooks.kinds import Kind, recognise
from bihuan.lib.workbooks.ods_scan import survey_ods
from bihuan.lib.workbooks.refusal import CellFault, Reason, WorkbookRefused, too_large
from bihuan.lib.workbooks.survey import MAX_FAULTS, Limits, SheetSurvey
from bihuan.lib.workbooks.xls_scan import survey_xls
from bihuan.lib.workbooks.xlsx_scan import survey_xlsx

__all__ = ["Cell", "CellFault", "Sheet", "WorkbookRefused", "read_workbook"]

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | None
"""A cell's value. A whole number is an int, a moment at midnight a date; an empty cell is None."""

Area = tuple[int, int, int, int]

MAX_BYTES = 20_000_000
MAX_UNPACKED = 300_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 500

CSV_SHEET = "CSV"
"""What the one sheet of a CSV file is called; it has no name of its own."""

_SURVEYS = {Kind.XLSX: survey_xlsx, Kind.XLS: survey_xls, Kind.ODS: survey_ods}
_EXACT = 2**53


@dataclass(frozen=True)
class Sheet:
    """A worksheet: rows of equal length from cell A1 to the last cell that holds something.

    `merged` are its merged cells as (first row, first column, last row, last column), and
    `hidden_rows` the rows it does not show, all from 0. Neither a .csv nor an .ods tells merges.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()


def read_workbook(
    source: Path | bytes,
    *,
    name: str = "",
    sheet: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED,
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
    errors: list[CellFault] | None = None,
) -> list[Sheet]:
    """Read the worksheets of an .xlsx, .xls or .ods file, or the one named `sheet`, or a .csv file.

    The kind is told by the content; `name` (of an upload) only unmasks text named .xlsx. Macros
    are never run nor read. Formula errors refuse the whole file; where a list `errors` is given
    they are put there instead, and their cells are empty. Raises WorkbookRefused, with a sentence
    and the cells at fault, and nothing else for whatever the file holds; OSError if a path cannot
    be read.
    """
    limits = Limits(max_bytes, max_unpacked, max_rows, max_columns)
    if isinstance(source, Path):
        name = name or source.name
    content = _content(source, limits)
    kind = recognise(content, name)
    if kind is Kind.CSV:
        return [Sheet(CSV_SHEET, _trimmed(read_csv(content, limits)))]
    surveys = _SURVEYS[kind](content, limits)
    sheets = [_with_hidden_rows(one, surveys) for one in _read(content, sheet, limits)]
    found = _errors(surveys, {one.name for one in sheets})
    if errors is not None:
        errors += found
    elif found:
        raise WorkbookRefused.for_cells(found[:MAX_FAULTS])
    if not any(one.rows for one in sheets):
        raise WorkbookRefused.because(Reason.EMPTY)
    return sheets


def _content(source: Path | bytes, limits: Limits) -> bytes:
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size > limits.max_bytes:
        raise too_large(size, limits.max_bytes)
    return source.read_bytes() if isinstance(source, Path) else source


def _read(content: bytes, wanted: str | None, limits: Limits) -> list[Sheet]:
    """Read with calamine, whose own errors and panics all mean a broken file."""
    try:
        return _read_sheets(content, wanted, limits)
    except PasswordError as error:
        raise WorkbookRefused.because(Reason.LOCKED) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise WorkbookRefused.because(Reason.BROKEN) from error
    except BaseException as error:
        # A panic of the Rust code arrives as a BaseException of a class that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookRefused.because(Reason.BROKEN) from error


def _read_sheets(content: bytes, wanted: str | None, limits: Limits) -> list[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        found = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        if wanted is not None:
            names = [one.name for one in found]
            found = [one for one in found if one.name == wanted]
            if not found:
                raise _missing(wanted, names)
        sheets = []
        for one in found:
            grid = workbook.get_sheet_by_name(one.name)
            survey = SheetSurvey(one.name)
            if grid.end is not None:
                survey.reach(*grid.end)
            survey.check_size(limits)
            rows = grid.to_python(skip_empty_area=False)
            hidden = one.visible != SheetVisibleEnum.Visible
            merged = tuple((*first, *last) for first, last in grid.merged_cell_ranges or ())
            cells = _trimmed(
                # Text that is not empty, of most cells, needs no look.
                [[v if isinstance(v, str) and v else _cell(v) for v in row] for row in rows]
            )
            sheets.append(Sheet(one.name, cells, hidden, merged))
        return sheets


def _with_hidden_rows(sheet: Sheet, surveys: Sequence[SheetSurvey]) -> Sheet:
    found = next((survey for survey in surveys if survey.name == sheet.name), None)
    return replace(sheet, hidden_rows=frozenset(found.hidden_rows)) if found else sheet


def _cell(value: str | float | dt.date | dt.time | dt.timedelta) -> Cell:
    """Turn calamine's value into a cell's; a length of time (26:30:00) becomes text."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return None if value == "" else value


def _trimmed(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Cut empty rows and columns off the end, and make the rows equally long."""
    used = [_used(row) for row in rows]
    height = max((place for place, length in enumerate(used, 1) if length), default=0)
    width = max(used, default=0)
    return [
        list(row) if len(row) == width else [*row[:width], *[None] * (width - len(row))]
        for row in rows[:height]
    ]


def _used(row: Sequence[Cell]) -> int:
    """Return how many cells a row has up to the last that holds something."""
    for place in range(len(row), 0, -1):
        if row[place - 1] is not None:
            return place
    return 0


def _errors(surveys: list[SheetSurvey], read: set[str]) -> tuple[CellFault, ...]:
    """Return the formula errors of the sheets that were read; of all, should names not agree."""
    chosen = [survey for survey in surveys if survey.name in read]
    if len(chosen) < len(read):
        chosen = surveys
    return tuple(fault for survey in chosen for fault in survey.faults())


def _missing(wanted: str, names: list[str]) -> WorkbookRefused:
    sentence = _("文件里没有名为“%(wanted)s”的工作表，现有：%(names)s；请改名或选对文件。")
    return WorkbookRefused(sentence % {"wanted": wanted, "names": "、".join(names)})
