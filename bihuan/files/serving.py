"""How a file leaves the house: always as an attachment, never shown or guessed at."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from bihuan.files import store
from bihuan.files.models import StoredFile


def attachment(content: bytes, media_type: str, file_name: str) -> HttpResponse:
    """Return a content as an attachment; the caller has checked that the actor may have it."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def stored_attachment(file: StoredFile, file_name: str) -> HttpResponse:
    """Return a stored file as an attachment, its content compared with its hash on the way."""
    return attachment(store.get(file.sha256), file.media_type, file_name)
