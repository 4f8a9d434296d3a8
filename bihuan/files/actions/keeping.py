"""Keeping a file: its row and its content, whole or not at all."""

import hashlib

from bihuan.files import store
from bihuan.files.models import StoredFile
from bihuan.lib import clock


def keep(content: bytes, media_type: str) -> StoredFile:
    """Keep a content inside the caller's transaction and action, which audits it.

    The row is locked first and the content laid down after: a purge that is under way holds the
    row, so the content cannot vanish between. A transaction that fails leaves the content on
    disk, named by its hash: harmless, and the same content finds it there again.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    kept = StoredFile.objects.select_for_update(no_key=True).filter(pk=sha256).first()
    if kept is None:
        kept, _made = StoredFile.objects.get_or_create(
            sha256=sha256,
            defaults={
                "media_type": media_type,
                "size": len(content),
                "stored_at": clock.real_now(),
            },
        )
    store.put(content)
    return kept
