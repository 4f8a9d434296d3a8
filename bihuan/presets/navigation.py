"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry

OFFERED_TO = (
    Permission.DEFINE_REGISTERS,
    Permission.ISSUE_DOCUMENTS,
    Permission.MANAGE_ACCOUNTS,
    Permission.READ_AUDIT,
)
"""Others may look, too, but do not need it every day."""


def entries(actor: Actor) -> list[Entry]:
    """Offer the presets to whoever sets them, decides by them or looks after them."""
    if not any(actor.may(permission) for permission in OFFERED_TO):
        return []
    return [Entry(_("预设"), "presets:presets", "calendar", 70, "keeping")]
