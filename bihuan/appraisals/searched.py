"""What the search box finds of this room: polls by the words of their name. Never a result."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.appraisals.access import polls_visible_to
from bihuan.appraisals.models import Poll, PollState
from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.search.declaring import Named
from bihuan.ui.searching import Hit


def named(actor: Actor, words: str) -> list[Named[Poll]]:
    """Declare the polls that an actor may see whose name has every word."""
    if not actor.may(Permission.SEE_POLLS):
        return []
    asked = words_of(words)
    condition = Q()
    for word in asked:
        condition &= Q(title__icontains=word)
    rows = polls_visible_to(actor).filter(condition).exclude(state=PollState.VOID)
    return [
        Named(
            rows.order_by("-on", "-pk"),
            lambda found: [_hit(each, asked) for each in found],
            only=("title", "on", "unit__name"),
        )
    ]


def _hit(poll: Poll, asked: list[str]) -> Hit:
    return Hit(
        kind=_("测评"),
        title=marked(poll.title, asked),
        url=reverse("appraisals:poll", args=[poll.pk]),
        where=poll.unit.name,
        day=poll.on,
        icon="chart-bar",
    )
