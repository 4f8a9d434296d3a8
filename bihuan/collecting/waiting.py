"""What waits here: what is asked of my unit; of whom I asked and whose day has come."""

from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.collecting.access import asks_visible_to, may_ask_in, waited_for
from bihuan.collecting.models import Ask
from bihuan.lib import clock
from bihuan.lib.counting import Scan, Told
from bihuan.lib.dates import write_date
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Told]:
    """Return what waits for an actor: first what they are to return, then whom they wait for."""
    if not actor.may(Permission.ENTER_RECORDS) and not actor.may(Permission.VERIFY_RECORDS):
        return []
    rows = waited_for(asks_visible_to(actor)).filter(collection__closed_at=None)
    return [Told([Scan(rows).count()], partial(_lines, actor, rows))]


def _lines(actor: Actor, rows: QuerySet[Ask], count: int) -> list[Waiting]:
    """Return the lines of what is waited for; one statement, none where nothing is."""
    open_asks = list(rows.prefetch_related(None)) if count else []
    asked = [ask for ask in open_asks if may_ask_in(actor, ask.collection.home)]
    mine = [
        ask
        for ask in open_asks
        if ask not in asked and actor.may(Permission.ENTER_RECORDS, ask.unit)
    ]
    found = [
        Waiting(
            label=_("请填报：%(title)s") % {"title": ask.collection.title},
            count=1,
            url=reverse("collecting:ask", kwargs={"ask_id": ask.pk}),
            hint=_("%(unit)s，请在%(day)s前交")
            % {"unit": ask.unit, "day": write_date(ask.collection.due_on)},
            verb=_("去填"),
        )
        for ask in mine
    ]
    return found + _whom_i_wait_for(asked)


def _whom_i_wait_for(asks: list[Ask]) -> list[Waiting]:
    by_collection: dict[str, list[Ask]] = {}
    for ask in asks:
        by_collection.setdefault(str(ask.collection_id), []).append(ask)
    today = clock.today()
    return [
        Waiting(
            label=_("收表：%(title)s") % {"title": some[0].collection.title},
            count=len(some),
            url=reverse("collecting:collection", kwargs={"collection_id": id_}),
            hint=_("这些单位还没有交，期限是%(day)s")
            % {"day": write_date(some[0].collection.due_on)},
            is_late=some[0].collection.due_on < today,
            verb=_("去看看"),
        )
        for id_, some in by_collection.items()
    ]
