"""Writing many rows at once: `executemany` on SQLite, `COPY` on PostgreSQL.

Model instances cost too much for an import of a hundred thousand rows; here a row is a plain tuple
in the order of `fields`, its values already of the field's Python type.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import DateField, DateTimeField, Field, JSONField, Model, UUIDField

Adapt = Callable[[Any], Any]
MANY_ROWS_SHARE = 4096  # moments and days that rows of one import have in common


@dataclass(frozen=True)
class Json:
    """A value of a JSON column that is written as JSON already."""

    text: str


def insert(
    model: type[Model],
    fields: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    as_stored: bool = False,
) -> None:
    """Insert rows into a model's table; must run inside the action's transaction.

    With `as_stored` the values are already what the driver takes: ids as 32 hexadecimal digits,
    JSON and days as text, moments by `stored_moment`.
    """
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column.column) for column in columns)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({names}) FROM STDIN", rows, [] if as_stored else columns)
        return
    marks = ", ".join(["?"] * len(columns))
    adapters = [_sqlite_adapter(column) for column in columns]
    with connection.cursor() as cursor, connection.wrap_database_errors:
        # The driver's own cursor: Django's rewrites the placeholders of each statement.
        cursor.cursor.connection.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 (names from models)
            rows if as_stored else _adapted(rows, adapters),
        )


def stored_moment(moment: dt.datetime) -> dt.datetime | str:
    """Return a moment as the database's driver takes it."""
    return moment if connection.vendor == "postgresql" else _moment(moment)


def _copy(statement: str, rows: Iterable[Sequence[Any]], columns: Sequence[Any]) -> None:
    json_at = [at for at, column in enumerate(columns) if isinstance(_target(column), JSONField)]
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        if not json_at:
            for row in rows:
                copy.write_row(row)
            return
        for row in rows:
            values = list(row)
            for at in json_at:
                values[at] = _json(values[at])
            copy.write_row(values)


def _adapted(
    rows: Iterable[Sequence[Any]], adapters: Sequence[Adapt | None]
) -> Iterator[tuple[Any, ...]]:
    changed = [(at, adapt) for at, adapt in enumerate(adapters) if adapt is not None]
    for row in rows:
        values = list(row)
        for at, adapt in changed:
            if values[at] is not None:
                values[at] = adapt(values[at])
        yield tuple(values)


def _target(field: Any) -> Field[Any, Any]:
    return field.target_field if field.is_relation else field  # type: ignore[no-any-return]


def _sqlite_adapter(field: Any) -> Adapt | None:
    target = _target(field)
    if isinstance(target, UUIDField):
        return _hex
    if isinstance(target, JSONField):
        return _json
    if isinstance(target, DateTimeField):
        return _moment
    return _day if isinstance(target, DateField) else None


def _json(value: Any) -> str:
    return value.text if isinstance(value, Json) else json.dumps(value, ensure_ascii=False)


@lru_cache(MANY_ROWS_SHARE)
def _moment(value: dt.datetime) -> str:
    return str(value.astimezone(dt.UTC).replace(tzinfo=None))


@lru_cache(MANY_ROWS_SHARE)
def _day(value: dt.date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _hex(value: uuid.UUID | str) -> str:
    return value.hex if isinstance(value, uuid.UUID) else uuid.UUID(value).hex
