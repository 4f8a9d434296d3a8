"""Purging: emptying removed evidence after its time, and contents that nothing refers to.

A content is deleted while its row is locked and before the row goes: whoever keeps the same content
at that moment waits for the row, finds it gone, and lays the content down anew. A process killed
between leaves a row without a content that nothing refers to; the next purge takes it up.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.files import store
from bihuan.files.models import Attachment, LookBand, StoredFile
from bihuan.files.references import referred
from bihuan.files.rules import KEPT_DAYS_AFTER_REMOVAL
from bihuan.lib import clock
from bihuan.orgs.access import Actor

FRESH = dt.timedelta(days=1)
"""How long a content that nothing refers to is left alone: its action may not be done yet."""
CHUNK = 200


def purge_removed(*, actor: Actor) -> int:
    """Empty evidence that was removed KEPT_DAYS_AFTER_REMOVAL days ago; return how many.

    The day of removal is the office's, so the office's clock says when they are over.
    """
    before = clock.now() - dt.timedelta(days=KEPT_DAYS_AFTER_REMOVAL)
    purged = 0
    while True:
        with transaction.atomic():
            due = Attachment.objects.select_for_update(of=("self",)).filter(
                removed_at__lt=before, purged_at=None
            )
            emptied = _empty(actor, list(due.order_by("id")[:CHUNK]), _("移除后到期"))
        if not emptied:
            return purged
        purged += emptied


def purge_attachments(
    *, actor: Actor, about_kind: str, about_ids: Iterable[UUID], note: str
) -> int:
    """Empty all evidence of things inside the caller's transaction: their retention is over.

    Names and who added them stay; contents go at the next `purge_unreferenced`. Returns how many.
    """
    ids = iter(about_ids)
    purged = 0
    while chunk := list(islice(ids, CHUNK)):
        due = Attachment.objects.select_for_update(of=("self",)).filter(
            about_kind=about_kind, about_id__in=chunk, purged_at=None
        )
        purged += _empty(actor, list(due.order_by("id")), note)
    return purged


def purge_unreferenced(*, actor: Actor) -> int:
    """Delete the contents that no row refers to, each with its entry; return how many.

    Contents on disk without a row (of a transaction that failed) are taken up as rows first.
    """
    _take_up_strays()
    before = clock.real_now() - FRESH
    purged, last = 0, ""
    while True:
        old = StoredFile.objects.filter(stored_at__lt=before, pk__gt=last).order_by("pk")
        chunk = list(old.values_list("pk", flat=True)[:CHUNK])
        if not chunk:
            return purged
        last = chunk[-1]
        for sha256 in sorted(set(chunk) - referred(chunk)):
            purged += _delete(actor, sha256)


def _empty(actor: Actor, attachments: list[Attachment], note: str) -> int:
    LookBand.objects.filter(attachment__in=attachments).delete()
    for each in attachments:
        digest = {"attachment": str(each.id), "file": each.file_id, "original": each.original}
        each.file = each.thumbnail = None
        each.look, each.purged_at = "", clock.now()
        each.save(update_fields=["file", "thumbnail", "look", "purged_at"])
        audit.append(
            actor=actor,
            action="attachment.purge",
            target=(each.about_kind, each.about_id),
            unit_path=each.path,
            values=digest,
            note=note,
        )
    return len(attachments)


def _delete(actor: Actor, sha256: str) -> bool:
    """Delete one content, unless something has come to refer to it."""
    try:
        with transaction.atomic():
            row = StoredFile.objects.select_for_update().filter(pk=sha256).first()
            if row is None or referred([sha256]):
                return False
            was_there = store.delete(sha256)
            row.delete()
            audit.append(
                actor=actor,
                action="file.purge",
                target=("file", sha256),
                values={"sha256": sha256, "size": row.size, "was_there": was_there},
                note=_("不再被任何记录引用，内容已从存储中删除。"),
            )
    except IntegrityError:  # a row that refers to it was committed meanwhile: PostgreSQL says so
        return False
    return True


def _take_up_strays() -> None:
    known_fields = {"media_type": "application/octet-stream"}
    strays = _strays(clock.real_now() - FRESH)
    while chunk := list(islice(strays, CHUNK)):
        known = set(StoredFile.objects.filter(pk__in=dict(chunk)).values_list("pk", flat=True))
        for sha256, size in chunk:
            if sha256 not in known:
                StoredFile.objects.get_or_create(
                    sha256=sha256,
                    defaults={
                        **known_fields,
                        "size": size,
                        "stored_at": clock.real_now() - 2 * FRESH,
                    },
                )


def _strays(before: dt.datetime) -> Iterator[tuple[str, int]]:
    for sha256, path in store.contents():
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        if found.st_mtime < before.timestamp():
            yield sha256, found.st_size
