"""A form as read: each sheet's cells, merged areas, widths, and how far it is used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from xml.etree.ElementTree import Element

from openpyxl.formula.translate import Translator, TranslatorError

from bihuan.lib.errors import Invalid
from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused
from bihuan.reporting.package.archive import Package, local
from bihuan.reporting.package.places import Area, Place
from bihuan.reporting.package.styles import PLAIN, Look, looks

SHARED_STRINGS = "xl/sharedStrings.xml"
USUAL_WIDTH = 9.0
MAX_CELLS = 60_000
Value = Decimal | str | bool | None


@dataclass(frozen=True)
class GridCell:
    """One cell: its value, its formula without the equals sign, its look."""

    value: Value = None
    formula: str = ""
    look: Look = PLAIN

    @property
    def text(self) -> str:
        """Return the value as text, numbers without exponent or trailing zeros."""
        if isinstance(self.value, Decimal):
            digits = f"{self.value:f}"
            return digits.rstrip("0").rstrip(".") if "." in digits else digits
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        return self.value or ""


EMPTY = GridCell()


@dataclass
class Grid:
    """A sheet. `widths` are in characters by column; hidden rows and columns are not drawn."""

    name: str
    is_hidden: bool = False
    cells: dict[Place, GridCell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def cell(self, place: Place) -> GridCell:
        """Return the cell at a place, an empty one where there is nothing."""
        return self.cells.get(place, EMPTY)

    @cached_property
    def merged(self) -> Mapping[Place, Area]:
        """Return the merged area that each of its places lies in."""
        return {place: area for area in self.merges for place in area.places()}

    def anchor(self, place: Place) -> Place:
        """Return the place whose value is shown at a place: a merged area's first cell."""
        area = self.merged.get(place)
        return area.first if area else place

    @cached_property
    def used(self) -> Area:
        """Return the area from A1 to the last cell with content, a frame or a merge."""
        places = [place for place, cell in self.cells.items() if cell != EMPTY]
        places += [area.last for area in self.merges]
        row = max((place.row for place in places), default=1)
        column = max((place.column for place in places), default=1)
        return Area(Place(1, 1), Place(row, column))


@dataclass(frozen=True)
class Workbook:
    """The sheets of a form, in order."""

    sheets: tuple[Grid, ...]

    def sheet(self, name: str) -> Grid:
        """Return the sheet of a name; raises Invalid where there is none."""
        found = next((grid for grid in self.sheets if grid.name == name), None)
        if found is None:
            raise Invalid(f"报表里没有名为“{name}”的工作表。")
        return found

    @property
    def shown(self) -> tuple[Grid, ...]:
        """Return the sheets that are not hidden."""
        return tuple(grid for grid in self.sheets if not grid.is_hidden)


def read_form(package: Package) -> Workbook:
    """Read all worksheets of a package; raises WorkbookRefused where one cannot be read."""
    try:
        strings, styles = _strings(package), looks(package)
        grids = [
            _Reading(package.tree(part.path), strings, styles).grid(part.name, part.is_hidden)
            for part in package.sheets
        ]
    except (ValueError, OverflowError, RecursionError) as error:
        raise WorkbookRefused.because(Reason.BROKEN) from error
    return Workbook(tuple(grids))


def _strings(package: Package) -> list[str]:
    if SHARED_STRINGS not in package.names:
        return []
    return [_joined(one) for one in package.tree(SHARED_STRINGS) if local(one.tag) == "si"]


def _joined(one: Element) -> str:
    """Return the text of a string, without the readings that stand above it (rPh)."""
    said = []
    for child in one:
        if local(child.tag) == "t":
            said.append(child.text or "")
        elif local(child.tag) == "r":
            said += [t.text or "" for t in child if local(t.tag) == "t"]
    return "".join(said)


class _Reading:
    """One sheet as it is gone through."""

    def __init__(self, root: Element, strings: list[str], styles: list[Look]) -> None:
        self.root, self.strings, self.styles = root, strings, styles
        self.shared: dict[str, tuple[str, str]] = {}

    def grid(self, name: str, is_hidden: bool) -> Grid:
        grid = Grid(name, is_hidden)
        try:
            for part in self.root:
                kind = local(part.tag)
                if kind == "sheetData":
                    self._rows(grid, part)
                elif kind == "mergeCells":
                    grid.merges = [Area.of(one.get("ref", "")) for one in part]
                elif kind == "cols":
                    self._columns(grid, part)
        except (Invalid, ValueError, OverflowError) as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error
        if sum(area.height * area.width for area in grid.merges) > MAX_CELLS:
            raise WorkbookRefused.because(Reason.TOO_MUCH_TEXT)
        return grid

    def _columns(self, grid: Grid, part: Element) -> None:
        for one in part:
            first, last = int(one.get("min", "1")), int(one.get("max", "1"))
            for column in range(first, min(last, first + 255) + 1):
                grid.widths[column] = float(one.get("width") or USUAL_WIDTH)
                if one.get("hidden") in ("1", "true"):
                    grid.hidden_columns.add(column)

    def _rows(self, grid: Grid, part: Element) -> None:
        number = 0
        for row in part:
            number = int(row.get("r") or number + 1)
            if row.get("hidden") in ("1", "true"):
                grid.hidden_rows.add(number)
            column = 0
            for cell in row:
                said = cell.get("r")
                column = Place.of(said).column if said else column + 1
                place = Place(number, column)
                grid.cells[place] = self._cell(place, cell)
            if len(grid.cells) > MAX_CELLS:
                raise WorkbookRefused.because(Reason.TOO_MUCH_TEXT)

    def _cell(self, place: Place, cell: Element) -> GridCell:
        children = {local(child.tag): child for child in cell}
        style = int(cell.get("s") or 0)
        look = self.styles[style] if style < len(self.styles) else PLAIN
        formula = children.get("f")
        return GridCell(
            self._value(cell.get("t", "n"), children),
            self._formula(place, formula) if formula is not None else "",
            look,
        )

    def _value(self, kind: str, children: Mapping[str, Element]) -> Value:
        if kind == "inlineStr":
            return _joined(children["is"]) or None if "is" in children else None
        value = children.get("v")
        text = (value.text or "") if value is not None else ""
        if kind == "s":
            at = int(text) if text.isascii() and text.isdigit() else -1
            return (self.strings[at] or None) if 0 <= at < len(self.strings) else None
        if kind == "b":
            return text == "1"
        if kind in ("str", "e", "d"):
            return text or None
        try:
            number = Decimal(text.strip()) if text.strip() else None
        except InvalidOperation:
            return text
        return number if number is None or number.is_finite() else None

    def _formula(self, place: Place, formula: Element) -> str:
        text, kind, key = formula.text or "", formula.get("t", ""), formula.get("si", "")
        if kind != "shared":
            return text or "#"
        if text:
            self.shared[key] = (text, str(place))
            return text
        master, origin = self.shared.get(key, ("", ""))
        if not master:
            return "#"
        try:
            moved = Translator(f"={master}", origin=origin).translate_formula(str(place))
        except TranslatorError:
            return "#"
        return str(moved).removeprefix("=")
