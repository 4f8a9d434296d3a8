"""Opening a figure: the records behind it that the actor may see, and how many there are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from bihuan.figures import conditions
from bihuan.figures.asking import Answer, Scope, effective_period
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import compute, definitions_in
from bihuan.figures.models import Definition
from bihuan.lib.moments import moment_text
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor

PAGE = 50


@dataclass(frozen=True)
class TracedRow:
    """One record behind a figure, as people read it."""

    id: str
    source: str
    date: str
    unit: str
    values: Mapping[str, str]
    url: str


@dataclass(frozen=True)
class Trace:
    """What a figure opens: the answer, how many of its records the actor may open, and a page.

    `terms` are the traces of a ratio's numerator and denominator; it has no rows of its own.
    `next_page` is the number of the next page, 0 where there is none.
    """

    answer: Answer
    visible: int
    rows: tuple[TracedRow, ...]
    waiting_rows: tuple[TracedRow, ...] = ()
    next_page: int = 0
    terms: "tuple[Trace, ...]" = ()
    source: Source | None = None


def trace(
    definition: Definition, scope: Scope, *, actor: Actor, page: int = 1, size: int = PAGE
) -> Trace:
    """Open a figure over a scope; raises NotAllowed as `compute` does."""
    home = scope.unit.home
    offered = None if definition.is_ratio else sources(home, frozenset({definition.source}))
    answer = compute(
        [definition],
        scope,
        actor=actor,
        with_waiting=True,
        with_visible=True,
        offered=offered,
    )[definition.code]
    if offered is None:
        both = definitions_in(home, [definition.numerator, definition.denominator])
        terms = tuple(trace(d, scope, actor=actor, page=page, size=size) for d in both.values())
        return Trace(answer, answer.visible or 0, (), terms=terms)
    source = offered[definition.source]
    rows = rows_behind(source, definition, scope)
    mine = rows.filter(source.visible_to(actor))
    start = (page - 1) * size
    shown = list(newest_first(source, mine)[start : start + size + 1])
    return Trace(
        answer,
        visible=answer.visible or 0,
        rows=tuple(traced_row(source, row, scope.as_of) for row in shown[:size]),
        waiting_rows=_waiting(source, definition, scope, actor) if answer.waiting else (),
        next_page=page + 1 if len(shown) > size else 0,
        source=source,
    )


def rows_behind(source: Source, definition: Definition, scope: Scope) -> QuerySet[Any]:
    """Return all rows that a figure counts over a scope; raises Invalid as `counted` does."""
    return _rows(source, definition, scope, source.counted(scope.as_of))


def _rows(
    source: Source, definition: Definition, scope: Scope, rows: QuerySet[Any]
) -> QuerySet[Any]:
    needed = conditions.annotations(source, conditions.fields_named(definition.where))
    period = effective_period(definition, scope.period)
    within, only = source.within(scope.unit.path, period), definition.where
    chosen = conditions.condition(source, only)
    found: QuerySet[Any] = rows.annotate(**needed).filter(within, chosen)
    return found


def _waiting(
    source: Source, definition: Definition, scope: Scope, actor: Actor
) -> tuple[TracedRow, ...]:
    if source.waiting is None:
        return ()
    rows = _rows(source, definition, scope, source.waiting(scope.as_of))
    mine = newest_first(source, rows.filter(source.visible_to(actor)))
    return tuple(traced_row(source, row, scope.as_of) for row in mine[:PAGE])


def newest_first(source: Source, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return rows newest first, with what describing them reads and no more."""
    order = ([f"-{source.day}"] if source.day else []) + list(source.order)
    return rows.order_by(*order).select_related(*source.related).defer(*source.unread)


def traced_row(source: Source, row: Any, as_of: dt.datetime | None = None) -> TracedRow:
    """Return a row as people read it; its address keeps the moment."""
    day = getattr(row, source.day) if source.day else None
    url = source.url(row)
    return TracedRow(
        id=str(source.record_id(row)),
        source=source.code,
        date=day.isoformat() if day else "",
        unit=str(source.unit_of(row)),
        values=source.describe(row),
        url=f"{url}?{urlencode({'as_of': moment_text(as_of)})}" if as_of and url else url,
    )
