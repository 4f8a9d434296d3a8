"""A form that was filled by hand held against what the mapping gives for the same period."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.reporting.filling import Answered, FilledBlank
from bihuan.reporting.filling.answered import ROW
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import GridCell, Value, Workbook
from bihuan.reporting.rules import scaled_text


@dataclass(frozen=True)
class Compared:
    """A cell side by side: theirs, ours, the difference where both are numbers."""

    sheet: str
    place: str
    label: str
    theirs: str
    ours: str
    difference: str
    agrees: bool
    is_gap: bool
    url: str


def compare(theirs: Workbook, ours: FilledBlank) -> list[Compared]:
    """Hold the mapped cells against a workbook filled by hand, those that differ first.

    An empty cell of theirs agrees with nothing or nought of ours.
    """
    sheets = {grid.name: grid for grid in theirs.sheets}
    only = theirs.sheets[0] if len(theirs.sheets) == 1 else None
    found = []
    for cell in ours.cells:
        grid = sheets.get(cell.sheet) or only
        if grid is None or cell.status == ROW:
            continue
        found.append(_held(cell, grid.cell(Place.of(cell.asked_at)).value))
    return sorted(found, key=lambda one: one.agrees)


def agreed(found: Sequence[Compared]) -> int:
    """Return how many cells agree."""
    return sum(one.agrees for one in found)


def _held(cell: Answered, value: Value) -> Compared:
    said = scaled_text(value) if isinstance(value, str) else value
    mine = cell.value
    difference = ""
    if isinstance(said, Decimal) and isinstance(mine, Decimal):
        agrees = said == mine
        difference = "" if agrees else GridCell(mine - said).text
    elif said is None or said == "":
        agrees = mine is None or mine == 0
    else:
        agrees = str(said).strip() == str(mine or "").strip()
    return Compared(
        sheet=cell.sheet,
        place=cell.asked_at,
        label=cell.label,
        theirs=GridCell(value).text,
        ours=cell.text,
        difference=difference,
        agrees=agrees,
        is_gap=cell.status == "gap",
        url=cell.url,
    )
