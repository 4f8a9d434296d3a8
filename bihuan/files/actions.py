"""Keeping a file: content first, then its row, so that a row never names what is not there."""

from bihuan.files import store
from bihuan.files.models import StoredFile
from bihuan.lib import clock


def keep(content: bytes, media_type: str) -> StoredFile:
    """Keep a content inside the caller's transaction and action, which audits it.

    A transaction that fails leaves the content on disk, named by its hash: harmless, and the same
    content finds it there again.
    """
    kept, _made = StoredFile.objects.get_or_create(
        sha256=store.put(content),
        defaults={
            "media_type": media_type,
            "size": len(content),
            "stored_at": clock.real_now(),
        },
    )
    return kept
