"""What one statement asks of a source: figures that may each have a scope of their own.

Where all ask about one place and period, that is the statement's condition, as somebody would
write it by hand. Where they differ, the statement covers the smallest place and period that hold
all of them, and each figure's own stand in its filter.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.figures import conditions
from bihuan.figures.asking import Scope, effective_period
from bihuan.figures.models import Definition
from bihuan.figures.periods import Period
from bihuan.figures.statement import Statement
from bihuan.lib.sources import Plainly, Source

Ask = tuple[Definition, Scope]
STEP = 4  # characters of a path that one level takes


class Asking:
    """The conditions of figures on one source; `filters` are theirs in order.

    `within` stands for the condition of the whole, where it is narrower than the scopes are.
    """

    def __init__(self, source: Source, group: list[Ask], within: Q | None = None) -> None:
        self.source, self.group = source, group
        self.as_of: dt.datetime | None = group[0][1].as_of
        source.refuse_past(self.as_of)
        places = [(scope.unit.path, effective_period(d, scope.period)) for d, scope in group]
        where: dict[str, Q] = {}
        self.filters = []
        for (definition, _scope), (path, period) in zip(group, places, strict=True):
            own = conditions.condition(source, definition.where)
            if len(set(places)) > 1:
                key = f"{path} {period}"
                where.setdefault(key, source.within(path, period))
                own = where[key] & own
            self.filters.append(own)
        if within is None:
            within = source.within(around(path for path, _period in places), _over(places))
        self.within = within

    @cached_property
    def needed(self) -> Mapping[str, Any]:
        """Return the annotations that the figures need: of fields that are no plain column."""
        return conditions.annotations(
            self.source, [code for d, _scope in self.group for code in _fields_of(d)]
        )

    def rows(self, *, is_waiting: bool = False) -> QuerySet[Any]:
        """Return the rows that the statement covers."""
        make = self.source.waiting if is_waiting else self.source.counted
        assert make is not None
        rows = make(self.as_of)
        return (rows.annotate(**self.needed) if self.needed else rows).filter(self.within)

    def statement(self, *, is_waiting: bool = False) -> Statement:
        """Return a statement over the rows, to be asked."""
        return Statement(
            lambda: self.rows(is_waiting=is_waiting), self._plainly(is_waiting=is_waiting)
        )

    def _plainly(self, *, is_waiting: bool) -> Plainly | None:
        if self.source.plainly is None or self.needed:
            return None
        model, ways = self.source.plainly(self.as_of, is_waiting)
        return model, tuple(way & self.within for way in ways)


def _fields_of(definition: Definition) -> list[str]:
    named = [code for code in (definition.field, definition.until) if code]
    return named + conditions.fields_named(definition.where)


def around(paths: Iterable[str]) -> str:
    """Return the path of the smallest subtree that holds all of the paths."""
    given = set(paths)
    lowest, highest = min(given), max(given)  # what these two share, all share
    same = 0
    while lowest[: same + STEP] == highest[: same + STEP] and same < len(lowest):
        same += STEP
    return lowest[:same]


def _over(places: list[tuple[str, Period]]) -> Period:
    """Return the shortest period that holds all of the periods."""
    periods = [period for _path, period in places]
    known = [period for period in periods if period is not None]
    if len(known) < len(periods):
        return None
    return min(first for first, _last in known), max(last for _first, last in known)
