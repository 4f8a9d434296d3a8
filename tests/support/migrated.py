"""One migrated database, made once and copied for every process and run that needs one.

The migrations take half a minute of Python, most of it Django's picture of a hundred models after
each step, and a run on both databases and in the browser has five processes. As a program
(`python -m tests.support.migrated`) this makes the database ahead of them.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parents[2]
SHAPING = (
    "bihuan/**/migrations/*.py",
    "bihuan/**/models.py",
    "bihuan/**/models/**/*.py",
    "bihuan/**/apps.py",
    "bihuan/lib/**/*.py",
    "bihuan/settings/**/*.py",
    "requirements/base.txt",
)
"""What a migrated database depends on: another one is made as soon as any of it changes."""
FORGOTTEN = 7 * 24 * 3600
"""Seconds after which a file that nobody copied is of a state of the code that is no more."""


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for path in sorted({path for pattern in SHAPING for path in ROOT.glob(pattern)}):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"bihuan-migrated-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} 属于别人，请删除后再试。")
    return folder


@contextlib.contextmanager
def _alone(database: BaseDatabaseWrapper) -> Iterator[None]:
    with (_folder() / f"{database.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class _File:
    """SQLite: the migrated database is a file."""

    database: BaseDatabaseWrapper
    folder: Path
    fingerprint: str

    def is_kept(self) -> bool:
        return self._kept.exists()

    def keep(self) -> None:
        for older in self.folder.glob("*.sqlite3"):
            if time.time() - older.stat().st_mtime > FORGOTTEN:
                older.unlink()
        with self.database.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [f"{self._kept}.new"])
        os.replace(f"{self._kept}.new", self._kept)

    def copy(self, name: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{name}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self._kept, name)
        self._kept.touch()

    @property
    def _kept(self) -> Path:
        return self.folder / f"{self.fingerprint}.sqlite3"


@dataclass(frozen=True)
class _Template:
    """PostgreSQL: the migrated database is one of the cluster's, which nobody connects to."""

    database: BaseDatabaseWrapper
    fingerprint: str

    def is_kept(self) -> bool:
        return self._kept in self._others()

    def keep(self) -> None:
        name = self.database.settings_dict["NAME"]
        self.database.close()
        for older in self._others():
            self._do(f'DROP DATABASE "{older}"')
        self._do(f'CREATE DATABASE "{self._kept}" TEMPLATE "{name}"')

    def copy(self, name: str) -> None:
        self._do(f'DROP DATABASE IF EXISTS "{name}"')
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{self._kept}"')

    @property
    def _kept(self) -> str:
        return f"test_migrated_{self.fingerprint}"

    def _others(self) -> list[str]:
        with self.database._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_migrated_%'")
            return [name for (name,) in cursor.fetchall()]

    def _do(self, statement: str) -> None:
        with self.database._nodb_cursor() as cursor:
            cursor.execute(statement)


def keep_in_a_file(database: BaseDatabaseWrapper) -> None:
    """Put SQLite's test database into a file, where threads and WAL work as they do in use."""
    if database.vendor == "sqlite":
        database.settings_dict["TEST"]["NAME"] = str(Path(settings.BIHUAN_HOME) / "test.sqlite3")


def create(database: BaseDatabaseWrapper) -> None:
    """Create the test database, migrated, and let the connection lead to it."""
    kept = _kept(database)
    name = database.creation._get_test_db_name()  # type: ignore[attr-defined]
    with _alone(database):
        if not kept.is_kept():
            database.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            kept.keep()
        else:
            database.close()
            kept.copy(name)
    database.settings_dict["NAME"] = settings.DATABASES[database.alias]["NAME"] = name


def copy(database: BaseDatabaseWrapper, name: str) -> None:
    """Make one more migrated database, of that name: on SQLite, at that path.

    Only where the test database was created before.
    """
    with _alone(database):
        _kept(database).copy(name)


def _kept(database: BaseDatabaseWrapper) -> _File | _Template:
    if database.vendor == "postgresql":
        return _Template(database, _fingerprint())
    return _File(database, _folder(), _fingerprint())


def main() -> None:
    """Make the migrated database of this environment, where there is none yet."""
    from tests.support import environment

    environment.prepare()
    keep_in_a_file(connection)
    before = str(connection.settings_dict["NAME"])
    create(connection)
    connection.creation.destroy_test_db(before, verbosity=0)


if __name__ == "__main__":
    main()
