"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.questionnaires.access import KEEPS, SEES
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the questionnaires; a village has what is handed round on its home page."""
    if not actor.may(KEEPS) and not actor.may(SEES):
        return []
    return [Entry(_("问卷"), "questionnaires:list", "chart-bar", 27, "listening")]
