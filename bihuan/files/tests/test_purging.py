"""Purging: a content goes only when nothing refers to it, and leaves its proof."""

import datetime as dt
import os
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.documents.models import Issue
from bihuan.files import store
from bihuan.files.actions import (
    About,
    attach,
    keep,
    purge_attachments,
    purge_removed,
    purge_unreferenced,
    remove_attachment,
)
from bihuan.files.checking import examine
from bihuan.files.models import Attachment, LookBand, StoredFile
from bihuan.files.references import referred, referring_fields
from bihuan.files.rules import KEPT_DAYS_AFTER_REMOVAL
from bihuan.files.sweeping import sweep
from bihuan.files.tests.pictures import jpeg
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import keeper, make_unit

LONG_AGO = dt.timedelta(days=3)


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: Any) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def village(db: None) -> Unit:
    return make_unit(make_unit(kind="township"), "village")


def made(village: Unit, seed: int = 1, about: Any = None) -> Attachment:
    thing = About("record", about or uuid4(), village)
    with transaction.atomic():
        return attach(actor=keeper(), about=thing, examined=examine(jpeg(seed=seed), "a.jpg"))


def removed(attachment: Attachment, unit: Unit, days: int) -> None:
    with transaction.atomic():
        remove_attachment(
            actor=keeper(),
            attachment_id=attachment.id,
            about=About("record", attachment.about_id, unit),
            reason="拍错了",
        )
    Attachment.objects.filter(pk=attachment.pk).update(
        removed_at=clock.now() - dt.timedelta(days=days)
    )


def aged() -> None:
    """Let every content be old enough to be looked at."""
    StoredFile.objects.update(stored_at=clock.real_now() - LONG_AGO)
    for _sha256, path in store.contents():
        os.utime(path, (time.time() - 300_000,) * 2)


def test_every_field_that_refers_to_a_file_is_known_whatever_its_room() -> None:
    found = set(referring_fields())
    assert {(Attachment, "file"), (Attachment, "thumbnail"), (Issue, "docx")} <= found


def test_a_removed_photo_goes_when_its_time_is_over_and_not_before(village: Unit) -> None:
    fresh, old = made(village, 1), made(village, 2)
    removed(fresh, village, KEPT_DAYS_AFTER_REMOVAL - 1)
    removed(old, village, KEPT_DAYS_AFTER_REMOVAL + 1)
    gone = [str(old.file_id), str(old.thumbnail_id)]
    aged()
    sweep()
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.file_id, old.thumbnail_id, old.look) == (None, None, "")
    assert old.purged_at is not None
    assert old.reason == "拍错了", "who and why stay"
    assert fresh.file_id is not None
    assert [store.path_of(sha256).exists() for sha256 in gone] == [False, False]
    assert store.get(str(fresh.file_id))
    assert not LookBand.objects.filter(attachment=old).exists()
    proof = Entry.objects.filter(action="file.purge")
    assert {entry.target_id for entry in proof} == set(gone)
    assert list(verify()) == []


def test_a_content_that_another_record_holds_stays(village: Unit) -> None:
    one, other = made(village), made(village)
    assert one.file_id == other.file_id
    removed(one, village, KEPT_DAYS_AFTER_REMOVAL + 1)
    aged()
    sweep()
    assert store.get(str(other.file_id))
    assert referred([str(other.file_id)]) == {other.file_id}


def test_evidence_of_a_record_whose_retention_is_over_is_emptied_at_once(village: Unit) -> None:
    about = uuid4()
    made(village, 1, about)
    made(village, 2, about)
    other = made(village, 3)
    with transaction.atomic():
        emptied = purge_attachments(
            actor=keeper(), about_kind="record", about_ids=[about], note="保存年限已到"
        )
        again = purge_attachments(
            actor=keeper(), about_kind="record", about_ids=[about], note="保存年限已到"
        )
    assert (emptied, again) == (2, 0)
    assert Attachment.objects.exclude(file=None).get() == other


def test_what_was_just_laid_down_is_left_alone(village: Unit) -> None:
    with transaction.atomic():
        keep(b"of an action under way", "text/plain")
    store.put(b"no row yet")
    assert purge_unreferenced(actor=keeper()) == 0
    aged()
    assert purge_unreferenced(actor=keeper()) == 2
    assert list(store.contents()) == []
    assert not StoredFile.objects.exists()


def test_a_purge_cut_off_between_content_and_row_is_taken_up_again(village: Unit) -> None:
    with transaction.atomic():
        kept = keep(b"content", "text/plain")
    aged()
    store.delete(kept.sha256)
    assert purge_unreferenced(actor=keeper()) == 1
    assert not StoredFile.objects.exists()


def test_a_content_kept_again_after_its_purge_is_there_again(village: Unit) -> None:
    with transaction.atomic():
        kept = keep(b"content", "text/plain")
    aged()
    purge_unreferenced(actor=keeper())
    with transaction.atomic():
        assert keep(b"content", "text/plain").sha256 == kept.sha256
    assert store.get(kept.sha256) == b"content"


def test_purging_when_nothing_is_due_writes_nothing(village: Unit) -> None:
    made(village)
    aged()
    before = Entry.objects.count()
    assert (purge_removed(actor=keeper()), purge_unreferenced(actor=keeper())) == (0, 0)
    assert Entry.objects.count() == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_whoever_keeps_a_content_that_is_being_purged_gets_it_back() -> None:
    """The purge holds the row; the other waits, finds it gone, and lays the content down anew."""
    unit = make_unit(make_unit(kind="township"), "village")
    with transaction.atomic():
        sha256 = keep(examine(jpeg(), "a.jpg").content, "image/jpeg").sha256
    aged()
    done: list[str] = []

    def keeps() -> None:
        try:
            done.append(str(made(unit).file_id))
        finally:
            connections.close_all()

    other = threading.Thread(target=keeps)
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=sha256)
        store.delete(sha256)
        other.start()
        time.sleep(0.5)
        assert done == [], "it waits for the row"
        row.delete()
    other.join(120)
    assert done == [sha256]
    assert store.get(sha256)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_purge_waits_for_whoever_is_about_to_refer_to_a_content() -> None:
    unit = make_unit(make_unit(kind="township"), "village")
    with transaction.atomic():
        sha256 = keep(examine(jpeg(), "a.jpg").content, "image/jpeg").sha256
    aged()
    purged: list[int] = []

    def purges() -> None:
        try:
            purged.append(purge_unreferenced(actor=Actor.installation()))
        finally:
            connections.close_all()

    other = threading.Thread(target=purges)
    with transaction.atomic():
        attach(
            actor=keeper(),
            about=About("record", uuid4(), unit),
            examined=examine(jpeg(), "a.jpg"),
        )
        other.start()
        time.sleep(0.5)
        assert purged == []
    other.join(120)
    assert purged == [0]
    assert store.get(sha256)
    assert connection.vendor == "postgresql"
