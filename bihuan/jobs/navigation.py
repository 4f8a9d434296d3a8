"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Offer their own jobs to whoever sees content."""
    if not actor.may(Permission.SEE_FIGURES):
        return []
    return [Entry(_("后台作业"), "jobs:list", "clock", 71, "keeping")]
