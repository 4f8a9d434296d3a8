"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.burden.access import SEE
from bihuan.orgs.access import Actor
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the burden ledger, for whoever sees any unit's."""
    return [Entry(_("减负台账"), "burden:ledger", "clock", 5, "campaign")] if actor.may(SEE) else []
