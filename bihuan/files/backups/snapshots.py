"""The database as it stands at one moment, while others go on writing.

On SQLite its own backup API copies all pages in one step: that step is one read transaction, so
writers neither wait nor are half in it. On PostgreSQL a transaction exports its snapshot, pg_dump
uses it, and what the manifest says of the rows is read in it, too.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from bihuan.audit.models import Head
from bihuan.audit.rules import GENESIS
from bihuan.files.backups import programs
from bihuan.files.models import StoredFile
from bihuan.lib.errors import Invalid

BUSY_SECONDS = 30.0


class Snapshot(ABC):
    """One moment of the database: `path` holds it, as its own program reads it."""

    kind: str
    path: Path

    @abstractmethod
    def ask(self, statement: str) -> Iterator[Sequence[Any]]:
        """Yield the rows of a statement, as they stood at the moment."""

    @abstractmethod
    def tables(self) -> list[str]:
        """Return the names of the tables."""

    def audit_head(self) -> str:
        """Return the head of the audit chain."""
        rows = list(self.ask(f"SELECT sequence, hash FROM {Head._meta.db_table} WHERE id = 1"))  # noqa: S608
        return f"{rows[0][0]}:{rows[0][1]}" if rows else f"0:{GENESIS}"

    def rows(self) -> dict[str, int]:
        """Return how many rows each table has."""
        return {
            name: next(iter(self.ask(f'SELECT count(*) FROM "{name}"')))[0]  # noqa: S608
            for name in self.tables()
        }

    def migrations(self) -> list[str]:
        """Return the migrations that had been applied."""
        rows = self.ask("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [f"{app}.{name}" for app, name in rows]

    def files(self) -> Iterator[str]:
        """Yield the SHA-256 of every stored file, in their order."""
        table = StoredFile._meta.db_table
        for (sha256,) in self.ask(f"SELECT sha256 FROM {table} ORDER BY sha256"):  # noqa: S608
            yield str(sha256)


class _OfSqlite(Snapshot):
    kind = "sqlite"

    def __init__(self, path: Path, copy: sqlite3.Connection) -> None:
        self.path, self._copy = path, copy

    def ask(self, statement: str) -> Iterator[Sequence[Any]]:
        yield from self._copy.execute(statement)

    def tables(self) -> list[str]:
        return tables_of_sqlite(self._copy)


class _OfPostgres(Snapshot):
    kind = "postgresql"

    def __init__(self, path: Path, held: "psycopg.Connection[Any]") -> None:
        self.path, self._held = path, held

    def ask(self, statement: str) -> Iterator[Sequence[Any]]:
        with psycopg.ServerCursor(self._held, "asked") as cursor:
            cursor.itersize = 2000
            cursor.execute(statement.encode())
            yield from cursor

    def tables(self) -> list[str]:
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        return [str(name) for (name,) in self.ask(asked)]


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """Take a snapshot into a folder of one's own; it can be asked while the block lasts."""
    place = folder / "database"
    with _of_sqlite(place) if connection.vendor == "sqlite" else _of_postgres(place) as taken:
        yield taken


@contextmanager
def _of_sqlite(place: Path) -> Iterator[Snapshot]:
    source = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=BUSY_SECONDS)
    with closing(source), closing(sqlite3.connect(place)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise Invalid(f"数据库已损坏（{found}），没有备份；请立即停用并用上一份备份恢复。")
        yield _OfSqlite(place, copy)


@contextmanager
def _of_postgres(place: Path) -> Iterator[Snapshot]:
    with psycopg.connect(**connection.get_connection_params()) as held:
        programs.require("pg_dump", held.info.server_version)
        held.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        held.read_only = True
        row = held.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        name = next(iter(row.values())) if isinstance(row, dict) else row[0]
        # Compressed lightly: the archive around it is compressed, too.
        told = ("--format=custom", "--compress=1", "--no-owner", "--no-privileges")
        programs.run("pg_dump", *told, f"--snapshot={name}", f"--file={place}")
        yield _OfPostgres(place, held)


def tables_of_sqlite(database: sqlite3.Connection) -> list[str]:
    """Return the names of the tables, without SQLite's own and the indexes of texts."""
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    return [name for (name,) in rows]
