"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.oversight.access import AGREE, RUN, SEE
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the towns side by side for the level above, the gates for a town."""
    if actor.may(AGREE):
        return [Entry(_("各乡镇"), "oversight:desk", "sitemap", 5, "campaign")]
    if actor.may(SEE) and (actor.may(RUN) or _sees_a_town(actor)):
        return [Entry(_("转段"), "oversight:list", "rubber-stamp", 5, "campaign")]
    return []


def _sees_a_town(actor: Actor) -> bool:
    """Tell whether an actor sees campaigns over a whole administration."""
    return bool(set(actor.paths(SEE)) & set(actor.homes.get(SEE, ())))
