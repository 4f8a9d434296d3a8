"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the list of tasks, for who sees any."""
    if not actor.may(Permission.SEE_TASKS):
        return []
    return [Entry(_("任务"), "tasks:list", "flag", 6)]
