"""Computing many figures at once: one statement a source, `latest` apart.

Worked example: five definitions on the register `roads` for one year become one SELECT with five
filtered aggregates and five filtered counts, answered from the covering index alone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from bihuan.figures import conditions
from bihuan.figures.asking import Amount, Answer, Scope, effective_period
from bihuan.figures.catalogue import Offered, offered_in, sources
from bihuan.figures.errors import UnknownFigure
from bihuan.figures.models import Aggregate, Definition
from bihuan.figures.scoping import Ask, Asking
from bihuan.figures.statement import Statement, run_together
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

MOST_AT_ONCE = 150  # figures in one statement: a database bears some thousand parameters
DAYS_A_YEAR, DAYS_A_MONTH = Decimal("365.25"), Decimal("30.4375")


def definitions_in(home: Unit, codes: Iterable[str] | None = None) -> dict[str, Definition]:
    """Return the figures defined for a home by itself and the administrations above it, by code.

    Raises UnknownFigure for a code that is not defined.
    """
    if codes is None:
        return _defined_in(home, None)
    wanted = list(codes)
    return picked(known_in(home, wanted), wanted)


def known_in(home: Unit, codes: Iterable[str]) -> dict[str, Definition]:
    """Return those of some figures that are defined for a home, by code; one statement.

    The terms of ratios are read with them, so that nobody has to look for them afterwards.
    """
    wanted = set(codes)
    found = _defined_in(home, wanted) if wanted else {}
    return {code: one for code, one in found.items() if code in wanted}


def picked(known: Mapping[str, Definition], codes: Iterable[str]) -> dict[str, Definition]:
    """Return some figures of those that are known; raises UnknownFigure for one that is not."""
    wanted = list(codes)
    for code in wanted:
        if code not in known:
            raise UnknownFigure(f"没有名为“{code}”的数据，请检查代码或名称。")
    return {code: known[code] for code in wanted}


def _defined_in(home: Unit, codes: Collection[str] | None) -> dict[str, Definition]:
    above = [home.path[:end] for end in range(4, len(home.path) + 1, 4)]
    rows = Definition.objects.filter(home__path__in=above).order_by("home__path", "sort_order")
    if codes is not None:
        ratios = Definition.objects.filter(
            home__path__in=above, code__in=codes, aggregate=Aggregate.RATIO
        )
        rows = rows.filter(
            Q(code__in=codes)
            | Q(code__in=ratios.values("numerator"))
            | Q(code__in=ratios.values("denominator"))
        )
    found = {row.code: row for row in rows}
    for one in found.values():
        if one.is_ratio:
            both = (one.numerator, one.denominator)
            one.terms = (home.path, {code: found[code] for code in both if code in found})
    return found


def compute(
    definitions: Iterable[Definition],
    scope: Scope,
    *,
    actor: Actor,
    with_waiting: bool = False,
    with_visible: bool = False,
    offered: Mapping[str, Source] | None = None,
) -> dict[str, Answer]:
    """Answer figures by code over a unit's subtree, a period and a moment.

    Counts are of all records, whoever asks: the actor must hold `see_figures` in the unit's
    administration (NotAllowed otherwise), but may be allowed to open only some of the rows:
    `with_visible` counts those in the same statement. `offered` are the sources, where they are
    at hand.
    """
    found = compute_all(
        [(definition, scope) for definition in definitions],
        actor=actor,
        with_waiting=with_waiting,
        with_visible=with_visible,
        offered=offered,
    )
    return {code: answer for (code, _scope), answer in found.items()}


def compute_all(
    asked: Iterable[Ask],
    *,
    actor: Actor,
    with_waiting: bool = False,
    with_visible: bool = False,
    offered: Mapping[str, Source] | None = None,
) -> dict[tuple[str, Scope], Answer]:
    """Answer figures each over a scope of its own, by code and scope, as `compute` does.

    The scopes lie in one administration and ask for one moment.
    """
    wanted = list(asked)
    if not wanted:
        return {}
    for unit in {scope.unit for _definition, scope in wanted}:
        if not actor.may_in_home_of(Permission.SEE_FIGURES, unit):
            raise NotAllowed(f"您的账号不能查看“{unit}”的数据。")
    home = wanted[0][1].unit.home
    everything = with_terms(wanted, home)
    counted = [ask for ask in everything if not ask[0].is_ratio]
    named = frozenset(definition.source for definition, _scope in counted)
    catalogue = sources(home, named) if offered is None else offered
    groups = [
        _Group(source, group, actor if with_visible else None, with_waiting=with_waiting)
        for source, group in _grouped(counted, catalogue)
    ]
    found = iter(run_together([one for group in groups for one in group.statements]))
    answers: dict[tuple[str, Scope], Answer] = {}
    for group in groups:
        answers |= group.answers([next(found) for _statement in group.statements])
    for definition, scope in everything:
        if definition.is_ratio:
            answers[definition.code, scope] = _ratio(definition, scope, answers)
    return {
        (definition.code, scope): answers[definition.code, scope] for definition, scope in wanted
    }


def sources_of(definitions: Iterable[Definition], home: Unit) -> Offered:
    """Return the sources that figures and their terms are counted from, for a whole page."""
    asked = list(definitions)
    terms = [term for one in asked for term in one.terms[1].values()]
    return offered_in(home, frozenset(one.source for one in asked + terms if not one.is_ratio))


def with_terms(asked: list[Ask], home: Unit) -> list[Ask]:
    """Return what is asked and, over the same scope, the terms of each ratio."""
    known = {definition.code: definition for definition, _scope in asked}
    ratios = [definition for definition in known.values() if definition.is_ratio]
    terms = {code for ratio in ratios for code in (ratio.numerator, ratio.denominator)}
    for ratio in ratios:
        path, read_with_it = ratio.terms
        known = {**(read_with_it if path == home.path else {}), **known}
    missing = terms - known.keys()
    if missing:
        known |= definitions_in(home, sorted(missing))
    if any(known[code].is_ratio for code in terms):
        raise Invalid("比率的分子和分母不能又是比率，请改为可计数的数据。")
    everything = {(definition.code, scope): (definition, scope) for definition, scope in asked}
    for definition, scope in asked:
        for code in (definition.numerator, definition.denominator) if definition.is_ratio else ():
            everything.setdefault((code, scope), (known[code], scope))
    return list(everything.values())


def _grouped(
    counted: list[Ask], catalogue: Mapping[str, Source]
) -> Iterator[tuple[Source, list[Ask]]]:
    """Put together what one statement answers: a source's; of held things, a source's and scope's.

    Very many scopes become several statements: a statement bears only so many parameters.
    """
    groups: dict[tuple[str, object], list[Ask]] = defaultdict(list)
    for definition, scope in counted:
        held = catalogue[definition.source].term is not None
        apart = (scope.unit.path, effective_period(definition, scope.period)) if held else None
        groups[definition.source, apart].append((definition, scope))
    for (code, _apart), group in groups.items():
        for start in range(0, len(group), MOST_AT_ONCE):
            yield catalogue[code], group[start : start + MOST_AT_ONCE]


class _Group:
    """What a source is asked: its statement, and another for what waits where that is asked."""

    def __init__(
        self, source: Source, group: list[Ask], sees: Actor | None, *, with_waiting: bool
    ) -> None:
        self._source, self._group = source, group
        self._asking = Asking(source, group)
        statement = self._asking.statement()
        seen = source.visible_to(sees) if sees is not None else None
        self._parts = [
            ask_parts(statement, source, definition, only, seen)
            for (definition, _scope), only in zip(group, self._asking.filters, strict=True)
        ]
        self.statements = [statement]
        self._waiting: list[str] = []
        if with_waiting and source.waiting is not None:
            waiting = self._asking.statement(is_waiting=True)
            self._waiting = [waiting.add("COUNT", only=only) for only in self._asking.filters]
            self.statements.append(waiting)

    def answers(self, found: Sequence[Mapping[str, Any]]) -> dict[tuple[str, Scope], Answer]:
        """Return the answers from what the statements answered."""
        waiting = [found[1][name] for name in self._waiting] or [0] * len(self._group)
        answers = {}
        for at, (definition, scope) in enumerate(self._group):
            values = {key: found[0][name] for key, name in self._parts[at].items()}
            answers[definition.code, scope] = Answer(
                definition,
                Scope(scope.unit, effective_period(definition, scope.period), scope.as_of),
                self._value(at, definition, values),
                records=values["records"],
                waiting=waiting[at],
                visible=values.get("visible"),
            )
        return answers

    def _value(self, at: int, definition: Definition, values: Mapping[str, Any]) -> Amount:
        if definition.aggregate != Aggregate.LATEST:
            return value_of(self._source, definition, values)
        rows = self._asking.rows().filter(self._asking.filters[at])
        return _latest(self._source, definition, rows)


def ask_parts(
    statement: Statement, source: Source, definition: Definition, only: Q, seen: Q | None
) -> dict[str, str]:
    """Ask a statement for what a definition needs; returns the names of the answers by part."""
    asked = {"records": statement.add("COUNT", only=only)}
    if seen is not None:
        asked["visible"] = statement.add("COUNT", only=only & seen)
    kind = definition.aggregate
    if kind in (Aggregate.COUNT, Aggregate.LATEST):
        return asked
    field = source.field(definition.field)
    name, is_day = conditions.name_of(field), field.type == "date"
    if kind in (Aggregate.SUM, Aggregate.AVG):  # an average is divided here, exactly
        asked["sum"] = statement.add("SUM", name, only=only)
    if kind in (Aggregate.AVG, Aggregate.DISTINCT):
        function = "COUNT" if kind == Aggregate.AVG else "COUNT DISTINCT"
        asked["count"] = statement.add(function, name, only=only)
    if kind in (Aggregate.MIN, Aggregate.MAX):
        function = "MIN" if kind == Aggregate.MIN else "MAX"
        asked["end"] = statement.add(function, name, only=only, is_day=is_day)
    if kind == Aggregate.SPAN:
        until = conditions.name_of(source.field(definition.until or definition.field))
        asked["first"] = statement.add("MIN", name, only=only, is_day=True)
        asked["last"] = statement.add("MAX", until, only=only, is_day=True)
    return asked


def value_of(source: Source, definition: Definition, found: Mapping[str, Any]) -> Amount:
    """Return the value of a figure from its parts, as `ask_parts` named them."""
    kind = definition.aggregate
    if kind == Aggregate.COUNT:
        return Decimal(found["records"])
    if kind == Aggregate.DISTINCT:
        return Decimal(found["count"])
    if kind == Aggregate.SPAN:
        return _span(found["first"], found["last"], definition.unit_of_measure)
    field = source.field(definition.field)
    value = field.value(found["end"] if "end" in found else found["sum"])
    if kind == Aggregate.AVG and isinstance(value, Decimal):
        return value / Decimal(found["count"])
    if kind == Aggregate.SUM and value is None:
        return Decimal(0) if found["records"] == 0 else None
    return value if isinstance(value, Decimal | dt.date) else None


def _span(first: dt.date | None, last: dt.date | None, unit: str) -> Amount:
    if first is None or last is None:
        return None
    days = Decimal((last - first).days)
    if unit == "年":
        return days / DAYS_A_YEAR
    return days / DAYS_A_MONTH if unit in ("月", "个月") else days


def _latest(source: Source, definition: Definition, rows: Any) -> Amount:
    field = source.field(definition.field)
    order = ([f"-{source.day}"] if source.day else []) + list(source.order)
    raw = rows.order_by(*order).values_list(conditions.name_of(field), flat=True).first()
    value = field.value(raw)
    return value if isinstance(value, Decimal | dt.date) else None


def _ratio(
    definition: Definition, scope: Scope, answers: Mapping[tuple[str, Scope], Answer]
) -> Answer:
    top, bottom = answers[definition.numerator, scope], answers[definition.denominator, scope]
    return divided(definition, scope, top, bottom)


def divided(definition: Definition, scope: Scope, top: Answer, bottom: Answer) -> Answer:
    """Answer a ratio from its two terms."""
    value: Amount = None
    if isinstance(top.value, Decimal) and isinstance(bottom.value, Decimal) and bottom.value:
        value = top.value / bottom.value
        value = value * 100 if definition.unit_of_measure == "%" else value
    return Answer(
        definition,
        scope,
        value,
        records=top.records + bottom.records,
        waiting=top.waiting + bottom.waiting,
        visible=None if top.visible is None else top.visible + (bottom.visible or 0),
    )
