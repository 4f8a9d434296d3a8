"""The figures of a form looked up, each over its own days and unit."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from bihuan.figures.answering import answer_all
from bihuan.figures.asking import Answer, Scope, effective_period
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.figures.errors import UnknownSource
from bihuan.figures.links import trace_url
from bihuan.figures.models import Definition
from bihuan.figures.periods import write_period
from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.errors import DomainError
from bihuan.orgs.models import Unit
from bihuan.reporting.filling.answered import (
    ANSWERED,
    COMPARED,
    GAP,
    NONE,
    Answered,
    Asked,
)
from bihuan.reporting.models import CellKind, FormCell
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import GridCell, Value
from bihuan.reporting.periods import asked_days
from bihuan.reporting.rules import FigureSaid, said_of, scaled

EXCEL_ZERO = dt.date(1899, 12, 30)


class Figures:
    """Answers the cells of one filling that ask for a figure."""

    def __init__(self, asked: Asked, cells: Iterable[FormCell]) -> None:
        self.asked = asked
        self.home = asked.unit.home
        self.definitions = definitions_in(self.home)
        self._said: dict[str, FigureSaid] = {}
        self._scopes: dict[str, Scope] = {}
        self._faults: dict[str, str] = {}
        wanted: list[tuple[Definition, Scope]] = []
        for cell in cells:
            if cell.kind in (CellKind.FIGURE, CellKind.COMPARED):
                wanted += self._wanted(cell)
        found, failed = answer_all(
            {(ask[0].code, ask[1]): ask for ask in wanted}.values(),
            actor=asked.actor,
            with_waiting=True,
        )
        self._answers: Mapping[tuple[str, Scope], Answer] = found
        self._failed: Mapping[tuple[str, Scope], str] = failed

    def _wanted(self, cell: FormCell) -> list[tuple[Definition, Scope]]:
        """Return what a cell asks; nothing, with a sentence, where it cannot be asked."""
        try:
            said = said_of(cell.kind, cell.said)
            assert isinstance(said, FigureSaid)
            scope = self._scope(said)
        except DomainError as error:
            self._faults[str(cell)] = error.message
            return []
        self._said[str(cell)], self._scopes[str(cell)] = said, scope
        definition = self.definitions.get(said.figure)
        if definition is None:
            self._faults[str(cell)] = _("数据“%(code)s”已不存在，请重新设置这一格。") % {
                "code": said.figure
            }
            return []
        return [(definition, scope)]

    def _scope(self, said: FigureSaid) -> Scope:
        unit = self._units.get(said.unit) if said.unit else self.asked.unit
        if unit is None:
            raise DomainError(_("没有代码为“%(code)s”的单位。") % {"code": said.unit})
        return Scope(unit, asked_days(said.period, self.asked.period), self.asked.as_of)

    @cached_property
    def _units(self) -> dict[str, Unit]:
        rows = Unit.objects.under(self.home.path).select_related("home")
        return {unit.code: unit for unit in rows}

    def answer(self, cell: FormCell, place: Place, look: GridCell, label: str) -> Answered:
        """Return what a cell is answered; `place` is where it stands in the filled file."""
        key = str(cell)
        if key in self._faults:
            return self._gap(cell, place, label, self._faults[key])
        said, scope = self._said[key], self._scopes[key]
        definition = self.definitions[said.figure]
        asked = (definition.code, scope)
        if asked in self._failed:
            return self._gap(cell, place, label, self._failed[asked])
        answer = self._answers[asked]
        status = self._status(answer)
        value = self._value(answer, said, look) if status == ANSWERED else None
        return Answered(
            sheet=cell.sheet,
            place=place,
            asked_at=str(cell.place),
            kind=cell.kind,
            status=COMPARED if cell.kind == CellKind.COMPARED and status == ANSWERED else status,
            label=label,
            value=value,
            text=GridCell(value).text,
            exact="" if answer.value is None else str(answer.value),
            figure=definition.code,
            scope=self._words(definition, scope),
            records=answer.records,
            url=trace_url(definition.code, Scope(scope.unit, scope.period, self._moment())),
            note=self._note(answer, status),
        )

    def _status(self, answer: Answer) -> str:
        """Tell an answer from a gap: nought is an answer where the register is kept at all."""
        if answer.value is not None and answer.records:
            return ANSWERED
        if not self._is_kept(answer.definition):
            return GAP
        return NONE if answer.value is None else ANSWERED

    def _is_kept(self, definition: Definition) -> bool:
        """Tell whether a figure's register holds any record of this administration."""
        if definition.nature == "zero_claim":
            return True
        if definition.is_ratio:
            terms = definitions_in(self.home, [definition.numerator, definition.denominator])
            return all(self._is_kept(term) for term in terms.values())
        if definition.source not in self._kept:
            try:
                source = sources(self.home, frozenset({definition.source}))[definition.source]
            except UnknownSource:
                return False
            rows = source.rows(None).filter(source.within(self.home.path, None))
            self._kept[definition.source] = rows.exists()
        return self._kept[definition.source]

    @cached_property
    def _kept(self) -> dict[str, bool]:
        return {}

    def _value(self, answer: Answer, said: FigureSaid, look: GridCell) -> Value:
        if isinstance(answer.value, dt.date):
            is_day = look.look.kind == "date"
            return Decimal((answer.value - EXCEL_ZERO).days) if is_day else write_date(answer.value)
        if not isinstance(answer.value, Decimal):
            return None
        in_percents = answer.definition.unit_of_measure == "%" and look.look.kind == "percent"
        value = scaled(answer.value, said)
        return value / 100 if in_percents else value

    def _moment(self) -> dt.datetime | None:
        """Return the moment that a trace opens as of: where history is kept, that of filling."""
        return self.asked.as_of or clock.now()

    def _words(self, definition: Definition, scope: Scope) -> str:
        days = write_period(effective_period(definition, scope.period))
        return f"{scope.unit} {days}"[:120]

    def _note(self, answer: Answer, status: str) -> str:
        said = [answer.definition.note] if answer.definition.note else []
        if status == GAP:
            said = [_("“%(label)s”所用的台账还没有一条记录") % {"label": answer.definition.label}]
        elif status == NONE:
            said = [_("本期没有可算的记录")]
        if answer.waiting:
            said.append(_("另有%(count)s条待审核，没有计入") % {"count": answer.waiting})
        return "；".join(said)[:400]

    def _gap(self, cell: FormCell, place: Place, label: str, why: str) -> Answered:
        return Answered(
            cell.sheet, place, str(cell.place), cell.kind, GAP, label=label, note=why[:400]
        )
