"""A mapping carried from one blank to the next, where what stands around a cell is the same."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.reporting.formulas import parsed, places_of
from bihuan.reporting.models import CellKind, FormCell, FormCheck
from bihuan.reporting.package.places import MAX_COLUMN, MAX_ROW, Area, Place
from bihuan.reporting.package.reading import Grid, Workbook
from bihuan.reporting.surroundings import Labels, labels_of, to_fill


@dataclass
class Carried:
    """What of a mapping holds for the new blank, and what is different, a sentence each."""

    cells: list[tuple[FormCell, str, str]] = field(default_factory=list)  # with sheet and area
    checks: list[tuple[FormCheck, str]] = field(default_factory=list)  # with the sheet
    differences: list[str] = field(default_factory=list)


def carry(
    old: Workbook, new: Workbook, cells: Iterable[FormCell], checks: Sequence[FormCheck]
) -> Carried:
    """Carry cells to where their labels stand in the new blank, at the same place or another.

    A check is carried where every cell that it names has the same labels at the same place.
    """
    carried = Carried()
    moves = _Moves(old, new)
    for cell in cells:
        _carry_cell(carried, moves, cell)
    for check in checks:
        sheet = moves.sheet(check.sheet)
        if sheet is not None and moves.stays(check.sheet, check.rule):
            carried.checks.append((check, sheet.name))
        else:
            carried.differences.append(
                _("校验“%(rule)s”涉及的格子变了，没有带过来，请重新设置。") % {"rule": check.rule}
            )
    for grid in new.shown:
        before = moves.before(grid)
        count = len(moves.wanted(grid) - (moves.wanted(before) if before else set()))
        if count:
            carried.differences.append(
                _("工作表“%(sheet)s”新增 %(count)s 个要填的格子。")
                % {"sheet": grid.name, "count": count}
            )
    return carried


def _carry_cell(carried: Carried, moves: "_Moves", cell: FormCell) -> None:
    to = moves.to(cell)
    if to is None:
        said = _("“%(label)s”（原 %(place)s）在新表里找不到，没有带过来。")
        label = moves.label(cell)
        carried.differences.append(said % {"label": label or cell.area, "place": cell.area})
        return
    sheet, area = to
    carried.cells.append((cell, sheet, str(area)))
    if str(area) != cell.area:
        carried.differences.append(
            _("“%(label)s”从 %(old)s 移到 %(new)s。")
            % {"label": moves.label(cell) or cell.area, "old": cell.area, "new": area}
        )


class _Moves:
    def __init__(self, old: Workbook, new: Workbook) -> None:
        self.old, self.new = old, new
        self._places: dict[str, dict[Labels, list[Place]]] = {}

    def sheet(self, name: str) -> Grid | None:
        """Return the new sheet of a name, or that at the same position."""
        found = next((grid for grid in self.new.sheets if grid.name == name), None)
        if found is not None:
            return found
        at = [grid.name for grid in self.old.sheets].index(name) if self._had(name) else -1
        return self.new.sheets[at] if 0 <= at < len(self.new.sheets) else None

    def before(self, grid: Grid) -> Grid | None:
        """Return the old sheet that a new one stands for."""
        return next((one for one in self.old.sheets if self.sheet(one.name) is grid), None)

    def _had(self, name: str) -> bool:
        return any(grid.name == name for grid in self.old.sheets)

    def label(self, cell: FormCell) -> str:
        """Return what people call a cell of the old blank."""
        return (
            str(labels_of(self.old.sheet(cell.sheet), cell.place)) if self._had(cell.sheet) else ""
        )

    def wanted(self, grid: Grid) -> set[Labels]:
        """Return the labels of the cells that a blank wants filled."""
        return {labels_of(grid, place) for place in to_fill(grid)}

    def to(self, cell: FormCell) -> tuple[str, Area] | None:
        """Return where a cell stands in the new blank; None where its labels do not, or twice."""
        grid = self.sheet(cell.sheet)
        if grid is None or not self._had(cell.sheet):
            return None
        labels = labels_of(self.old.sheet(cell.sheet), cell.place)
        block = cell.block
        if labels_of(grid, cell.place) == labels:
            is_formula = bool(grid.cell(cell.place).formula)
            same = is_formula == (cell.kind == CellKind.COMPARED)
            return (grid.name, block) if same else None
        found = self._by_labels(grid).get(labels, [])
        if len(found) != 1 or labels == Labels():
            return None
        first = found[0]
        last = Place(first.row + block.height - 1, first.column + block.width - 1)
        if last.row > MAX_ROW or last.column > MAX_COLUMN:
            return None
        return grid.name, Area(first, last)

    def stays(self, name: str, rule: str) -> bool:
        """Tell whether all cells that a rule names have the labels that they had."""
        try:
            named = [(sheet, area.first) for sheet, area in places_of(parsed(rule), name)] + [
                (sheet, area.last) for sheet, area in places_of(parsed(rule), name)
            ]
        except Invalid:
            return False
        for sheet, place in named:
            grid = self.sheet(sheet)
            if grid is None or not self._had(sheet) or grid.name != sheet:
                return False
            if labels_of(grid, place) != labels_of(self.old.sheet(sheet), place):
                return False
        return True

    def _by_labels(self, grid: Grid) -> dict[Labels, list[Place]]:
        if grid.name not in self._places:
            found: dict[Labels, list[Place]] = defaultdict(list)
            for place in grid.used.places():
                if grid.anchor(place) == place and not grid.cell(place).text:
                    found[labels_of(grid, place)].append(place)
            self._places[grid.name] = found
        return self._places[grid.name]
