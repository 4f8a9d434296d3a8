"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Offer the forms of the level above to whoever may see figures."""
    if not actor.may(Permission.SEE_FIGURES):
        return []
    return [Entry(_("上报表"), "reporting:list", "file-spreadsheet", 34, "records")]
