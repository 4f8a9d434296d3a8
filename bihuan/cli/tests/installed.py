"""Installations of their own for tests of the command line: real processes, a real database each.

On PostgreSQL each gets a database in the cluster of the test run.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.db import connection

from tests.support import migrated

ROOT = Path(__file__).resolve().parents[3]
PACK = ROOT / "packs" / "xiaogang-2009"


@dataclass
class Installed:
    """One installation: its folder, and the environment of its processes."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(
        self, *arguments: str, expect: int = 0, before: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the program; an unexpected exit code fails with what was said."""
        return self._run(["-P", "-m", "bihuan", *arguments], expect, before)

    def python(self, script: str, *arguments: str) -> str:
        """Run a script with Django set up; return what it prints."""
        started = f"from bihuan.cli import set_up_django\nset_up_django()\n{script}"
        return self._run(["-P", "-c", started, *arguments], 0, None).stdout

    def start(self, script: str) -> subprocess.Popen[str]:
        """Start a script with Django set up; its output can be read line by line."""
        started = f"from bihuan.cli import set_up_django\nset_up_django()\n{script}"
        return subprocess.Popen(
            [sys.executable, "-P", "-c", started],
            env=self._environment(),
            stdout=subprocess.PIPE,
            text=True,
        )

    def _run(
        self, arguments: list[str], expect: int, before: Callable[[], None] | None
    ) -> subprocess.CompletedProcess[str]:
        answer = subprocess.run(
            [sys.executable, *arguments],
            env=self._environment(),
            cwd=self.home.parent,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=before,
        )
        assert answer.returncode == expect, answer.stdout + answer.stderr
        return answer

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "DJANGO_"))}
        return {
            **kept,
            "PYTHONPATH": str(ROOT),
            "BIHUAN_HOME": str(self.home),
            **self.environment,
        }


def make_installed(folder: Path, *, is_migrated: bool = False) -> Installed:
    """Return an installation in a folder that is not there yet, with an empty database.

    A migrated one has its tables, so that `init` need not take half a minute to make them.
    """
    if connection.vendor != "postgresql":
        if is_migrated:
            folder.mkdir(mode=0o700)
            migrated.copy(connection, str(folder / "bihuan.sqlite3"))
        return Installed(folder)
    name = f"installed_{uuid.uuid4().hex[:12]}"
    if is_migrated:
        migrated.copy(connection, name)
    else:
        given = {**connection.get_connection_params(), "dbname": "postgres"}
        with psycopg.connect(**given, autocommit=True) as cluster:
            cluster.execute(f"CREATE DATABASE {name}".encode())
    address, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    return Installed(folder, {"DATABASE_URL": f"{address}/{name}"})


def drop_installed(installed: Installed) -> None:
    """Drop the database of an installation, where it has one of its own."""
    url = installed.environment.get("DATABASE_URL")
    if url:
        given = {**connection.get_connection_params(), "dbname": "postgres"}
        with psycopg.connect(**given, autocommit=True) as cluster:
            name = url.rpartition("/")[2]
            cluster.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
