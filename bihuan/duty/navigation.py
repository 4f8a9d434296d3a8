"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return disputes and petitions, for who sees cases or enters those of a unit."""
    if not actor.may(Permission.SEE_CASES) and not actor.may(Permission.ENTER_RECORDS):
        return []
    return [Entry(_("纠纷信访"), "duty:disputes", "shield-lock", 28, "listening")]
