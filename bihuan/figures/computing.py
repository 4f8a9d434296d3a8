"""Computing many figures at once: one statement a source and period, `latest` apart.

Worked example: five definitions on the register `roads` for one year become one SELECT with five
filtered aggregates and five filtered counts, answered from the covering index alone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q

from bihuan.figures import conditions
from bihuan.figures.asking import Amount, Answer, Scope, effective_period
from bihuan.figures.catalogue import sources
from bihuan.figures.errors import UnknownFigure
from bihuan.figures.models import Aggregate, Definition
from bihuan.figures.periods import Period
from bihuan.figures.statement import Statement
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

DAYS_A_YEAR, DAYS_A_MONTH = Decimal("365.25"), Decimal("30.4375")


def definitions_in(home: Unit, codes: Iterable[str] | None = None) -> dict[str, Definition]:
    """Return the figures defined for a home by itself and the administrations above it, by code.

    Raises UnknownFigure for a code that is not defined.
    """
    above = [home.path[:end] for end in range(4, len(home.path) + 1, 4)]
    rows = Definition.objects.filter(home__path__in=above).order_by("home__path", "sort_order")
    found = {row.code: row for row in rows}
    if codes is None:
        return found
    wanted = list(codes)
    for code in wanted:
        if code not in found:
            raise UnknownFigure(f"没有名为“{code}”的数据，请检查代码或名称。")
    return {code: found[code] for code in wanted}


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
    if not actor.may_in_home_of(Permission.SEE_FIGURES, scope.unit):
        raise NotAllowed(f"您的账号不能查看“{scope.unit}”的数据。")
    asked = {definition.code: definition for definition in definitions}
    everything = _with_terms(asked, scope.unit.home)
    named = frozenset(d.source for d in everything.values() if not d.is_ratio)
    catalogue = sources(scope.unit.home, named) if offered is None else offered
    answers: dict[str, Answer] = {}
    groups: dict[tuple[str, Period], list[Definition]] = defaultdict(list)
    for definition in everything.values():
        if not definition.is_ratio:
            groups[definition.source, effective_period(definition, scope.period)].append(definition)
    for (code, period), group in groups.items():
        narrowed = Scope(scope.unit, period, scope.as_of)
        source = catalogue[code]
        seen = source.visible_to(actor) if with_visible else None
        answers |= _one_statement(source, group, narrowed, seen, with_waiting=with_waiting)
    for definition in everything.values():
        if definition.is_ratio:
            answers[definition.code] = _ratio(definition, scope, answers)
    return {code: answers[code] for code in asked}


def _with_terms(asked: Mapping[str, Definition], home: Unit) -> dict[str, Definition]:
    everything = dict(asked)
    terms = {d.numerator for d in asked.values() if d.is_ratio}
    terms |= {d.denominator for d in asked.values() if d.is_ratio}
    missing = terms - everything.keys()
    if missing:
        everything |= definitions_in(home, sorted(missing))
    if any(everything[code].is_ratio for code in terms):
        raise Invalid("比率的分子和分母不能又是比率，请改为可计数的数据。")
    return everything


def _one_statement(
    source: Source, group: list[Definition], scope: Scope, seen: Q | None, *, with_waiting: bool
) -> dict[str, Answer]:
    filters = {d.code: conditions.condition(source, d.where) for d in group}
    needed = conditions.annotations(source, [code for d in group for code in _fields_of(d)])
    within = source.within(scope.unit.path, scope.period)
    rows = source.counted(scope.as_of)
    rows = (rows.annotate(**needed) if needed else rows).filter(within)
    statement = Statement(rows)
    asked = {d.code: _ask(statement, source, d, filters[d.code], seen) for d in group}
    found = statement.run()
    waiting = _waiting(source, group, filters, scope, needed) if with_waiting else {}
    answers = {}
    for definition in group:
        values = {key: found[name] for key, name in asked[definition.code].items()}
        if definition.aggregate == Aggregate.LATEST:
            value = _latest(source, definition, rows.filter(filters[definition.code]))
        else:
            value = _value(source, definition, values)
        answers[definition.code] = Answer(
            definition,
            scope,
            value,
            records=values["records"],
            waiting=waiting.get(definition.code, 0),
            visible=values.get("visible"),
        )
    return answers


def _fields_of(definition: Definition) -> list[str]:
    named = [code for code in (definition.field, definition.until) if code]
    return named + conditions.fields_named(definition.where)


def _ask(
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


def _value(source: Source, definition: Definition, found: Mapping[str, Any]) -> Amount:
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


def _waiting(
    source: Source,
    group: list[Definition],
    filters: Mapping[str, Q],
    scope: Scope,
    needed: Mapping[str, Any],
) -> dict[str, int]:
    if source.waiting is None:
        return {}
    rows = source.waiting(scope.as_of).annotate(**needed)
    statement = Statement(rows.filter(source.within(scope.unit.path, scope.period)))
    names = {d.code: statement.add("COUNT", only=filters[d.code]) for d in group}
    found = statement.run()
    return {code: found[name] for code, name in names.items()}


def _ratio(definition: Definition, scope: Scope, answers: Mapping[str, Answer]) -> Answer:
    top, bottom = answers[definition.numerator], answers[definition.denominator]
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
