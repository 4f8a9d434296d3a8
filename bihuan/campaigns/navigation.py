"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the campaigns, for whoever takes part in one."""
    if not actor.may(Permission.SEE_CAMPAIGNS):
        return []
    return [Entry(_("活动"), "campaigns:list", "flag", 3, "campaign")]
