"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the keys, for who keeps them."""
    if not actor.may(Permission.KEEP_KEYS):
        return []
    return [Entry(_("接口"), "api:keys", "link", 85)]
