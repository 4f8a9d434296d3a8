"""Handing a workbook back with its faults marked in place.

The sender's own workbook is opened and each faulty cell is coloured and given a comment; a sheet
问题清单 in front lists them all, each a link to its cell. Whole, before anything was taken; or with
the bad rows alone, after the good ones were: titles, heads and identifier stay, so that the
repaired file finds its way back. A workbook of another kind than .xlsx, one that openpyxl cannot
open, and a very large one are written anew by their values.
"""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from bihuan.lib.workbooks.kinds import Kind, recognise
from bihuan.lib.workbooks.reading import Cell, Sheet, read_workbook
from bihuan.lib.workbooks.writing import MAX_TEXT, clean, sheet_name
from bihuan.registers import identifiers
from bihuan.registers.actions.rows import Fault
from bihuan.registers.headers import UNIT, Header
from bihuan.registers.identifiers import Identifier
from bihuan.registers.models import Register
from bihuan.registers.sheets import FAULTS_SHEET, Incoming

AUTHOR = "闭环"
MOST_CELLS = 400_000
"""Cells of the sheet up to which the sender's own workbook is opened; more would take too much
memory, and only titles, heads and bad rows are written anew."""

MOST_ROWS = 20_000
"""Bad rows that are handed back at most; whoever has more begins with the first."""

_RED = PatternFill("solid", start_color="FFC7CE", end_color="FFC7CE")
_NONE = PatternFill(fill_type=None)
_TAKEN = "没有错的行已经收下，不在这个文件里，不用重填。"
_CUT = "文件很大，这里只摘出有错的行供对照；请在原来的文件里改正后再上传。"
_Place = tuple[int, int]  # row and column of a cell, from 1


@dataclass(frozen=True)
class Marking:
    """What is handed back: for which register, the file, what was read from it, its faults."""

    register: Register
    source: Path | bytes
    name: str
    incoming: Incoming
    faults: Sequence[Fault]
    identifier: Identifier | None = None


def marked(marking: Marking, *, bad_rows_only: bool = False) -> bytes:
    """Return the sender's workbook (.xlsx) with its faults marked; raises WorkbookRefused."""
    sheets = read_workbook(marking.source, name=marking.name, errors=[])
    sheet = next(one for one in sheets if one.name == marking.incoming.sheet)
    is_large = sum(len(row) for row in sheet.rows) > MOST_CELLS
    if not is_large:
        in_place = _in_place(marking, sheet, bad_rows_only=bad_rows_only)
        if in_place is not None:
            return in_place
    kept = [sheet, *(s for s in sheets if s.hidden)] if is_large else sheets
    book = _by_values(kept, marking, bad_rows_only=is_large)
    return _finished(book, marking, sheet, bad_rows_only=bad_rows_only, is_large=is_large)


def _in_place(marking: Marking, sheet: Sheet, *, bad_rows_only: bool) -> bytes | None:
    """Mark the sender's own .xlsx; None for another kind, or one that openpyxl cannot manage."""
    source = marking.source
    content = source.read_bytes() if isinstance(source, Path) else source
    if recognise(content, marking.name) is not Kind.XLSX:
        return None
    try:
        book = load_workbook(io.BytesIO(content), keep_links=False)
        _clear(book[marking.incoming.sheet])
        return _finished(book, marking, sheet, bad_rows_only=bad_rows_only, is_large=False)
    # What openpyxl raises for the oddities of other programs has no common class; the workbook
    # was read and checked before, and is then written anew by its values.
    except Exception:
        return None


def _finished(
    book: Any, marking: Marking, sheet: Sheet, *, bad_rows_only: bool, is_large: bool
) -> bytes:
    header = marking.incoming.header
    assert header is not None
    page, heads = book[_title(sheet.name, marking.register)], header.row + 1
    rows: Mapping[int, int] | None = None
    if bad_rows_only or is_large:
        wanted = sorted({fault.row for fault in marking.faults if fault.row > heads})
        rows = _compact(page, sheet, heads, wanted[:MOST_ROWS])
    places = _mark(page, marking, header, rows)
    cut = "" if rows is None else _TAKEN if bad_rows_only else _CUT
    _list(book, page, marking.faults, places, cut)
    if marking.identifier is not None:
        identifiers.put_into_opened(book, marking.identifier)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _title(name: str, register: Register) -> str:
    return name if name != "CSV" else sheet_name(register.label, set())


def _by_values(sheets: Sequence[Sheet], marking: Marking, *, bad_rows_only: bool) -> Any:
    """Write a workbook anew by what its cells hold, text always as text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(_title(sheet.name, marking.register))
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        mine = sheet.name == marking.incoming.sheet
        wanted = {fault.row for fault in marking.faults} if mine and bad_rows_only else None
        heads = marking.incoming.header.row + 1 if marking.incoming.header else 0
        for at, row in enumerate(sheet.rows, 1):
            if wanted is not None and at > heads and at not in wanted:
                continue
            for place, value in enumerate(row, 1):
                _set(page.cell(at, place), value)
        for place in range(1, len(sheet.rows[0]) + 1 if sheet.rows else 1):
            page.column_dimensions[get_column_letter(place)].width = 16
    return book


def _set(cell: Any, value: Cell) -> None:
    value = clean(value)  # type: ignore[assignment]
    cell.value = value[:MAX_TEXT] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would take =1+1 for a formula


def _clear(page: Any) -> None:
    """Take away the marks of an earlier time, so that what was repaired is no longer red."""
    for row in page.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = _NONE


def _compact(page: Any, sheet: Sheet, heads: int, wanted: Sequence[int]) -> dict[int, int]:
    """Leave only some of the rows below the heads; return their new numbers by the old.

    A formula becomes its value: it would point at rows that are gone.
    """
    for area in [one for one in page.merged_cells.ranges if one.max_row > heads]:
        page.unmerge_cells(str(area))
    moved = {}
    for new, old in enumerate(wanted, heads + 1):
        moved[old] = new
        values = sheet.rows[old - 1] if old <= len(sheet.rows) else []
        for place in range(1, max(len(values), page.max_column) + 1):
            _copy(page.cell(old, place), page.cell(new, place))
            _set(page.cell(new, place), values[place - 1] if place <= len(values) else None)
    first = heads + len(wanted) + 1
    if page.max_row >= first:
        page.delete_rows(first, page.max_row - first + 1)
    return moved


def _copy(source: Any, target: Any) -> None:
    if source is not target and source.has_style:
        target._style = source._style  # both of one workbook, so its index of styles holds
    target.comment = None
    target.hyperlink = None


def _mark(
    page: Any, marking: Marking, header: Header, rows: Mapping[int, int] | None
) -> list[_Place | None]:
    """Colour and comment the cells of the faults; return where each stands now."""
    said: dict[_Place, list[str]] = defaultdict(list)
    places: list[_Place | None] = []
    for fault in marking.faults:
        row = fault.row if rows is None or fault.row <= header.row + 1 else rows.get(fault.row)
        if row is None or fault.sheet != marking.incoming.sheet:
            places.append(None)
            continue
        place = row, _column_of(fault, marking.register, header)
        places.append(place)
        said[place].append(fault.message)
    for (row, column), sentences in said.items():
        cell = _anchor(page, page.cell(row, column))
        cell.fill = _RED
        text = "\n".join(sentences)
        cell.comment = Comment(text, AUTHOR, height=60 + 18 * (len(text) // 16), width=260)
    return places


def _column_of(fault: Fault, register: Register, header: Header) -> int:
    """Return the column (from 1) that a fault names; the first of the register's where none."""
    if fault.row == header.row + 1:
        for place, word in (*header.unknown.items(), *header.twice.items()):
            if word[:30] == fault.column:
                return place + 1
    code = next((c.code for c in register.columns_in_order if c.label == fault.column), "")
    place_of = header.places.get(UNIT if fault.column == UNIT else code)
    if place_of is not None:
        return place_of + 1
    if fault.column.isascii() and fault.column.isalpha() and len(fault.column) <= 3:
        return column_index_from_string(fault.column)
    return min(header.places.values(), default=0) + 1


def _anchor(page: Any, cell: Any) -> OpenCell:
    """Return the cell that holds what a merged cell shows."""
    if isinstance(cell, MergedCell):
        for area in page.merged_cells.ranges:
            if cell.coordinate in area:
                return page.cell(area.min_row, area.min_col)  # type: ignore[no-any-return]
    return cell  # type: ignore[no-any-return]


def _list(
    book: Any,
    page: Any,
    faults: Sequence[Fault],
    places: Sequence[_Place | None],
    cut: str,
) -> None:
    """Put the list of faults in front, each with a link to its cell."""
    if FAULTS_SHEET in book.sheetnames:
        del book[FAULTS_SHEET]
    listed = book.create_sheet(FAULTS_SHEET, 0)
    told = _("共%(n)d处要改，已在“%(sheet)s”里标成红色；改好存盘后把文件发回即可，这张清单不用管。")
    listed["A1"] = told % {"n": len(faults), "sheet": page.title}
    if cut:
        listed["A2"] = _(cut)
    for place, (head, width) in enumerate(
        ((_("序号"), 8), (_("位置"), 12), (_("哪一栏"), 20), (_("哪里不对"), 80)), 1
    ):
        listed.cell(4, place, head).font = Font(bold=True)
        listed.column_dimensions[get_column_letter(place)].width = width
    listed.page_setup.fitToHeight = 0
    listed.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    quoted = page.title.replace("'", "''")
    for number, (fault, where) in enumerate(zip(faults, places, strict=True), 1):
        row = number + 4
        listed.cell(row, 1, number)
        if where is not None:
            name = f"{get_column_letter(where[1])}{where[0]}"
            _set(listed.cell(row, 2), name)
            link = Hyperlink(ref=f"B{row}", location=f"'{quoted}'!{name}")
            listed.cell(row, 2).hyperlink = link
            listed.cell(row, 2).font = Font(color="0563C1", underline="single")
        _set(listed.cell(row, 3), fault.column)
        _set(listed.cell(row, 4), fault.message)
        listed.cell(row, 4).alignment = Alignment(wrap_text=True, vertical="top")
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    book.active = 0
