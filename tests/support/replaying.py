"""Make the same things again in an empty database, by the statements that made them once.

A cast made through the actions takes some 260 statements, most of them questions. What it wrote can
be written again at a tenth of the cost, with the same ids, entries of the log and days.
"""

import copy
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.db import connection, transaction

from bihuan.audit.models import Entry
from bihuan.lib import bulk

T = TypeVar("T")
WRITES = ("INSERT", "UPDATE", "DELETE")
Write = Callable[[Any], object]  # writes again what was written once, through a cursor


@dataclass(frozen=True)
class _Made:
    writes: list[Write]
    result: Any


def replayed(make: Callable[[], T]) -> Callable[[], T]:
    """Let a function without arguments be played again where nothing has been logged before.

    It is called in earnest the first time, once a database and once an office's day, and wherever
    the log already has an entry: entries are chained, so that others would follow.
    """
    known: dict[object, _Made] = {}

    @functools.wraps(make)
    def again() -> T:
        if Entry.objects.exists():
            return make()
        key = (connection.vendor, getattr(settings, "BIHUAN_TODAY", None))
        if key not in known:
            known[key] = _recorded(make)
            return copy.deepcopy(known[key].result)  # type: ignore[no-any-return]
        with transaction.atomic(), connection.cursor() as cursor:
            for write in known[key].writes:
                write(cursor)
        return copy.deepcopy(known[key].result)  # type: ignore[no-any-return]

    return again


def _recorded(make: Callable[[], T]) -> _Made:
    writes: list[Write] = []
    in_bulk = bulk.insert

    def note(execute: Any, sql: str, given: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, given, many, context)
        if sql.lstrip().upper().startswith(WRITES):
            writes.append(_statement(sql, _kept(given), many))
        return answer

    def note_bulk(model: Any, fields: Any, rows: Any, *, as_stored: bool = False) -> None:
        kept = [tuple(row) for row in rows]
        in_bulk(model, fields, kept, as_stored=as_stored)
        writes.append(lambda _cursor: in_bulk(model, fields, kept, as_stored=as_stored))

    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(note):
        patch.setattr(bulk, "insert", note_bulk)  # it goes past what Django wraps
        return _Made(writes, make())


def _kept(given: Any) -> Any:
    """Return what a statement was given, as it will not change; octets come as a view of them."""
    if isinstance(given, memoryview):
        return bytes(given)
    if isinstance(given, list | tuple):
        return type(given)(_kept(each) for each in given)
    return copy.deepcopy(given)


def _statement(sql: str, given: Any, is_many: bool) -> Write:
    def write(cursor: Any) -> None:
        (cursor.executemany if is_many else cursor.execute)(sql, given)

    return write
