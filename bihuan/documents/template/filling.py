"""Filling a template: its figures and rows computed together, then written into the text.

First pass: everything that the text asks for was read off its syntax tree and is computed at
once, whatever its unit and period: one statement a source. Second pass: the text runs. Only a
figure whose unit or period comes from a row is asked during the second pass: all such figures for
the units of all rows of the loop.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from jinja2.exceptions import SecurityError

from bihuan.documents.template.blocks import Marked
from bihuan.documents.template.faults import Fault
from bihuan.documents.template.filled import FilledDocument, Run, paper_of
from bihuan.documents.template.language import FigureUse, Program, Sandbox
from bihuan.documents.template.marks import without_marks
from bihuan.documents.template.reading import Template, no_such_figure
from bihuan.documents.template.rows import fetch
from bihuan.documents.template.scoping import Scoping
from bihuan.documents.template.stating import Signed, Statements
from bihuan.documents.template.values import (
    FigureValue,
    Row,
    Rows,
    RowValue,
    Unanswered,
    field_named,
)
from bihuan.figures.answering import answer_all
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.figures.errors import UnknownSource
from bihuan.figures.models import Definition
from bihuan.figures.periods import Period
from bihuan.lib import clock
from bihuan.lib.errors import DomainError
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

MOST_OUTPUT = 400_000  # characters; a summary has five thousand
MOST_ROWS = 5_000  # rows handed out to loops in one document


def fill(
    template: Template,
    *,
    unit: Unit,
    actor: Actor,
    as_of: dt.datetime | None = None,
    signed: Mapping[str, Signed] | None = None,
) -> FilledDocument:
    """Fill a template for a unit, as the records stand now or stood at a moment.

    `signed` has by key what people signed for. Raises NotAllowed where the actor may not see the
    figures of the unit's administration.
    """
    program, front = template.program, template.front
    run = run_program(program, unit, actor, period=front.days, as_of=as_of, signed=signed)
    blocks = Marked([figure.text for figure in run.figures], run.words).blocks(run.text)
    return FilledDocument(
        paper=paper_of(front, blocks, run.figures),
        figures=run.figures,
        faults=run.faults,
        pending=[figure for figure in run.figures if figure.status == "pending"],
        asked=run.asked,
        warnings=run.warnings,
    )


def run_program(
    program: Program,
    unit: Unit,
    actor: Actor,
    *,
    period: Period,
    as_of: dt.datetime | None = None,
    signed: Mapping[str, Signed] | None = None,
) -> Run:
    """Run a checked text for a unit and period; raises NotAllowed as `compute` does."""
    return _Filling(program, unit, actor, period, as_of, signed or {}).run()


def _for_templates(function: Any) -> Any:
    function.is_for_templates = True
    return function


class _TooMuchError(Exception):
    """The text grew past what a document may be."""


class _Filling:
    """One run of a template; its methods `figure` and `rows` are all that the text can call."""

    def __init__(
        self,
        program: Program,
        unit: Unit,
        actor: Actor,
        period: Period,
        as_of: dt.datetime | None,
        signed: Mapping[str, Signed],
    ) -> None:
        self.program = program
        self.actor = actor
        self.scoping = Scoping(unit, period, as_of)
        self.faults: set[Fault] = set()
        self.warnings: set[Fault] = set()
        self.handed_out = 0
        self.definitions = definitions_in(unit.home)
        self.by_name = {d.label: d for d in self.definitions.values()} | self.definitions
        self.answers: dict[tuple[str, str], Answer] = {}
        self.unanswerable: dict[tuple[str, str], str] = {}
        self.dynamic: list[Definition] = []
        self.sources: dict[str, Source] = {}
        self.statements = Statements(
            self.sources,
            as_of or clock.now(),
            signed,
            self.definitions,
            self.scoping.narrowed(),
        )

    def run(self) -> Run:
        self._read_sources()
        self._compute_what_is_known()
        text = self._text()
        stated = self.statements
        return Run(
            text=text,
            figures=stated.figures,
            asked=stated.asked,
            words=stated.words,
            faults=sorted(self.faults),
            warnings=sorted(self.warnings),
        )

    # first pass

    def _read_sources(self) -> None:
        """Find the sources of the figures and rows that the text names, and check the fields."""
        used = [self.by_name[use.name] for use in self._figures() if use.name in self.by_name]
        wanted = {d.source for d in used if d.source}
        wanted |= {use.source for use in self.program.rows}
        self._find_sources(wanted)
        for use in self.program.rows:
            source = self.sources.get(use.source)
            if source is None:
                self.fault(use.line, _("没有名为“%(code)s”的台账。") % {"code": use.source})
                continue
            for name in use.selected_by:
                if field_named(source, name) is None:
                    self.no_such_field(source, name, use.line)
            for name, line in use.fields.items():
                if field_named(source, name) is None:
                    self.no_such_field(source, name, line)

    def _figures(self) -> list[FigureUse]:
        return self.program.figures

    def _find_sources(self, wanted: set[str]) -> None:
        """Find sources all at once, or one by one where one of them is not there."""
        try:
            self.sources |= sources(self.scoping.unit.home, frozenset(wanted)) if wanted else {}
        except UnknownSource:
            if len(wanted) > 1:
                for code in wanted:
                    self._find_sources({code})

    def _compute_what_is_known(self) -> None:
        wanted: dict[tuple[str, str], tuple[Definition, Scope]] = {}
        for use in self._figures():
            definition = self.by_name.get(use.name)
            if definition is None:
                self.fault(use.line, no_such_figure(use.name))
                continue
            if use.is_dynamic:
                self.dynamic.append(definition)
                continue
            try:
                scope = self.scoping.narrowed(use.unit, use.period)
            except DomainError as error:
                self.fault(use.line, error.message)
                continue
            wanted[definition.code, self.scoping.key(scope)] = (definition, scope)
        self._compute(wanted.values())

    def _compute(self, wanted: Iterable[tuple[Definition, Scope]]) -> None:
        answers, faults = answer_all(wanted, actor=self.actor)
        key = self.scoping.key
        self.answers |= {(code, key(scope)): answer for (code, scope), answer in answers.items()}
        self.unanswerable |= {(code, key(scope)): why for (code, scope), why in faults.items()}

    def _compute_over_units_of(self, rows: Iterable[Row]) -> None:
        """Answer at once, for the unit of each row of a loop, what is asked in loops."""
        if not self.dynamic:
            return
        units = dict.fromkeys(row.source.unit_of(row.row) for row in rows)
        scopes = [Scope(u, self.scoping.period, self.scoping.as_of) for u in units if u]
        asks = [(d, scope) for scope in scopes for d in dict.fromkeys(self.dynamic)]
        known = self.answers.keys() | self.unanswerable.keys()
        self._compute([(d, s) for d, s in asks if (d.code, self.scoping.key(s)) not in known])

    # second pass

    def _text(self) -> str:
        sandbox = Sandbox(finalize=_printed)
        tree = self.program.tree
        tree.set_environment(sandbox)
        pieces: list[str] = []
        length = 0
        try:
            compiled = sandbox.from_string(tree)
            for piece in compiled.generate(figure=self.figure, rows=self.rows):
                length += len(piece)
                if length > MOST_OUTPUT:
                    raise _TooMuchError
                pieces.append(piece)
        except _TooMuchError:
            self.fault(1, _("公文太长，请缩短循环，或用 limit 限制条数。"))
        except (SecurityError, SyntaxError, RecursionError):
            self.fault(1, _("模板用了不允许的写法，已停止生成。"))
        return "".join(pieces)

    @_for_templates
    def figure(self, name: str, *, line: int, **asked: Any) -> FigureValue | Unanswered:
        """Return the figure of a placeholder."""
        definition = self.by_name.get(name)
        if definition is None:
            return Unanswered(_("【没有名为“%(name)s”的数据】") % {"name": name})
        try:
            scope = self.scoping.narrowed(asked.pop("unit", None), asked.pop("period", None))
            answer = self._answer(definition, scope)
        except DomainError as error:
            self.fault(line, error.message)
            return Unanswered(f"【{definition.label}】")
        key = f"{definition.code}@{self.scoping.key(scope)}"
        return FigureValue(self, answer, key, line, asked)

    def _answer(self, definition: Definition, scope: Scope) -> Answer:
        """Return an answer; raises DomainError with the reason where there can be none."""
        at = (definition.code, self.scoping.key(scope))
        if at not in self.answers and at not in self.unanswerable:
            self._compute([(d, scope) for d in dict.fromkeys([*self.dynamic, definition])])
        if at in self.unanswerable:
            said = _("“%(label)s”无法计算：%(why)s")
            why = self.unanswerable[at]
            raise DomainError(said % {"label": definition.label, "why": why})
        return self.answers[at]

    @_for_templates
    def rows(self, code: str, *, use: int, **asked: Any) -> Rows:
        """Return the records of a loop, in the document's scope unless narrowed."""
        wanted = self.program.rows[use]
        source = self.sources.get(code)
        found: list[Row] = []
        if source is not None:
            names = [*wanted.fields, *wanted.selected_by]
            try:
                scope = self.scoping.narrowed(asked.pop("unit", None), asked.pop("period", None))
                fetched = fetch(source, scope, names, asked)
                found = [Row(self, source, row, wanted.line) for row in fetched]
                self._compute_over_units_of(found)
            except DomainError as error:
                self.fault(wanted.line, error.message)
        return Rows(found, self._charge)

    def _charge(self) -> None:
        self.handed_out += 1
        if self.handed_out > MOST_ROWS:
            raise _TooMuchError

    # what values ask

    def state_figure(self, figure: FigureValue) -> str:
        """Write a figure into the document."""
        try:
            return self.statements.figure(figure)
        except DomainError as error:
            self.fault(figure.line, error.message)
            return f"【{figure.definition.label}】"

    def state_number(self, value: RowValue) -> str:
        """Write a number of one record into the document."""
        try:
            return self.statements.number(value)
        except DomainError as error:
            self.fault(value.row.line, error.message)
            return f"【{value.field.label}】"

    def words(self, text: str) -> str:
        """Write words of a record into the document."""
        return self.statements.said(without_marks(text))

    def pending_condition(self, label: str, line: int) -> None:
        """Note that a condition met a figure that nothing answers."""
        said = _("条件中的“%(label)s”待核，按条件不成立处理。")
        self.warnings.add(Fault(line, said % {"label": label}))

    def bad_wording(self, line: int, why: Exception) -> None:
        """Note a wording that cannot be written."""
        self.fault(line, _("写法的参数不对（%(why)s），请改正。") % {"why": why})

    def no_such_field(self, source: Source, name: str, line: int) -> None:
        """Note a field that a source does not have."""
        known = "、".join(sorted(source.fields))
        said = _("“%(source)s”没有字段“%(name)s”，可用的有：%(known)s。")
        self.fault(line, said % {"source": source.label, "name": name, "known": known})

    def fault(self, line: int, message: str) -> None:
        """Note a fault; the same one is noted once."""
        self.faults.add(Fault(line, message))


def _printed(value: object) -> str:
    """Turn whatever stands between {{ and }} into text; a figure becomes its mark."""
    if isinstance(value, FigureValue | RowValue | Unanswered):
        return value.printed()
    if isinstance(value, str):
        return without_marks(value)  # an escape of a literal could spell a mark
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
