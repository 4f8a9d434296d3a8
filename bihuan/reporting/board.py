"""What the mapping page knows of a blank: its cells, what answers them, what may."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from bihuan.figures.answering import answer_each
from bihuan.figures.asking import Scope
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.figures.models import Definition
from bihuan.files import store
from bihuan.lib import clock
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor
from bihuan.reporting.blanks import opened
from bihuan.reporting.drawing import Drawing, Face, draw
from bihuan.reporting.models import CellKind, FormCell, FormVersion
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import Grid, Workbook
from bihuan.reporting.periods import VARIANTS, FormPeriod, current_period
from bihuan.reporting.proposing import (
    NearField,
    Proposal,
    days_of,
    names_of_units,
    near_sources,
    nearest_field,
    own_word,
    proposals,
)
from bihuan.reporting.rules import SCALES, TEXTS, FigureSaid, TextSaid, said_of
from bihuan.reporting.surroundings import labels_of, to_fill

MARKS = {
    CellKind.FIGURE: "chart-bar",
    CellKind.LIST: "menu-2",
    CellKind.TEXT: "file-text",
    CellKind.COMPARED: "lock",
    CellKind.BLANK: "ban",
}


@dataclass(frozen=True)
class Offer:
    """A figure as it is offered: its label, its value now, its note."""

    definition: Definition
    value: str

    @property
    def hint(self) -> str:
        """Return value and note on one line."""
        return f"{self.value}　{self.definition.note}" if self.definition.note else self.value


class Board:
    """A blank with its mapping, for one actor."""

    def __init__(self, version: FormVersion, actor: Actor) -> None:
        self.version, self.actor = version, actor
        self.form = version.form
        self.workbook: Workbook = opened(store.get(version.blank.sha256))
        self.cells = list(version.cells.all())
        self._by_place: dict[tuple[str, Place], FormCell] = {
            (cell.sheet, place): cell for cell in self.cells for place in cell.block.places()
        }

    @cached_property
    def period(self) -> FormPeriod:
        """Return the period whose values are shown beside the figures."""
        return current_period(self.form, clock.today())

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """Return the figures defined for the form's home."""
        return definitions_in(self.form.home)

    @cached_property
    def units(self) -> dict[str, str]:
        """Return the codes of the home's units by name."""
        return names_of_units(self.form.home)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Return the sources there are."""
        return sources(self.form.home)

    def offers(self) -> list[Offer]:
        """Return the figures with their values in the current period, in their order."""
        scope = Scope(self.form.home, (self.period.first, self.period.last))
        answers, _faults = answer_each(self.definitions.values(), scope, actor=self.actor)
        return [
            Offer(definition, answers[code].text if code in answers else "—")
            for code, definition in self.definitions.items()
        ]

    def cell_at(self, sheet: str, place: Place) -> FormCell | None:
        """Return what a place is mapped to; for a list any of its places."""
        return self._by_place.get((sheet, place))

    @cached_property
    def wanted(self) -> dict[str, list[Place]]:
        """Return the cells that the form wants filled, by sheet."""
        return {grid.name: to_fill(grid) for grid in self.workbook.shown}

    @cached_property
    def gaps(self) -> list[tuple[Grid, Place]]:
        """Return the cells that the form wants filled and nothing is chosen for."""
        return [
            (grid, place)
            for grid in self.workbook.shown
            for place in self.wanted[grid.name]
            if (grid.name, place) not in self._by_place
        ]

    def next_gap(self, sheet: str, after: Place) -> tuple[str, Place] | None:
        """Return the gap that follows a place, sheet by sheet, then the first of all."""
        gaps = [(grid.name, place) for grid, place in self.gaps]
        order = [grid.name for grid in self.workbook.sheets]
        at = (order.index(sheet) if sheet in order else 0, after)
        later = [gap for gap in gaps if (order.index(gap[0]), gap[1]) > at]
        return next(iter(later or gaps), None)

    def proposals_at(self, grid: Grid, place: Place, most: int = 3) -> list[Proposal]:
        """Return the figures that a cell may ask for."""
        return proposals(grid, place, self.definitions.values(), self.units, most)

    def all_proposals(self, least: float) -> list[tuple[Grid, Place, Proposal]]:
        """Return the likeliest figure of every gap for which one is likely enough."""
        found = []
        for grid, place in self.gaps:
            best = next(iter(self.proposals_at(grid, place, 1)), None)
            if best is not None and best.likeness >= least:
                found.append((grid, place, best))
        return found

    def who_would_know(self, grid: Grid, place: Place) -> str:
        """Return, in a sentence, which register's field would answer a gap, or where to add one."""
        labels = labels_of(grid, place)
        near: NearField | None = nearest_field(labels, self.sources.values())
        if near is not None:
            what = _("的“%(field)s”") % {"field": near.label} if near.label else ""
            return _("“%(source)s”%(what)s登记着相近的内容，可据此定义一项数据") % {
                "source": near.source.label,
                "what": what,
            }
        source = near_sources([self.form.label, *labels.above, *labels.left], self.sources.values())
        if source is None:
            return _("没有台账登记这一项：要先建一本台账，或在填报时人工填写")
        name = own_word(labels, self.units)
        return _("没有台账登记这一项：可在“%(source)s”增设一列“%(name)s”") % {
            "source": source.label,
            "name": name,
        }

    def words_of(self, cell: FormCell) -> str:
        """Return a mapping in words: 排查矛盾纠纷 · 上月 · 竹林村."""
        said = said_of(cell.kind, cell.said)
        if isinstance(said, FigureSaid):
            definition = self.definitions.get(said.figure)
            parts = [definition.label if definition else said.figure, str(VARIANTS[said.period])]
            parts += [self._unit_name(said.unit)] if said.unit else []
            parts += [str(SCALES[said.scale][0])] if said.scale else []
            parts += [_("%(count)s位小数") % {"count": said.decimals}] if said.decimals else []
            return " · ".join(parts)
        if isinstance(said, TextSaid):
            return said.text if said.what == "fixed" else str(TEXTS[said.what])
        if cell.kind == CellKind.LIST:
            source = self.sources.get(cell.said["source"])
            return _("逐行列出“%(source)s”") % {"source": source.label if source else "?"}
        return str(CellKind.BLANK.label)

    def _unit_name(self, code: str) -> str:
        return next((name for name, its in self.units.items() if its == code), code)

    def drawing(self, grid: Grid, selected: Place | None, address: str) -> Drawing:
        """Draw a sheet; `address` is the page's own, to which the cell is added."""
        wanted = set(self.wanted.get(grid.name, ()))

        def face(place: Place) -> Face:
            cell = self.cell_at(grid.name, place)
            url = f"{address}&cell={place}"
            if cell is not None:
                is_first = cell.place == place
                words = self.words_of(cell)
                text = words if is_first and cell.kind != CellKind.BLANK else ""
                return Face(text, url, cell.kind, words, MARKS[CellKind(cell.kind)])
            if place in wanted:
                return Face("", url, "gap", _("缺口"), "flag")
            if grid.cell(place).formula:
                formula = f"={grid.cell(place).formula}"
                return Face(formula, url, "formula", formula, "lock")
            return Face("", url, "")

        return draw(grid, face, selected)

    def usual_days(self, grid: Grid, place: Place) -> str:
        """Return the variant that a cell's labels name."""
        return days_of(labels_of(grid, place))

    def unit_choices(self) -> list[tuple[str, str]]:
        """Return the units below the home as a select offers them."""
        seen: dict[str, str] = {}
        for name, code in self.units.items():
            seen.setdefault(code, name)
        return list(seen.items())
