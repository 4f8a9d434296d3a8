"""Kill -9 and a full disk, counting what was acknowledged: all of it is there, and nothing half."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.orgs.tests.cast import make_cast
from bihuan.registers.models import Record, Version
from bihuan.registers.tests.making import make_register

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4
SPARE_PAGES = 60
SPARE_DISK = 768 * 1024
"""Bytes left on the small file system: the log beside the database and a few dozen records."""


@pytest.fixture(autouse=True)
def _register(transactional_db: None) -> None:
    make_register(make_cast().town)


def start_writer(**database: object) -> subprocess.Popen[str]:
    keys = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
    wanted = {key: str(connection.settings_dict[key]) for key in keys} | database
    return subprocess.Popen(
        [sys.executable, "-m", "tests.durability.writer", json.dumps(wanted)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "bihuan.settings"},
    )


def refuse_half_records(acknowledged: set[UUID], in_flight: int) -> None:
    """Assert that every acknowledged record is whole, and no other but those in flight is there."""
    records = set(Record.objects.values_list("id", flat=True))
    versions = list(Version.objects.values_list("record_id", flat=True))
    entries = list(Entry.objects.filter(action="record.enter").values_list("target_id", flat=True))
    assert acknowledged <= records
    assert len(records) - len(acknowledged) <= in_flight
    assert sorted(versions) == sorted(records)
    assert sorted(UUID(target) for target in entries) == sorted(records)
    assert list(verify()) == []


def test_every_acknowledged_record_survives_kill_9() -> None:
    chance, acknowledged = random.Random(9), set[UUID]()
    for turn in range(1, ROUNDS + 1):
        with start_writer() as writer:
            assert writer.stdout is not None
            for _at in range(chance.randint(3, 25)):
                acknowledged.add(id_in(writer.stdout.readline()))
            time.sleep(chance.random() / 50)
            os.kill(writer.pid, signal.SIGKILL)
            acknowledged |= {id_in(line) for line in writer.stdout}
        settle()
        refuse_half_records(acknowledged, in_flight=turn)
    assert len(acknowledged) >= 3 * ROUNDS


def id_in(line: str) -> UUID:
    """Return the id that the writer acknowledged; it says in words what else happened."""
    assert len(line.strip()) == 36, line
    return UUID(line.strip())


def settle() -> None:
    """Wait until the database has noticed that its client is gone."""
    if connection.vendor != "postgresql":
        return
    gone = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    for _turn in range(1200):
        with connection.cursor() as cursor:
            cursor.execute(gone)
            if cursor.fetchone()[0] <= 1:
                return
        time.sleep(0.05)
    raise AssertionError("the killed writer's connection still stands")


@pytest.fixture
def copy_on_a_nearly_full_disk(tmp_path: Path) -> Iterator[Path]:
    """A copy of the database on a file system that a few dozen records fill.

    Skipped where none can be mounted. The disk is as large as the copy and some room more, however
    large an empty database has become.
    """
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own disk is not ours to fill")
    copy, place = tmp_path / "bihuan.sqlite3", tmp_path / "small"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    place.mkdir()
    size = copy.stat().st_size + SPARE_DISK
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small file system here")
    yield Path(shutil.move(copy, place))
    subprocess.run(["umount", "-l", str(place)], check=True)


def filled_until_full(**database: object) -> set[UUID]:
    """Write until the disk is full; return what was acknowledged."""
    with start_writer(**database) as writer:
        assert writer.stdout is not None
        lines = writer.stdout.read().splitlines()
    assert writer.returncode == 0
    assert "磁盘" in lines[-1]
    assert len(lines) > 5
    return {id_in(line) for line in lines[:-1]}


def test_a_database_that_may_not_grow_keeps_what_was_acknowledged() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told that its disk is full")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        most = cursor.fetchone()[0] + SPARE_PAGES
    options = connection.settings_dict["OPTIONS"]
    limited = {**options, "init_command": f"{options['init_command']}PRAGMA max_page_count={most};"}
    acknowledged = filled_until_full(OPTIONS=limited)
    refuse_half_records(acknowledged, in_flight=0)


def test_a_full_disk_keeps_what_was_acknowledged(copy_on_a_nearly_full_disk: Path) -> None:
    place = copy_on_a_nearly_full_disk
    acknowledged = filled_until_full(NAME=str(place))
    # Read as after a restart: by another process's eyes, the log beside the file included.
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(place)
    try:
        refuse_half_records(acknowledged, in_flight=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
