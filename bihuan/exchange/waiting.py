"""What waits: documents to sign for and to answer; what came back of one's own."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.documents.access import seen_by
from bihuan.exchange.access import RECEIVE, SEND
from bihuan.exchange.models import Dispatch, Reception, Standing
from bihuan.exchange.rules import WANTS_ANSWER
from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Return what waits for both sides; no statement of its own."""
    return [*_to_receive(actor), *_came_back(actor)]


def _to_receive(actor: Actor) -> list[Waiting]:
    paths = actor.paths(RECEIVE)
    if not paths:
        return []
    own = Q() if "" in paths else Q(home__path__in=paths)
    came, page = Scan(Reception.objects.filter(own)), reverse("exchange:inbox")
    unanswered = Q(state=Standing.RECEIVED, kind__in=WANTS_ANSWER)
    return [
        Waiting(
            _("待签收的来文"),
            came.count(Q(state=Standing.SENT)),
            f"{page}?state={Standing.SENT}",
            _("签收，或写明理由退回"),
            verb=_("去签收"),
        ),
        Waiting(
            _("待答复的来文"),
            came.count(unanswered),
            f"{page}?state={Standing.RECEIVED}",
            _("请示、函等要答复的文种"),
            verb=_("去答复"),
        ),
    ]


def _came_back(actor: Actor) -> list[Waiting]:
    if not any(actor.may(permission) for permission in SEND):
        return []
    own = Q(pk__in=[])
    for permission in SEND:
        own |= actor.within(permission, "document__unit__path")
    sent = Scan(Dispatch.objects.filter(own, seen_by(actor), is_noted=False))
    page = reverse("exchange:outbox")
    return [
        Waiting(
            _("送出后被退回的公文"),
            sent.count(Q(state=Standing.RETURNED)),
            f"{page}?state={Standing.RETURNED}",
            _("看退回的理由，改好后另发一份"),
            verb=_("去看"),
        ),
        Waiting(
            _("送出的公文有了答复"),
            sent.count(Q(state=Standing.ANSWERED)),
            f"{page}?state={Standing.ANSWERED}",
            _("看过后点“知悉”"),
            verb=_("去看"),
        ),
    ]
