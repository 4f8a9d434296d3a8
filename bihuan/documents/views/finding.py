"""Finding the document of an address: one that the actor may not see is not there."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from bihuan.documents.access import visible_to
from bihuan.documents.errors import UnknownDocument
from bihuan.documents.models import Document
from bihuan.orgs.access import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who is acting; the view asks for a log-in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def document_of(request: HttpRequest, pk: UUID) -> Document:
    """Return a document that the actor may see; raises UnknownDocument (404) otherwise."""
    document = visible_to(actor_of(request)).filter(pk=pk).first()
    if document is None:
        raise UnknownDocument(_("没有这份公文，或者您的账号不能查看它。"))
    return document
