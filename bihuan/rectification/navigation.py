"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the board of problems, for who sees tasks."""
    if not actor.may(Permission.SEE_TASKS):
        return []
    return [Entry(_("整改"), "rectification:board", "circle-check", 29)]
