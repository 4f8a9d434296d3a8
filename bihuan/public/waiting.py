"""A quick entry of the home page: the residents' page and its poster."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.opinions.access import homes_to_sort_in
from bihuan.orgs.access import Actor
from bihuan.ui.waiting import Card, Waiting


def waiting(actor: Actor) -> list[Waiting]:  # noqa: ARG001
    """Return nothing: what residents raise waits in the inbox of opinions."""
    return []


def home_cards(actor: Actor) -> list[Card]:
    """Return the poster of the administration whose opinions the actor sorts."""
    text = _("二维码海报；居民扫码反映、查结果")
    return [
        Card(_("居民页面"), reverse("public:poster", args=[home.code]), text, "users")
        for home in homes_to_sort_in(actor)[:1]
    ]
