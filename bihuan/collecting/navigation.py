"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the collections, for who sees one whole; a village has its own on the home page."""
    if not actor.may(Permission.VERIFY_RECORDS):
        return []
    return [Entry(_("收表"), "collecting:list", "inbox", 32, "records")]
