"""A database in memory that is thrown away: what is tried in it touches nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections
from django.db.utils import ConnectionHandler

OPTIONS = {"init_command": "PRAGMA recursive_triggers=ON;"}


@contextmanager
def scratch_database() -> Iterator[None]:
    """Put an empty, migrated SQLite database in the place of the default one for a while."""
    office = connections["default"]
    settings = {
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": OPTIONS}
    }
    scratch = ConnectionHandler(settings).create_connection("default")
    connections["default"] = scratch
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connections["default"] = office
        scratch.close()
