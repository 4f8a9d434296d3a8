"""One choice spread over an area: by the villages named in its rows, by the months in its head."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.reporting.actions.mapping import CellSpec
from bihuan.reporting.errors import BadMapping
from bihuan.reporting.package.places import Area, Place
from bihuan.reporting.package.reading import Grid
from bihuan.reporting.rules import NAMED_IN_COLUMN, NAMED_IN_ROW, FigureSaid
from bihuan.reporting.surroundings import labels_of

_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:份)?")
MOST = 1_000


@dataclass(frozen=True)
class Choice:
    """A figure for an area; `period` and `unit` may be those that each cell's labels name."""

    area: str
    figure: str
    period: str = "this"
    unit: str = ""
    scale: str = ""
    decimals: int | None = None


def spread(choice: Choice, grid: Grid, units: Mapping[str, str]) -> list[CellSpec]:
    """Return the cells that a choice means; raises BadMapping where the labels name nothing.

    `units` are codes by name. Over an area, cells that hold text or a formula, and rows that name
    no unit where one is wanted, are left out: an area may run across subtotals.
    """
    area = Area.of(choice.area)
    if area.height * area.width > MOST:
        raise BadMapping(_("一次最多设置 1000 个格子。"))
    found, unnamed = [], []
    for place in area.places():
        if not _is_open(grid, place, is_single=area.first == area.last):
            continue
        unit: str | None = choice.unit
        period = choice.period
        if unit == NAMED_IN_ROW:
            unit = _unit_of(units, grid, place)
        if period == NAMED_IN_COLUMN:
            period = _month_of(grid, place)
        if not period or unit is None:
            unnamed.append(str(place))
            continue
        said = FigureSaid(choice.figure, period, unit, choice.scale, choice.decimals)
        found.append(CellSpec(grid.name, str(place), said))
    if unnamed and not found:
        raise BadMapping(
            _("%(places)s 的左边没有写村名、上边没有写月份，请改选范围或时期。")
            % {"places": "、".join(unnamed[:5])}
        )
    if not found:
        raise BadMapping(_("%(area)s 里没有可填的格子。") % {"area": area})
    return found


def left_blank(area: str, grid: Grid) -> list[CellSpec]:
    """Return the empty cells of an area, as ones that are left blank on purpose."""
    return [
        CellSpec(grid.name, str(one), None)
        for one in Area.of(area).places()
        if grid.anchor(one) == one and not grid.cell(one).text and not grid.cell(one).formula
    ]


def _is_open(grid: Grid, place: Place, *, is_single: bool) -> bool:
    """Tell whether a cell of an area is meant: not text, not the inside of a merge, no formula."""
    if is_single:
        return True
    cell = grid.cell(place)
    is_words = isinstance(cell.value, str) and bool(cell.value.strip())
    return grid.anchor(place) == place and not is_words and not cell.formula


def _unit_of(units: Mapping[str, str], grid: Grid, place: Place) -> str | None:
    return next((units[text] for text in labels_of(grid, place).left if text in units), None)


def _month_of(grid: Grid, place: Place) -> str:
    for text in labels_of(grid, place).above:
        month = _MONTH.fullmatch(text)
        if month:
            return f"month_{month[1]}"
    return ""
