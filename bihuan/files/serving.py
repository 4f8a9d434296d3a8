"""How a file leaves the house: as an attachment, never shown or guessed at.

Only a thumbnail is shown in a page: it was drawn by us, in one format.
"""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from bihuan.files import store
from bihuan.files.models import StoredFile
from bihuan.files.rules import THUMBNAIL_TYPE

SANDBOX = "default-src 'none'; sandbox"
"""Should a browser show it after all, it runs nothing, loads nothing and is nobody's origin."""


def attachment(content: bytes, media_type: str, file_name: str) -> HttpResponse:
    """Return a content as an attachment; the caller has checked that the actor may have it."""
    response = _sealed(content, media_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    return response


def stored_attachment(file: StoredFile, file_name: str) -> HttpResponse:
    """Return a stored file as an attachment, its content compared with its hash on the way."""
    return attachment(store.get(file.sha256), file.media_type, file_name)


def thumbnail(file: StoredFile) -> HttpResponse:
    """Return a thumbnail to be shown in a page; raises ValueError for any other stored file."""
    if file.media_type != THUMBNAIL_TYPE:
        raise ValueError("only a thumbnail is shown inline")
    return _sealed(store.get(file.sha256), THUMBNAIL_TYPE)


def _sealed(content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
