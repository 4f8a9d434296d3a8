"""A full disk while a pack or an import is written: one sentence, and nothing half there."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection

from bihuan.audit.models import Entry
from bihuan.cli.telling import outcome_of
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.packs.actions import load_pack
from bihuan.packs.tests.small_pack import FILES, write_pack
from bihuan.registers.models import Record, Version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def full_disk() -> None:
    """Let SQLite grow by a few pages only: the error is the one that a full disk gives."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told that its disk is full")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 40}")


def test_a_full_disk_leaves_nothing_half_there(tmp_path: Path, full_disk: None) -> None:
    rows = "".join(
        f"x{at},east,路段{at},{at % 9 + 1}.5,2009-09-01,2009-10-01,\n" for at in range(3000)
    )
    folder = write_pack(tmp_path, records__roads_dot_csv=FILES["records/roads.csv"] + rows)
    with pytest.raises(OperationalError) as caught:
        load_pack(folder, actor=Actor.installation())
    code, sentence = outcome_of(caught.value)
    assert code == 2
    assert "磁盘已满" in sentence
    assert Unit.objects.count() == Record.objects.count() == Version.objects.count() == 0
    assert Entry.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    load_pack(write_pack(tmp_path / "again"), actor=Actor.installation())
    assert Version.objects.count() == 2
