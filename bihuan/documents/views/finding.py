"""Finding the document of an address: one that the actor may not see is not there."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from bihuan.documents.access import rounds_visible_to, visible_to, with_counts
from bihuan.documents.errors import UnknownDocument, UnknownRound
from bihuan.documents.models import CommentRound, Document
from bihuan.orgs.access import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who is acting; the view asks for a log-in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def document_of(request: HttpRequest, pk: UUID) -> Document:
    """Return a document that the actor may see; raises UnknownDocument (404) otherwise."""
    return _there(visible_to(actor_of(request)).filter(pk=pk).first())


def read_document(request: HttpRequest, pk: UUID) -> Document:
    """Return a document counted, with what it corrects, as its page wants it (404 as above)."""
    actor = actor_of(request)
    rows = with_counts(actor, visible_to(actor)).select_related("correction__corrects__issue")
    return _there(rows.select_related("home", "unit__home", "issue").filter(pk=pk).first())


def round_of(request: HttpRequest, pk: UUID, number: int) -> CommentRound:
    """Return a round that the actor may see; raises UnknownRound (404) otherwise."""
    rows = rounds_visible_to(actor_of(request))
    found = rows.filter(document=pk, number=number).first()
    if found is None:
        raise UnknownRound(_("没有这一轮征求意见，或者没有征求您的意见。"))
    return found


def posted_key(request: HttpRequest, name: str) -> UUID:
    """Return the key of a thing that was posted; raises Http404 for what is none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404 from error


def _there(document: Document | None) -> Document:
    if document is None:
        raise UnknownDocument(_("没有这份公文，或者您的账号不能查看它。"))
    return document
