"""A blank filled from start to end."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.errors import DomainError
from bihuan.reporting.filling.answered import (
    BY_HAND,
    GAP,
    ROW,
    WORDS,
    Answered,
    Asked,
    At,
    FilledBlank,
)
from bihuan.reporting.filling.figures import Figures
from bihuan.reporting.filling.lists import Listed, rows_of
from bihuan.reporting.filling.sums import Sums
from bihuan.reporting.models import CellKind, FormCell
from bihuan.reporting.package import editing
from bihuan.reporting.package.archive import WORKBOOK, Package
from bihuan.reporting.package.inserting import RowsCannotMove, with_rows
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import GridCell, Value, Workbook, read_form
from bihuan.reporting.package.shifting import Shift
from bihuan.reporting.rules import CheckResult, ListSaid, TextSaid, said_of, scaled_text
from bihuan.reporting.surroundings import labels_of, to_fill


def fill(asked: Asked) -> FilledBlank:
    """Fill a blank; raises NotAllowed where the actor may not see the figures."""
    return _Filling(asked).run()


class _Filling:
    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.package = Package(asked.blank)
        self.blank: Workbook = read_form(self.package)
        self.sheets = {grid.name: grid for grid in self.blank.sheets}
        self.notes: list[str] = []
        self.shifts: dict[str, list[Shift]] = defaultdict(list)
        self.cells: list[Answered] = []

    def run(self) -> FilledBlank:
        listed = list(self._lists())
        self._figures_and_words()
        for cell, found in listed:
            self._list_cells(cell, found)
        self._unmapped()
        self._by_hand()
        content = self._written()
        package = Package(content)
        sums = Sums(read_form(package))
        content = self._with_results(package, sums)
        checks = list(self._checks(sums))
        self.cells.sort(key=lambda cell: (cell.sheet, cell.place))
        return FilledBlank(content, self.cells, checks, self.notes)

    def _moved(self, sheet: str, place: Place) -> Place:
        """Return where a place of the blank stands once rows were put in."""
        row = place.row
        for shift in self.shifts[sheet]:
            row = shift.row(row)
        return Place(row, place.column)

    def _lists(self) -> Iterator[tuple[FormCell, Listed]]:
        """Fetch the lists, the lowest first, and put in the rows that they need."""
        lists = [cell for cell in self.asked.cells if cell.kind == CellKind.LIST]
        for cell in sorted(lists, key=lambda one: one.place, reverse=True):
            try:
                said = said_of(cell.kind, cell.said)
                assert isinstance(said, ListSaid)
                found = rows_of(said, self.asked)
            except DomainError as error:
                self._fault(cell, error.message)
                continue
            if found.hidden:
                self.notes.append(
                    _("“%(label)s”有%(count)s条记录您的账号看不到，没有列入。")
                    % {"label": found.label, "count": found.hidden}
                )
            yield cell, self._with_room(cell, found)

    def _fault(self, cell: FormCell, message: str) -> None:
        self.cells.append(
            Answered(cell.sheet, cell.place, str(cell.place), cell.kind, GAP, note=message)
        )

    def _with_room(self, cell: FormCell, found: Listed) -> Listed:
        """Put rows in where the list is longer than its area, or say what did not fit."""
        missing = len(found.rows) - cell.block.height
        if found.more:
            self.notes.append(
                _("“%(label)s”还有%(count)s条没有列入：一张表最多列500条。")
                % {"label": found.label, "count": found.more}
            )
        if missing <= 0:
            return found
        sheet = self.package.sheet(cell.sheet)
        assert sheet is not None
        # Before the last row, so that sums over the area grow; a single row has only behind it.
        after = max(cell.block.first.row, cell.block.last.row - 1)
        try:
            self.package = Package(with_rows(self.package, sheet, after, missing))
        except RowsCannotMove:
            self.notes.append(
                _(
                    "“%(label)s”有%(all)s条，表里只留了%(rows)s行；表中有批注或控件，不能加行，其余没有填入。"
                )
                % {"label": found.label, "all": len(found.rows), "rows": cell.block.height}
            )
            return replace(found, rows=found.rows[: cell.block.height])
        self.shifts[cell.sheet].append(Shift(cell.sheet, after + 1, missing))
        return found

    def _list_cells(self, cell: FormCell, found: Listed) -> None:
        first = self._moved(cell.sheet, cell.place)
        for down, row in enumerate(found.rows):
            for across, value in enumerate(row.values):
                place = Place(first.row + down, first.column + across)
                if value is None and not cell.said["fields"][across]:
                    continue
                self.cells.append(
                    Answered(
                        cell.sheet,
                        place,
                        cell.area,
                        cell.kind,
                        ROW,
                        label=found.label,
                        value=value,
                        text=GridCell(value).text[:500],
                        records=1,
                        url=row.url,
                    )
                )

    def _figures_and_words(self) -> None:
        figures = Figures(self.asked, self.asked.cells)
        for cell in self.asked.cells:
            grid = self.sheets.get(cell.sheet)
            if grid is None or cell.kind == CellKind.LIST:
                continue
            label = str(labels_of(grid, cell.place))[:200]
            place = self._moved(cell.sheet, cell.place)
            if cell.kind in (CellKind.FIGURE, CellKind.COMPARED):
                answered = figures.answer(cell, place, grid.cell(cell.place), label)
                self.cells.append(answered)
            elif cell.kind == CellKind.TEXT:
                self.cells.append(self._words(cell, place, label))

    def _words(self, cell: FormCell, place: Place, label: str) -> Answered:
        said = said_of(cell.kind, cell.said)
        assert isinstance(said, TextSaid)
        text = {
            "unit": self.asked.unit.name,
            "period": str(self.asked.period),
            "filled_on": write_date(clock.today()),
            "filler": self.asked.filler,
        }.get(said.what, said.text)
        return Answered(
            cell.sheet, place, str(cell.place), cell.kind, WORDS,
            label=label, value=text, text=text[:500],
        )  # fmt: skip

    def _unmapped(self) -> None:
        """Add the cells that the form wants filled and nothing is chosen for."""
        for grid in self.blank.shown:
            taken = [cell.block for cell in self.asked.cells if cell.sheet == grid.name]
            for place in to_fill(grid):
                if any(place in block for block in taken):
                    continue
                note = _("还没有为这一格选定数据")
                self.cells.append(
                    Answered(
                        grid.name,
                        self._moved(grid.name, place),
                        str(place),
                        CellKind.FIGURE,
                        GAP,
                        label=str(labels_of(grid, place))[:200],
                        note=note,
                    )
                )

    def _by_hand(self) -> None:
        """Put what was found out by asking in the place of the gaps that it answers."""
        for number, cell in enumerate(self.cells):
            hand = self.asked.by_hand.get((cell.sheet, Place.of(cell.asked_at.split(":")[0])))
            if hand is None or cell.status != GAP:
                continue
            value: Value = scaled_text(hand.text)
            said = _("人工填写：%(source)s（%(by)s）") % {"source": hand.source, "by": hand.by}
            self.cells[number] = replace(
                cell, status=BY_HAND, value=value, text=hand.text, note=said[:400]
            )

    def _written(self) -> bytes:
        values: dict[str, dict[Place, Value]] = defaultdict(dict)
        for cell in self.cells:
            if cell.value is not None and cell.kind != CellKind.COMPARED:
                values[cell.sheet][cell.place] = cell.value
        changed = {}
        for sheet in self.package.sheets:
            if values[sheet.name]:
                part = self.package.part(sheet.path)
                changed[sheet.path] = editing.write_cells(part, values[sheet.name])
        return self.package.with_parts(changed)

    def _with_results(self, package: Package, sums: Sums) -> bytes:
        """Write what the formulas come to, so that a viewer that reckons nothing shows it too."""
        changed = {}
        for sheet in package.sheets:
            results = sums.results(sheet.name)
            if results:
                changed[sheet.path] = editing.write_results(package.part(sheet.path), results)
        if not changed:
            return package.content
        changed[WORKBOOK] = editing.recalculated_on_load(package.part(WORKBOOK))
        if sums.beyond():
            places = "、".join(str(place) for _sheet, place in sums.beyond()[:10])
            self.notes.append(
                _("%(places)s 的公式这里算不出来，用 Excel 打开时会自动算出。") % {"places": places}
            )
        return package.with_parts(changed)

    def _checks(self, sums: Sums) -> Iterator[CheckResult]:
        gaps = frozenset[At](cell.at for cell in self.cells if cell.status == GAP)
        for sheet, place in sums.formulas:
            if sums.result((sheet, place)) is not None:
                rule = f"{place} = {sums.written[sheet, place]}"
                if len(rule) <= 300:
                    yield sums.check(sheet, rule, "", gaps)
        for cell in self.cells:
            if cell.kind == CellKind.COMPARED and cell.value is not None:
                yield self._held_against(cell, sums)
        for check in self.asked.checks:
            rule = check.rule
            for shifted in self.shifts.values():
                for shift in shifted:
                    rule = shift.formula(rule, check.sheet)
            try:
                yield sums.check(check.sheet, rule, check.message, gaps)
            except DomainError as error:
                yield CheckResult(check.sheet, rule, "open", message=error.message)

    @staticmethod
    def _held_against(cell: Answered, sums: Sums) -> CheckResult:
        """Hold a formula's result against the figure that counts the same."""
        result = sums.result(cell.at)
        left, right = GridCell(result).text, cell.text
        state = "open" if result is None else ("met" if result == cell.value else "unmet")
        said = _("%(place)s 的合计与台账直接统计的“%(label)s”应当相等") % {
            "place": cell.place,
            "label": cell.label,
        }
        rule = f"{cell.place} = {cell.figure}"
        return CheckResult(cell.sheet, rule, state, left, right, said, [str(cell.place)])
