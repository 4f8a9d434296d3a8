"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.exchange.access import is_of_an_office
from bihuan.orgs.access import Actor
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Offer what came in and what was sent to those who draft or issue for an office."""
    if not is_of_an_office(actor):
        return []
    return [Entry(_("收发文"), "exchange:inbox", "inbox", 69, "keeping")]
