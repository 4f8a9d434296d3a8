"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.opinions.access import RECORD, SEE
from bihuan.orgs.access import Actor
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the opinions, for who sees or records any."""
    if not actor.may(SEE) and not actor.may(RECORD):
        return []
    return [Entry(_("意见"), "opinions:list", "users", 24, "listening")]
