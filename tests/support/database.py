"""The test database, and emptying it after a test with real transactions."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.support import migrated


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Name the test database of this worker."""
    migrated.keep_in_a_file(connections["default"])


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Give this process a test database of its own: a copy of the one that was migrated."""
    before = str(connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        migrated.create(connection)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(before, verbosity=0)


@pytest.fixture(autouse=True, scope="session")
def _empty_append_only_tables() -> Iterator[None]:
    """Let the flush after a transactional test pass the triggers that refuse delete.

    Only that flush: inside a test the triggers always stand.
    """
    patch = pytest.MonkeyPatch()
    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(self: TransactionTestCase) -> None:
        with triggers_off(connection):
            original(self)

    patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
    yield
    patch.undo()


ASKS_FOR_IT = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})
"""Fixtures of a test that reads or writes a database."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run on a second database leave out what no database can change."""
    parser.addoption(
        "--database-only", action="store_true", help="only tests that read or write a database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --database-only, keep the tests that touch a database, in this process or another."""
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _touches_it(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _touches_it(item: pytest.Item) -> bool:
    names = frozenset(getattr(item, "fixturenames", ()))
    starts_programs = hasattr(getattr(item, "module", None), "make_installed")
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres"))
    return bool(names & ASKS_FOR_IT) or marked or starts_programs


@contextmanager
def triggers_off(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Take every trigger of ours away, and put each back as it was."""
    lift, restore = _SWITCHES[database.vendor](database)
    with database.cursor() as cursor:
        for statement in lift:
            cursor.execute(statement)
    try:
        yield
    finally:
        with database.cursor() as cursor:
            for statement in restore:
                cursor.execute(statement)


def _sqlite(database: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    with database.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _sql in found], [sql for _name, sql in found]


def _postgresql(database: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        )
        tables = [name for (name,) in cursor.fetchall()]
    off = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables]
    return off, [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables]


_SWITCHES = {"sqlite": _sqlite, "postgresql": _postgresql}
