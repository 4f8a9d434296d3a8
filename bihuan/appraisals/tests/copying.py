"""A copy of everything an administrator can reach, taken after every ballot, and what changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from bihuan.appraisals.tests.linking import Haul, Row, Tables, key_of

HIDDEN = {"sqlite": "rowid AS hidden_rowid, *", "postgresql": "ctid::text, xmin::text, *"}

UNREADABLE = ("search_fts",)
"""A virtual table that holds nothing itself: its shadow tables are read."""


def database_files() -> bytes:
    """Return the database's files on SQLite, log of writes included; nothing elsewhere."""
    if connection.vendor != "sqlite":
        return b""
    name = Path(connection.settings_dict["NAME"])
    parts = (name, name.with_name(name.name + "-wal"))
    return b"".join(part.read_bytes() for part in parts if part.exists())


def tables() -> Tables:
    """Return every row of every table in its physical order, hidden columns included."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
    return {name: _rows(name) for name in names if name not in UNREADABLE}


def _rows(table: str) -> Sequence[Row]:
    with connection.cursor() as cursor:
        asked = HIDDEN[connection.vendor] if _has_hidden(table) else "*"
        cursor.execute(f'SELECT {asked} FROM "{table}"')
        columns = [each[0] for each in cursor.description]
        return [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _has_hidden(table: str) -> bool:
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT wr, type FROM pragma_table_list WHERE name = %s", [table])
        without, kind = cursor.fetchone()
    return kind == "table" and not without


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def written_files(caplog: pytest.LogCaptureFixture) -> Tables:
    """Return the files of the installation but its database, and the log, as tables."""
    home, name = Path(settings.BIHUAN_HOME), Path(str(connection.settings_dict["NAME"])).name
    files = [
        {"id": str(path.relative_to(home)), "content": path.read_bytes()}
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.name.startswith(name)
    ]
    log = [{"id": at, "line": each.getMessage()} for at, each in enumerate(caplog.records)]
    return {"files": files, "log": log}


class Collector:
    """Takes a copy after every ballot and keeps, of each voter, what changed with their ballot."""

    def __init__(self, items: int, caplog: pytest.LogCaptureFixture) -> None:
        self.haul = Haul(items)
        self._caplog = caplog
        self._before = self._copy()

    def _copy(self) -> Tables:
        return {**tables(), **written_files(self._caplog)}

    def note(self, voter: int) -> None:
        """Take a copy: so much has changed since this voter's turn began."""
        now = self._copy()
        changed = list(changes(self._before, now))
        self.haul.changes.setdefault(voter, []).extend(changed)
        self.haul.order.append(voter)
        raw = database_files()
        blobs = [new for *_rest, new in changed if isinstance(new, bytes) and len(new) > 64]
        if raw and blobs:
            self.haul.places[voter] = raw.rfind(blobs[0][:64])
        self._before = now

    def finish(self) -> Haul:
        """Take the last copy, after publication."""
        self.haul.tables, self.haul.raw = self._copy(), database_files()
        return self.haul


def changes(before: Tables, now: Tables) -> list[tuple[str, str, Any, Any, Any]]:
    """Return what differs between two copies: table, column, the row's key, old value, new."""
    made = []
    for table, rows in now.items():
        old = {key_of(row): row for row in before.get(table, ())}
        for row in rows:
            was = old.get(key_of(row), {})
            made += [
                (table, column, key_of(row), was.get(column), value)
                for column, value in row.items()
                if was.get(column) != value
            ]
    return made
