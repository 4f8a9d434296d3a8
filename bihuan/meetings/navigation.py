"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the meetings, for who sees some; heart talks open from there."""
    if not actor.may(Permission.SEE_MEETINGS):
        return []
    return [Entry(_("会议"), "meetings:list", "calendar", 5, "campaign")]
