"""What stands around a cell: the labels left of it and above it, and whether it is to be filled."""

import re
from dataclasses import dataclass

from bihuan.reporting.package.places import Area, Place
from bihuan.reporting.package.reading import Grid

_SERIAL = re.compile(r"[\s0-9０-９一二三四五六七八九十、.．()（）①-⑳]+")
_BLANKS = re.compile(r"\s+")
MOST_LABELS = 4
MOST_TO_FILL = 3_000


@dataclass(frozen=True)
class Labels:
    """The labels of a cell, the nearest first."""

    left: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return them as people name the cell: 竹林村 / 矛盾纠纷 · 排查数."""
        parts = (" · ".join(reversed(self.left)), " · ".join(reversed(self.above)))
        return " / ".join(part for part in parts if part)


def labels_of(grid: Grid, place: Place) -> Labels:
    """Return the labels of a cell: texts left in its row, and above in its column."""
    left = _unlike(grid, [Place(place.row, c) for c in range(place.column - 1, 0, -1)], place)
    above = _unlike(grid, [Place(r, place.column) for r in range(place.row - 1, 0, -1)], place)
    # “填报单位：” speaks of what stands beside it, not of what stands below.
    return Labels(left, tuple(text for text in above if not text.endswith(("：", ":"))))


def is_title(grid: Grid, place: Place) -> bool:
    """Tell whether a cell lies in a line across the form: its title, or a remark."""
    area = grid.merged.get(place)
    if area is None or area.height > 2:
        return False
    return area.width >= max(3, grid.used.width * 0.75)


def _unlike(grid: Grid, places: list[Place], place: Place) -> tuple[str, ...]:
    found: list[str] = []
    own = grid.anchor(place)
    for one in places:
        anchor = grid.anchor(one)
        if anchor == own or is_title(grid, one):
            continue
        text = label_text(grid, anchor)
        if text and text not in found:
            found.append(text)
        if len(found) == MOST_LABELS:
            break
    return tuple(found)


def label_text(grid: Grid, place: Place) -> str:
    """Return a cell's text where it is a label; empty for numbers, formulas and serial numbers."""
    cell = grid.cell(place)
    if cell.formula or not isinstance(cell.value, str):
        return ""
    text = _BLANKS.sub("", cell.value)
    return "" if _SERIAL.fullmatch(text) else text[:60]


def to_fill(grid: Grid) -> list[Place]:
    """Return the empty cells that a form wants filled: in its frame, with a label beside them.

    Where no cell has lines around it, every empty cell with labels left and above is meant.
    """
    framed = any(cell.look.is_bordered for cell in grid.cells.values())
    found = []
    for place in grid.used.places():
        if grid.anchor(place) != place or not is_empty(grid, place) or _is_hidden(grid, place):
            continue
        if framed and not grid.cell(place).look.is_bordered:
            continue
        labels = labels_of(grid, place)
        if (labels.left or labels.above) if framed else (labels.left and labels.above):
            found.append(place)
        if len(found) >= MOST_TO_FILL:
            break
    return found


def is_empty(grid: Grid, place: Place) -> bool:
    """Tell whether a cell holds neither value nor formula."""
    cell = grid.cell(place)
    return not cell.formula and (cell.value is None or not cell.text.strip())


def _is_hidden(grid: Grid, place: Place) -> bool:
    return place.row in grid.hidden_rows or place.column in grid.hidden_columns


def drawn(grid: Grid, rows: int = 120, columns: int = 40) -> Area:
    """Return the area that a page draws: what is used, as far as a page bears."""
    last = grid.used.last
    return Area(Place(1, 1), Place(min(last.row, rows), min(last.column, columns)))
