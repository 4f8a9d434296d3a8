"""Values written into the cells of a sheet's XML; nothing else of it changes.

Text goes in as an inline string: it can never be a formula, and the table of shared strings stays
as it was.
"""

from collections.abc import Mapping
from decimal import Decimal

from bihuan.lib.errors import Invalid
from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused
from bihuan.reporting.package import splicing
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.splicing import Span, Splice

CellValue = Decimal | str | bool | None
MAX_TEXT = 32_767
_CELLS = ("worksheet", "sheetData", "row", "c")
_NOT_KEPT = frozenset({"t", "r"})


class FormulaCell(Exception):
    """A value was to be written over a formula: formulas are never overwritten."""


class Cells:
    """The rows and cells of a sheet's XML and where they lie."""

    def __init__(self, part: bytes) -> None:
        self.part = part
        self.rows: dict[int, Span] = {}
        self.cells: dict[Place, Span] = {}
        found = splicing.spans(part, _is_of_cells)
        datas = [span for span in found if _local(span) == "sheetData"]
        if len(datas) != 1:
            raise WorkbookRefused.because(Reason.BROKEN)
        self.sheet_data = datas[0]
        number = 0
        try:
            for row in self.sheet_data.children:
                number = int(row.attributes.get("r") or number + 1)
                self.rows[number] = row
                self._note_cells(number, row)
        except (ValueError, Invalid) as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error

    def _note_cells(self, number: int, row: Span) -> None:
        column = 0
        for cell in row.children:
            said = cell.attributes.get("r")
            column = Place.of(said).column if said else column + 1
            self.cells[Place(number, column)] = cell

    def formula(self, place: Place) -> Span | None:
        """Return the formula of a cell, None where it has none."""
        cell = self.cells.get(place)
        children = cell.children if cell is not None else []
        return next((child for child in children if _local(child) == "f"), None)


def write_cells(part: bytes, values: Mapping[Place, CellValue]) -> bytes:
    """Return a sheet's XML with values in cells, which keep their formats; None empties a cell.

    Raises FormulaCell where one of the cells holds a formula.
    """
    sheet = Cells(part)
    changes: list[Splice] = []
    missing: dict[int, dict[int, CellValue]] = {}
    for place, value in values.items():
        cell = sheet.cells.get(place)
        if cell is None:
            if value is not None:
                missing.setdefault(place.row, {})[place.column] = value
        elif sheet.formula(place) is not None:
            raise FormulaCell(str(place))
        else:
            written = _cell(cell.name, place, _kept(cell), value)
            changes.append(Splice(cell.start, cell.end, written))
    changes += _insertions(sheet, missing)
    return splicing.spliced(part, changes)


def write_results(part: bytes, results: Mapping[Place, CellValue]) -> bytes:
    """Return a sheet's XML with what its formulas come to; None leaves it to Excel to say.

    The formulas themselves stay byte for byte.
    """
    sheet = Cells(part)
    changes = []
    for place, value in results.items():
        cell, formula = sheet.cells[place], sheet.formula(place)
        if formula is None:
            continue
        attributes = {"r": str(place), **_kept(cell)}
        shown, kind = "", ""
        if value is not None:
            kind = {bool: "b", str: "str"}.get(type(value), "")
            plain = str(int(value)) if isinstance(value, bool) else _plain(value)
            shown = f"<{cell.prefix}v>{plain}</{cell.prefix}v>"
        if kind:
            attributes["t"] = kind
        content = (
            splicing.tag(cell.name, attributes)
            + part[formula.start : formula.end]
            + f"{shown}</{cell.name}>".encode()
        )
        changes.append(Splice(cell.start, cell.end, content))
    return splicing.spliced(part, changes)


def recalculated_on_load(workbook: bytes) -> bytes:
    """Return the workbook's XML telling Excel to work all formulas out when it opens the file."""
    found = splicing.spans(workbook, lambda path: len(path) == 2 and path[0] == "workbook")
    properties = [span for span in found if _local(span) == "calcPr"]
    if properties:
        if properties[0].attributes.get("fullCalcOnLoad") in ("1", "true"):
            return workbook
        change = splicing.retagged(workbook, properties[0], {"fullCalcOnLoad": "1"})
        return splicing.spliced(workbook, [change])
    before = [span for span in found if _local(span) in _BEFORE_CALC]
    if not before:
        raise WorkbookRefused.because(Reason.BROKEN)
    last = max(before, key=lambda span: span.end)
    name = f"{last.prefix}calcPr"
    content = splicing.tag(name, {"fullCalcOnLoad": "1"}, is_empty=True)
    return splicing.spliced(workbook, [Splice(last.end, last.end, content)])


_BEFORE_CALC = frozenset(
    {"sheets", "functionGroups", "externalReferences", "definedNames"}
)  # the order that ECMA-376 part 1, §18.2.27 gives


def _is_of_cells(path: tuple[str, ...]) -> bool:
    if path[:2] != _CELLS[:2]:
        return False
    return path == _CELLS[: len(path)] or (path[:4] == _CELLS and path[4:] in _IN_CELLS)


_IN_CELLS = ((), ("f",), ("v",), ("is",))


def _local(span: Span) -> str:
    return span.name.rpartition(":")[2]


def _kept(cell: Span) -> dict[str, str]:
    """Return the attributes that a cell keeps: its format, not the type of what it held."""
    return {key: value for key, value in cell.attributes.items() if key not in _NOT_KEPT}


def _cell(name: str, place: Place, kept: Mapping[str, str], value: CellValue) -> bytes:
    attributes = {"r": str(place), **kept}
    if value is None:
        return splicing.tag(name, attributes, is_empty=True)
    prefix = name.removesuffix("c")
    if isinstance(value, bool):
        inner, attributes["t"] = f"<{prefix}v>{int(value)}</{prefix}v>", "b"
    elif isinstance(value, str):
        attributes["t"] = "inlineStr"
        said = _plain(value[:MAX_TEXT])
        inner = f'<{prefix}is><{prefix}t xml:space="preserve">{said}</{prefix}t></{prefix}is>'
    else:
        inner = f"<{prefix}v>{_plain(value)}</{prefix}v>"
    return splicing.tag(name, attributes) + f"{inner}</{name}>".encode()


def _plain(value: Decimal | str) -> str:
    if isinstance(value, str):
        return splicing.text(value)
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _insertions(sheet: Cells, missing: Mapping[int, Mapping[int, CellValue]]) -> list[Splice]:
    """Return the changes for cells that the XML does not have, in their rows and in new ones."""
    changes: list[Splice] = []
    prefix = sheet.sheet_data.prefix
    new_rows: list[tuple[int, bytes]] = []
    for number, values in sorted(missing.items()):
        row = sheet.rows.get(number)
        if row is None:
            cells = b"".join(
                _cell(f"{prefix}c", Place(number, column), {}, value)
                for column, value in sorted(values.items())
            )
            opened = splicing.tag(f"{prefix}row", {"r": str(number)})
            new_rows.append((number, opened + cells + f"</{prefix}row>".encode()))
        else:
            changes += _into_row(sheet, number, row, values)
    return changes + _new_rows(sheet, new_rows)


def _into_row(
    sheet: Cells, number: int, row: Span, values: Mapping[int, CellValue]
) -> list[Splice]:
    style = row.attributes.get("s") if row.attributes.get("customFormat") in ("1", "true") else None
    kept = {"s": style} if style else {}
    name = f"{row.prefix}c"
    made = {
        column: _cell(name, Place(number, column), kept, value) for column, value in values.items()
    }
    if row.is_empty_tag:
        cells = b"".join(content for _column, content in sorted(made.items()))
        opened = splicing.tag(row.name, row.attributes)
        return [Splice(row.start, row.end, opened + cells + f"</{row.name}>".encode())]
    there = sorted(
        (place.column, cell.start) for place, cell in sheet.cells.items() if place.row == number
    )
    return [
        Splice(at, at, content, (number, column))
        for column, content in made.items()
        for at in [next((start for right, start in there if right > column), row.close)]
    ]


def _new_rows(sheet: Cells, rows: list[tuple[int, bytes]]) -> list[Splice]:
    data = sheet.sheet_data
    if not rows:
        return []
    if data.is_empty_tag:
        content = b"".join(row for _number, row in rows)
        opened = splicing.tag(data.name, data.attributes)
        return [Splice(data.start, data.end, opened + content + f"</{data.name}>".encode())]
    there = sorted((number, row.start) for number, row in sheet.rows.items())
    return [
        Splice(at, at, content, (number,))
        for number, content in rows
        for at in [next((start for below, start in there if below > number), data.close)]
    ]
