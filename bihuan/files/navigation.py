"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.files.access import may_see_backups
from bihuan.orgs.access import Actor
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the entry of backups, for those who may know of them."""
    return [Entry(_("备份"), "files:backups", "shield-lock", 95)] if may_see_backups(actor) else []
