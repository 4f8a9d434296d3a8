"""What this room offers on the page of a document."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.documents.models import Document
from bihuan.documents.offering import DocumentLink
from bihuan.exchange.access import may_send
from bihuan.orgs.access import Actor


def links(actor: Actor, document: Document) -> list[DocumentLink]:
    """Offer to send an issued document to those who may."""
    if not document.is_issued or not may_send(actor, document):
        return []
    return [DocumentLink(_("送出"), reverse("exchange:new_dispatch", args=[document.pk]), "send")]
