"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the registers, for whom may see records anywhere."""
    if not actor.may(Permission.SEE_RECORDS):
        return []
    return [Entry(_("台账"), "registers:list", "table", 30, "records")]
