"""The ground that other tests stand on is itself held by tests."""

import os
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from bihuan.audit.actions import append
from bihuan.audit.models import Entry
from bihuan.orgs.access import Actor


def _append_one() -> None:
    with transaction.atomic():
        append(actor=Actor.installation(), action="test.entry")


def test_a_test_run_has_a_home_of_its_own() -> None:
    assert settings.BIHUAN_MODE == "test"
    assert Path(os.environ["BIHUAN_HOME"]).name.startswith("bihuan-test-")
    assert settings.BIHUAN_TODAY is None


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_append_only_tables_are_emptied_between_tests_yet_refuse_inside(turn: int) -> None:
    assert Entry.objects.count() == 0
    _append_one()
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.all().delete()
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_the_same_database() -> None:
    _append_one()
    seen: list[int] = []

    def look() -> None:
        seen.append(Entry.objects.count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]


@pytest.mark.django_db
def test_sqlite_keeps_an_acknowledged_save() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a setting of SQLite")
    with connection.cursor() as cursor:
        answers = {}
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers"):
            cursor.execute(f"PRAGMA {pragma}")
            answers[pragma] = cursor.fetchone()[0]
    assert answers == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_postgres_marker_means_postgresql() -> None:
    assert connection.vendor == "postgresql"
