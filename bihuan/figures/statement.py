"""One SELECT with many filtered aggregates.

Django's `aggregate()` resolves the filter of every aggregate anew: at 40 sources of five figures
that took longer than the database. Conditions on the table's own columns are written directly
(`plain`); where one is not of that kind, Django's compiler writes the FROM, the WHERE and each
different filter once. In both the aggregates are put together as text.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection, connections
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Substr

from bihuan.figures import plain
from bihuan.lib.sources import Plainly

Parameters = tuple[Any, ...]
# Statements in one: PostgreSQL weighs every order of up to eight tables, SQLite joins 64 at most.
SIDE_BY_SIDE = 8
COUNTS = ("COUNT", "COUNT DISTINCT")
NUMBERS = (*COUNTS, "SUM")


class _Part(NamedTuple):
    function: str
    field: str
    only: Q | None


class Key(NamedTuple):
    """What rows are grouped by: a field, or the first `width` characters of it."""

    field: str
    width: int = 0

    def written(self, column: str) -> str:
        """Return the key as SQL."""
        return f"SUBSTR({column}, 1, {self.width})" if self.width else column

    def expression(self) -> Combinable:
        """Return the key as Django writes it."""
        return Substr(self.field, 1, self.width) if self.width else F(self.field)


class Statement:
    """Aggregates over rows, each with a condition of its own.

    `rows` makes the queryset, `plainly` says the same as a table and a condition, where it can.
    `add` returns the name under which `run` answers; the same aggregate asked twice is one.
    """

    def __init__(self, rows: Callable[[], QuerySet[Any]], plainly: Plainly | None = None) -> None:
        self._rows, self._plainly = rows, plainly
        self._parts: dict[str, _Part] = {}
        self._names: dict[tuple[str, str, str], str] = {}
        self._are_days: set[str] = set()

    def add(
        self, function: str, field: str = "", *, only: Q | None = None, is_day: bool = False
    ) -> str:
        """Ask for `function` (COUNT, SUM, MIN, MAX, COUNT DISTINCT) of a field, or of rows."""
        key = (function, field, repr(only))
        if key in self._names:
            return self._names[key]
        name = f"a{len(self._parts)}"
        self._parts[name] = _Part(function, field, only or None)
        self._names[key] = name
        if is_day:
            self._are_days.add(name)
        return name

    @property
    def functions(self) -> dict[str, str]:
        """Return which function each name asks for."""
        return {name: part.function for name, part in self._parts.items()}

    def run(self) -> dict[str, Any]:
        """Return the aggregates by name: whole numbers or decimals, and days where asked."""
        return run_together([self])[0]

    def run_by(self, key: Key) -> dict[Any, dict[str, Any]]:
        """Return the aggregates of each group by its key, as the database gives the key."""
        return run_by_together([(self, key)])[0]

    @property
    def is_of_numbers(self) -> bool:
        """Tell whether every answer is a number, so that it may stand in another's column."""
        return all(part.function in NUMBERS for part in self._parts.values())

    @property
    def counts(self) -> list[int]:
        """Return at which places whole numbers stand."""
        return [at for at, part in enumerate(self._parts.values()) if part.function in COUNTS]

    def _named(self, row: Any) -> dict[str, Any]:
        found = dict(zip(self._parts, row, strict=True))
        for name in self._are_days:
            found[name] = _day(found[name])
        return found

    def __len__(self) -> int:
        """Count what is asked for."""
        return len(self._parts)

    def _written(self, key: Key | None = None) -> tuple[str, str, list[Any]]:
        if self._plainly is None:
            return self._by_django(key)
        try:
            return _Plain(self._plainly).written(self._parts.values(), key)
        except plain.NotPlain:
            return self._by_django(key)

    def _by_django(self, key: Key | None = None) -> tuple[str, str, list[Any]]:
        rows = self._rows()
        return rows.db, *_Compiled(rows).written(self._parts.values(), key)


def run_together(statements: Sequence[Statement]) -> list[dict[str, Any]]:
    """Run statements of one row each, `SIDE_BY_SIDE` at a time as one; return what each answers.

    Each becomes a table of one row, and these stand side by side, so that every column keeps its
    own type: `SELECT * FROM (SELECT COUNT(*) …) AS s0, (SELECT SUM(…) …) AS s1`.
    """
    found: list[dict[str, Any]] = []
    for begin in range(0, len(statements), SIDE_BY_SIDE):
        some = statements[begin : begin + SIDE_BY_SIDE]
        written = [each._written() for each in some]
        tables = ", ".join(f"({sql}) AS s{at}" for at, (_using, sql, _more) in enumerate(written))
        whole = written[0][1] if len(some) == 1 else f"SELECT * FROM {tables}"  # noqa: S608 (compiled)
        parameters = [each for _using, _sql, more in written for each in more]
        with connections[written[0][0]].cursor() as cursor:
            cursor.execute(whole, parameters)
            row = iter(cursor.fetchone())
        found += [each._named(list(islice(row, len(each)))) for each in some]
    return found


Grouped = dict[Any, dict[str, Any]]


def run_by_together(asked: Sequence[tuple[Statement, Key]]) -> list[Grouped]:
    """Run statements grouped by keys of one type, and return the groups of each by their keys.

    Those of numbers only stand one below the other, `SIDE_BY_SIDE` in one statement: `SELECT 0,
    SUBSTR(path, …), COUNT(*) … GROUP BY 2 UNION ALL SELECT 1, …`. A day cannot stand in a column
    of numbers: such a statement runs alone.
    """
    found: list[Grouped] = [{} for _each in asked]
    numbers = [at for at, (statement, _key) in enumerate(asked) if statement.is_of_numbers]
    together = [numbers[at : at + SIDE_BY_SIDE] for at in range(0, len(numbers), SIDE_BY_SIDE)]
    alone = [[at] for at in range(len(asked)) if at not in set(numbers)]
    for places in together + alone:
        some = [asked[at] for at in places]
        for at, groups in zip(places, _run_below(some), strict=True):
            found[at] = groups
    return found


def _run_below(asked: Sequence[tuple[Statement, Key]]) -> list[Grouped]:
    """Run grouped statements as one; a number tells whose each row is."""
    width = max(len(statement) for statement, _key in asked)
    arms, parameters, using = [], [], ""
    for at, (statement, key) in enumerate(asked):
        using, sql, more = statement._written(key)
        # PostgreSQL settles a column's type by two arms at a time: a bare NULL would make it text.
        empty = ", CAST(NULL AS numeric)" * (width - len(statement))
        arms.append(f"SELECT {at} AS own, t.*{empty} FROM ({sql} GROUP BY 1) t")  # noqa: S608 (compiled)
        parameters += more
    found: list[Grouped] = [{} for _each in asked]
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), parameters)
        rows = cursor.fetchall()
    ends = [2 + len(statement) for statement, _key in asked]
    whole = [statement.counts for statement, _key in asked]
    for own, key_value, *values in rows:
        statement = asked[own][0]
        del values[ends[own] - 2 :]
        for at in whole[own]:  # in one column with sums PostgreSQL gives them as decimals
            values[at] = int(values[at])
        found[own][key_value] = statement._named(values)
    return found


def _aggregate(function: str, column: str) -> str:
    if function == "COUNT DISTINCT":
        return f"COUNT(DISTINCT {column})"
    return f"{function}({column})"


class _Plain:
    """Writes the statement on a table's own columns; raises NotPlain where it cannot."""

    def __init__(self, plainly: Plainly) -> None:
        self.model: type[Model] = plainly[0]
        self.ways = plainly[1]
        self._conditions: dict[str, plain.Sql] = {}
        self._columns: dict[str, None] = {}

    def written(self, parts: Any, key: Key | None = None) -> tuple[str, str, list[Any]]:
        """Return the database, the statement and its parameters."""
        chosen: list[str] = []
        parameters: list[Any] = []
        if key is not None:
            column = plain.column(self.model, key.field, connection)
            self._columns[column] = None
            chosen.append(key.written(column))
        for part in parts:
            column = plain.column(self.model, part.field, connection) if part.field else "*"
            if part.field:
                self._columns[column] = None
            text = _aggregate(part.function, column)
            if part.only is not None:
                condition, more = self._condition(part.only)
                text = f"{text} FILTER (WHERE {condition})"
                parameters.extend(more)
            chosen.append(text)
        rows, more = self._rows()
        sql = f"SELECT {', '.join(chosen)} FROM {rows}"  # noqa: S608 (compiled)
        return connection.alias, sql, [*parameters, *more]

    def _rows(self) -> plain.Sql:
        """Return the table with its condition, or the rows of several conditions one by one."""
        table = plain.table(self.model, connection)
        found = [plain.condition(self.model, way, connection) for way in self.ways]
        if len(found) == 1:
            return f"{table} WHERE {found[0][0]}", found[0][1]
        columns = ", ".join(self._columns) or "1 AS one"
        arms = [f"SELECT {columns} FROM {table} WHERE {where}" for where, _parameters in found]  # noqa: S608 (compiled)
        parameters = tuple(each for _where, more in found for each in more)
        return f"({' UNION ALL '.join(arms)}) AS {table}", parameters

    def _condition(self, only: Q) -> plain.Sql:
        key = repr(only)
        if key not in self._conditions:
            self._conditions[key] = plain.condition(self.model, only, connection)
            for name in plain.columns(self.model, only, connection):
                self._columns[name] = None
        return self._conditions[key]


class _Compiled:
    """Writes the statement by Django's compiler."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._query: Any = rows.order_by().query.chain()
        self._compiler: Any = self._query.get_compiler(rows.db)
        self._conditions: dict[str, tuple[str, Parameters]] = {}

    def written(self, parts: Any, key: Key | None = None) -> tuple[str, list[Any]]:
        """Return the statement and its parameters."""
        chosen: list[str] = []
        parameters: list[Any] = []
        if key is not None:
            column, more = self._column(key.field)
            chosen.append(key.written(column))
            parameters.extend(more)
        for part in parts:
            column, more = self._column(part.field)
            text = _aggregate(part.function, column)
            parameters.extend(more)
            if part.only is not None:
                condition, more = self._condition(part.only)
                text = f"{text} FILTER (WHERE {condition})"
                parameters.extend(more)
            chosen.append(text)
        where, where_parameters = self._compiled(self._query.where)
        # After the filters: a field of another table adds its join to the query.
        tables, table_parameters = self._compiler.get_from_clause()
        sql = f"SELECT {', '.join(chosen)} FROM {' '.join(tables)} WHERE {where}"  # noqa: S608 (compiled)
        return sql, [*parameters, *table_parameters, *where_parameters]

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
