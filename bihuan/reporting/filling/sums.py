"""Formulas worked out and checks held: the sums of the blank, and what the office added."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.reporting.calculating import Beyond, Values, compared
from bihuan.reporting.filling.answered import At
from bihuan.reporting.formulas import COMPARISONS, Call, Node, parsed, places_of
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import GridCell, Value, Workbook
from bihuan.reporting.rules import CheckResult

NEAR = Decimal("0.0000001")
"""What a division that does not come out even may leave between two sides."""


class Sums:
    """The formulas of a filled workbook, worked out from its cells."""

    def __init__(self, workbook: Workbook) -> None:
        self.cells: dict[At, Value] = {}
        self.formulas: dict[At, Node | None] = {}
        self.written: dict[At, str] = {}
        for grid in workbook.sheets:
            for place, cell in grid.cells.items():
                if cell.formula:
                    self.formulas[grid.name, place] = _node(cell.formula)
                    self.written[grid.name, place] = cell.formula
                else:
                    self.cells[grid.name, place] = cell.value
        self.values = Values(self.cells, self.formulas)

    def result(self, at: At) -> Value:
        """Return what a formula comes to; None where that is beyond this reckoning."""
        try:
            return self.values.at(*at)
        except Beyond:
            return None

    def results(self, sheet: str) -> dict[Place, Value]:
        """Return what the formulas of a sheet come to."""
        return {place: self.result((name, place)) for name, place in self.formulas if name == sheet}

    def beyond(self) -> list[At]:
        """Return the formulas that are left to Excel."""
        return [at for at in self.formulas if self.result(at) is None]

    def check(
        self, sheet: str, rule: str, message: str, gaps: frozenset[At] = frozenset()
    ) -> CheckResult:
        """Hold a rule such as C10 = SUM(C4:C9); one that reads a gap is left open."""
        node = parsed(rule)
        if not isinstance(node, Call) or node.name not in COMPARISONS:
            raise Invalid(_("校验要写成等式或不等式，如 C10 = SUM(C4:C9)、D5 <= C5。"))
        sides: list[Value] = []
        read = [(name, place) for name, area in places_of(node, sheet) for place in area.places()]
        places = [str(place) for name, place in read if name == sheet]
        try:
            for part in node.parts:
                sides.append(self.values.of(part, sheet))
            holds = _holds(node.name, sides[0], sides[1])
        except Beyond:
            said = message or _("这条校验在这里算不出来，请用 Excel 打开后核对")
            return CheckResult(sheet, rule, "open", message=said, places=places)
        left, right = (GridCell(side).text for side in sides)
        if gaps & set(read) and not holds:
            said = _("涉及缺口，补齐后再核对")
            return CheckResult(sheet, rule, "open", left, right, said, places)
        return CheckResult(sheet, rule, "met" if holds else "unmet", left, right, message, places)


def refuse_unreadable(rule: str, sheets: Mapping[str, object], sheet: str) -> None:
    """Raise Invalid for a rule that cannot be read, compares nothing, or names no such sheet."""
    node = parsed(rule)
    if not isinstance(node, Call) or node.name not in COMPARISONS:
        raise Invalid(_("校验要写成等式或不等式，如 C10 = SUM(C4:C9)、D5 <= C5。"))
    named = list(places_of(node, sheet))
    if not named:
        raise Invalid(_("校验里没有写单元格，如 C10 = SUM(C4:C9)。"))
    for name, _area in named:
        if name not in sheets:
            raise Invalid(_("报表里没有名为“%(name)s”的工作表。") % {"name": name})


def _node(formula: str) -> Node | None:
    try:
        return parsed(formula)
    except Invalid:
        return None


def _holds(sign: str, left: Value, right: Value) -> bool:
    if isinstance(left, Decimal) and isinstance(right, Decimal) and abs(left - right) <= NEAR:
        return sign in ("=", "<=", ">=")
    return compared(sign, left, right)
