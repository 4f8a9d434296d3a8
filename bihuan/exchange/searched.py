"""What the search box finds of this room: documents that came to the actor's offices."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from bihuan.exchange.access import SEND, receptions_visible_to
from bihuan.exchange.indexing import KIND, all_texts
from bihuan.exchange.models import Reception
from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.search.asking import Found
from bihuan.search.declaring import Sought
from bihuan.ui.searching import Hit

LABEL = gettext_lazy("来文")
AROUND = 16


def sought(actor: Actor) -> Sought[Reception]:
    """Declare what came to the offices that the actor is of."""
    paths = tuple(sorted({path for permission in SEND for path in actor.paths(permission)}))
    return Sought(KIND, LABEL, paths, lambda ids: _seen(actor, ids), _hit)


def rebuild() -> Iterator[int]:
    """Put everything that came in into the index; yield one for each."""
    return all_texts()


def _seen(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Reception]:
    return {each.pk: each for each in receptions_visible_to(actor).filter(pk__in=ids)}


def _hit(reception: Reception, found: Found, query: str) -> Hit:
    words = words_of(query)
    return Hit(
        kind=str(LABEL),
        title=marked(found.text.title, words),
        url=reverse("exchange:reception", args=[reception.pk]),
        text=marked(found.text.body, words, AROUND),
        where=reception.sender_name,
        day=found.text.day,
        icon="inbox",
    )
