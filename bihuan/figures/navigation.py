"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Offer the figures to whoever may see them."""
    if not actor.may(Permission.SEE_FIGURES):
        return []
    return [Entry(_("数据"), "figures:list", "chart-bar", 33, "records")]
