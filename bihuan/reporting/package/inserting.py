"""Rows put into a sheet, formatted as the row above them; all that lies below follows.

References are moved in the sheet's own XML, in the formulas of the other sheets, in the names of
the workbook, in the drawings that lie on the sheet and in the chain of calculation. A sheet with
parts that cannot be moved surely (comments, tables, pivots) is refused: `RowsCannotMove`.
"""

from openpyxl.formula.translate import Translator, TranslatorError

from bihuan.reporting.package import splicing
from bihuan.reporting.package.archive import WORKBOOK, Package, SheetPart
from bihuan.reporting.package.editing import Cells
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.shifting import Shift
from bihuan.reporting.package.splicing import Span, Splice

CALC_CHAIN = "xl/calcChain.xml"
_CANNOT_MOVE = frozenset(
    {"comments", "vmlDrawing", "table", "pivotTable", "threadedComment", "control", "oleObject"}
)
_AREAS = {"mergeCell": "ref", "hyperlink": "ref", "autoFilter": "ref", "dimension": "ref",
          "ignoredError": "sqref", "dataValidation": "sqref", "conditionalFormatting": "sqref",
          "selection": "sqref", "protectedRange": "sqref"}  # fmt: skip
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2"})


class RowsCannotMove(Exception):
    """The sheet holds parts that rows cannot be put in above."""


def with_rows(package: Package, sheet: SheetPart, after: int, count: int) -> bytes:
    """Return the package with `count` rows after a row of a sheet, each formatted as that row.

    Areas and sums that reach beyond that row grow. Raises RowsCannotMove.
    """
    kinds = {kind for kind, _target in package.relations(sheet.path).values()}
    if kinds & _CANNOT_MOVE:
        raise RowsCannotMove(sheet.name)
    shift = Shift(sheet.name, after + 1, count)
    changed = {sheet.path: _sheet(package.part(sheet.path), shift, after)}
    for other in package.sheets:
        if other.path != sheet.path:
            part = package.part(other.path)
            changed[other.path] = _formulas(part, shift, other.name)
    changed[WORKBOOK] = _names(package.part(WORKBOOK), shift)
    for kind, target in package.relations(sheet.path).values():
        if kind == "drawing" and target in package.names:
            changed[target] = _drawing(package.part(target), shift)
    if CALC_CHAIN in package.names:
        changed[CALC_CHAIN] = _chain(package.part(CALC_CHAIN), shift, sheet.number)
    return package.with_parts(
        {name: part for name, part in changed.items() if part != package.part(name)}
    )


def _sheet(part: bytes, shift: Shift, after: int) -> bytes:
    cells = Cells(part)
    changes = _copies(cells, shift, after)
    for number, row in cells.rows.items():
        moved = shift.row(number)
        if moved != number:
            changes.append(splicing.retagged(part, row, {"r": str(moved)}))
    for place, cell in cells.cells.items():
        moved = shift.row(place.row)
        if moved != place.row:
            name = str(Place(moved, place.column))
            changes.append(splicing.retagged(part, cell, {"r": name}))
    changes += _merges(part, shift, after)
    changes += _areas(part, shift)
    changes += _formula_changes(part, shift, shift.sheet)
    return splicing.spliced(part, changes)


def _copies(cells: Cells, shift: Shift, after: int) -> list[Splice]:
    """Return the change that puts the new rows behind the row they are like."""
    like = cells.rows.get(after)
    prefix = cells.sheet_data.prefix
    rows = []
    for number in range(shift.at, shift.at + shift.count):
        attributes = {**(like.attributes if like else {}), "r": str(number)}
        content = b"".join(
            _copy(cells, place, number) for place in sorted(cells.cells) if place.row == after
        )
        rows.append(splicing.tag(f"{prefix}row", attributes) + content + f"</{prefix}row>".encode())
    below = [row.start for number, row in cells.rows.items() if number > after]
    at = min(below, default=cells.sheet_data.close)
    return [Splice(at, at, b"".join(rows), (after,))]


def _copy(cells: Cells, place: Place, row: int) -> bytes:
    """Write a new row's cell: format and a plain formula of the cell above, never its value."""
    cell = cells.cells[place]
    attributes = {key: value for key, value in cell.attributes.items() if key not in ("r", "t")}
    here = Place(row, place.column)
    attributes = {"r": str(here), **attributes}
    formula = cells.formula(place)
    if formula is None or formula.attributes.get("t", "normal") != "normal":
        return splicing.tag(cell.name, attributes, is_empty=True)
    try:
        moved = Translator(f"={formula.text}", origin=str(place)).translate_formula(str(here))
    except TranslatorError:
        return splicing.tag(cell.name, attributes, is_empty=True)
    said = splicing.text(str(moved).removeprefix("="))
    name = f"{cell.prefix}f"
    return splicing.tag(cell.name, attributes) + f"<{name}>{said}</{name}></{cell.name}>".encode()


def _merges(part: bytes, shift: Shift, after: int) -> list[Splice]:
    """Return the changes that merge in the new rows what is merged within the row they are like."""
    found = splicing.spans(part, lambda path: path in (_MERGES, (*_MERGES, "mergeCell")))
    whole = next((span for span in found if span.name.endswith("mergeCells")), None)
    if whole is None:
        return []
    like = []
    for span in whole.children:
        first, _colon, last = span.attributes.get("ref", "").partition(":")
        if last and Place.of(first).row == after == Place.of(last).row:
            like.append((span.name, Place.of(first).column, Place.of(last).column))
    made = [
        splicing.tag(name, {"ref": f"{Place(row, first)}:{Place(row, last)}"}, is_empty=True)
        for row in range(shift.at, shift.at + shift.count)
        for name, first, last in like
    ]
    if not made:
        return []
    changes = [Splice(whole.close, whole.close, b"".join(made))]
    if "count" in whole.attributes:
        count = str(len(whole.children) + len(made))
        changes.append(splicing.retagged(part, whole, {"count": count}))
    return changes


_MERGES = ("worksheet", "mergeCells")


def _areas(part: bytes, shift: Shift) -> list[Splice]:
    """Return the changes of the elements that name areas of the sheet, and of its page breaks."""
    changes = []
    for span in splicing.spans(part, lambda path: path[-1] in _AREAS or path[-1] == "brk"):
        name = span.name.rpartition(":")[2]
        if name == "brk":
            row = int(span.attributes.get("id", "0"))
            moved, key = str(shift.row(row + 1) - 1), "id"
            if row < shift.at - 1:
                moved = str(row)
        else:
            key = _AREAS[name]
            moved = shift.areas(span.attributes.get(key, ""))
        if key in span.attributes and moved != span.attributes[key]:
            changes.append(splicing.retagged(part, span, {key: moved}))
    return changes


def _formulas(part: bytes, shift: Shift, own_sheet: str) -> bytes:
    return splicing.spliced(part, _formula_changes(part, shift, own_sheet))


def _formula_changes(part: bytes, shift: Shift, own_sheet: str) -> list[Splice]:
    changes = []
    for span in splicing.spans(part, lambda path: path[-1] in _FORMULAS or path[-1] == "sqref"):
        if span.name.rpartition(":")[2] == "sqref":
            moved = shift.areas(span.text) if own_sheet == shift.sheet else span.text
        else:
            moved = shift.formula(span.text, own_sheet)
        if moved != span.text:
            changes.append(Splice(span.opened, span.close, splicing.text(moved).encode()))
        area = span.attributes.get("ref", "")
        if area and own_sheet == shift.sheet and shift.area(area) != area:
            changes.append(splicing.retagged(part, span, {"ref": shift.area(area)}))
    return changes


def _names(part: bytes, shift: Shift) -> bytes:
    changes = []
    for span in splicing.spans(part, lambda path: path[-1] == "definedName"):
        moved = shift.formula(span.text, "")
        if moved != span.text:
            changes.append(Splice(span.opened, span.close, splicing.text(moved).encode()))
    return splicing.spliced(part, changes)


def _drawing(part: bytes, shift: Shift) -> bytes:
    """Move what is anchored below the new rows; a drawing's rows count from 0."""
    changes = []
    for span in splicing.spans(part, lambda path: path[-1] == "row" and len(path) > 2):
        row = int(span.text) if span.text.strip().isdigit() else 0
        moved = shift.row(row + 1) - 1
        if moved != row:
            changes.append(Splice(span.opened, span.close, str(moved).encode()))
    return splicing.spliced(part, changes)


def _chain(part: bytes, shift: Shift, number: str) -> bytes:
    changes, sheet = [], ""
    found: list[Span] = splicing.spans(part, lambda path: path[-1] == "c")
    for span in found:
        sheet = span.attributes.get("i", sheet)
        area = span.attributes.get("r", "")
        if sheet == number and shift.area(area) != area:
            changes.append(splicing.retagged(part, span, {"r": shift.area(area)}))
    return splicing.spliced(part, changes)
