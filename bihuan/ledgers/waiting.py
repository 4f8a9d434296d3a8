"""The room's place on the home page: the first thing a clerk does with the software."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.ledgers.taking import homes_to_take_over_for
from bihuan.orgs.access import Actor
from bihuan.ui.waiting import Card, Waiting


def waiting(_actor: Actor) -> list[Waiting]:
    """Return what waits: an upload that was not confirmed waits for nobody."""
    return []


def home_cards(actor: Actor) -> list[Card]:
    """Return the way to the drop, for whom may make registers and fill them."""
    if not homes_to_take_over_for(actor):
        return []
    text = _("Excel 怎么记的就怎么传，自动建成台账")
    return [Card(_("把现有台账拖进来"), reverse("ledgers:drop"), text, "upload")]
