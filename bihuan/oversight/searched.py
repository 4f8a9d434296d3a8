"""What the search box finds of this room: gates by their campaign and stage. They are few."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.oversight.access import SEE, gates_visible_to
from bihuan.oversight.models import GateRequest
from bihuan.search.declaring import Named
from bihuan.ui.searching import Hit


def named(actor: Actor, words: str) -> list[Named[GateRequest]]:
    """Declare the gates whose stage, campaign or summary holds the words."""
    said = words.strip()
    if not said or not actor.may(SEE):
        return []
    holds = Q(phase__label__icontains=said) | Q(campaign__title__icontains=said)
    rows = gates_visible_to(actor).filter(holds | Q(summary__icontains=said))
    asked = words_of(said)
    read = ("state", "sent_on", "campaign__title", "phase__label", "home__name", "home__short_name")
    return [Named(rows, lambda found: [_hit(each, asked) for each in found], only=read)]


def _hit(gate: GateRequest, asked: list[str]) -> Hit:
    return Hit(
        kind=_("转段申请"),
        title=marked(f"{gate.campaign} {gate.phase}", asked),
        url=reverse("oversight:gate", args=[gate.pk]),
        where=f"{gate.home} · {gate.get_state_display()}",
        day=gate.sent_on,
        icon="rubber-stamp",
    )
