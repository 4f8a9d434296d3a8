"""What rooms above do with a document: each says so in its `document_links.py`, found by name."""

from dataclasses import dataclass

from bihuan.documents.models import Document
from bihuan.orgs.access import Actor
from bihuan.ui.rooms import modules


@dataclass(frozen=True)
class DocumentLink:
    """A button on a document's page: where it leads, with a symbol of the sprite."""

    label: str
    url: str
    icon: str


def links_for(actor: Actor, document: Document) -> list[DocumentLink]:
    """Return what every room offers to do with a document."""
    return [link for room in modules("document_links") for link in room.links(actor, document)]
