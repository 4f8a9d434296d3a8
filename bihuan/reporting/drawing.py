"""A sheet drawn as an HTML table: merged cells, rough widths, only the area that is used."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.reporting.package.places import Place, column_letters
from bihuan.reporting.package.reading import USUAL_WIDTH, Grid
from bihuan.reporting.surroundings import drawn

PIXELS_A_CHARACTER = 8
NARROWEST, WIDEST = 3, 40


@dataclass(frozen=True)
class Face:
    """What a cell shows beside its own text: where it leads, its state, a sentence on it."""

    text: str = ""
    url: str = ""
    state: str = ""
    title: str = ""
    mark: str = ""


@dataclass(frozen=True)
class DrawnCell:
    """One `<td>`: its place, its spans, its text and face."""

    place: str
    text: str
    face: Face
    columns: int = 1
    rows: int = 1
    is_bold: bool = False
    align: str = ""
    is_framed: bool = False
    is_selected: bool = False


@dataclass(frozen=True)
class DrawnRow:
    """One `<tr>` with its number."""

    number: int
    cells: tuple[DrawnCell, ...]


@dataclass(frozen=True)
class Drawing:
    """A sheet as a table; `said` tells of what was left out."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[DrawnRow, ...]
    said: str = ""


def draw(grid: Grid, face: Callable[[Place], Face], selected: Place | None = None) -> Drawing:
    """Draw a sheet; `face` says what each of its cells shows."""
    area = drawn(grid)
    columns = [c for c in range(1, area.last.column + 1) if c not in grid.hidden_columns]
    rows = [r for r in range(1, area.last.row + 1) if r not in grid.hidden_rows]
    used = grid.used.last
    left_out = used.row > area.last.row or used.column > area.last.column
    return Drawing(
        name=grid.name,
        columns=tuple((column_letters(c), _pixels(grid, c)) for c in columns),
        rows=tuple(
            DrawnRow(row, tuple(_cells(grid, row, columns, set(rows), face, selected)))
            for row in rows
        ),
        said=_("表很大，这里只画到 %(place)s。") % {"place": area.last} if left_out else "",
    )


def _pixels(grid: Grid, column: int) -> int:
    width = min(max(grid.widths.get(column, USUAL_WIDTH), NARROWEST), WIDEST)
    return round(width * PIXELS_A_CHARACTER)


def _cells(
    grid: Grid,
    row: int,
    columns: list[int],
    rows: set[int],
    face: Callable[[Place], Face],
    selected: Place | None,
) -> list[DrawnCell]:
    shown = set(columns)
    found = []
    for column in columns:
        place = Place(row, column)
        area = grid.merged.get(place)
        if area is not None and area.first != place:
            continue
        cell = grid.cell(place)
        wide = tall = 1
        if area is not None:
            wide = sum(c in shown for c in range(area.first.column, area.last.column + 1))
            tall = sum(r in rows for r in range(area.first.row, area.last.row + 1))
        own = face(place)
        found.append(
            DrawnCell(
                place=str(place),
                text=own.text or ("" if cell.formula and cell.value is None else cell.text),
                face=own,
                columns=max(wide, 1),
                rows=max(tall, 1),
                is_bold=cell.look.is_bold,
                align=cell.look.align or ("" if isinstance(cell.value, str) else "right"),
                is_framed=cell.look.is_bordered,
                is_selected=place == selected,
            )
        )
    return found
