"""One SELECT with many filtered aggregates.

Django's `aggregate()` resolves the filter of every aggregate anew: at 40 sources of five figures
that took longer than the database. Here its own compiler writes the FROM, the WHERE and each
different filter once, and the aggregates are put together as text.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import F, Q, QuerySet

Parameters = tuple[Any, ...]


class Statement:
    """Aggregates over the rows of a queryset, each with a condition of its own.

    `add` returns the name under which `run` answers; the same aggregate asked twice is one.
    """

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._query: Any = rows.order_by().query.chain()
        self._compiler: Any = self._query.get_compiler(rows.db)
        self._using = rows.db
        self._conditions: dict[str, tuple[str, Parameters]] = {}
        self._parts: dict[str, tuple[str, Parameters]] = {}
        self._names: dict[tuple[str, str, str], str] = {}
        self._are_days: set[str] = set()

    def add(
        self, function: str, field: str = "", *, only: Q | None = None, is_day: bool = False
    ) -> str:
        """Ask for `function` (COUNT, SUM, MIN, MAX, COUNT DISTINCT) of a field, or of rows."""
        key = (function, field, repr(only))
        if key in self._names:
            return self._names[key]
        column, parameters = self._column(field)
        word = f"COUNT(DISTINCT {column})" if function == "COUNT DISTINCT" else ""
        text = word or f"{function}({column})"
        if only:
            condition, more = self._condition(only)
            text, parameters = f"{text} FILTER (WHERE {condition})", parameters + more
        name = f"a{len(self._parts)}"
        self._parts[name] = (text, parameters)
        self._names[key] = name
        if is_day:
            self._are_days.add(name)
        return name

    def run(self) -> dict[str, Any]:
        """Return the aggregates by name: whole numbers or decimals, and days where asked."""
        where, where_parameters = self._compiled(self._query.where)
        # After the filters: a field of another table adds its join to the query.
        tables, table_parameters = self._compiler.get_from_clause()
        chosen = ", ".join(text for text, _parameters in self._parts.values())
        parameters = [each for _text, part in self._parts.values() for each in part]
        sql = f"SELECT {chosen} FROM {' '.join(tables)} WHERE {where}"  # noqa: S608 (compiled)
        with connections[self._using].cursor() as cursor:
            cursor.execute(sql, [*parameters, *table_parameters, *where_parameters])
            found = dict(zip(self._parts, cursor.fetchone(), strict=True))
        return {name: _day(v) if name in self._are_days else v for name, v in found.items()}

    def _column(self, field: str) -> tuple[str, Parameters]:
        if not field:
            return "*", ()
        return self._compiled(F(field).resolve_expression(self._query, allow_joins=True))

    def _condition(self, only: Q) -> tuple[str, Parameters]:
        key = repr(only)
        if key not in self._conditions:
            self._conditions[key] = self._compiled(only.resolve_expression(self._query))
        return self._conditions[key]

    def _compiled(self, expression: Any) -> tuple[str, Parameters]:
        try:
            sql, parameters = self._compiler.compile(expression)
        except EmptyResultSet:
            return "1 = 0", ()
        except FullResultSet:
            return "1 = 1", ()
        return sql, tuple(parameters)


def _day(value: Any) -> dt.date | None:
    """Return a day as the database gave it: SQLite gives text."""
    if value is None or isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value)[:10])
