"""What waits here: opinions without a class, groups without an answer, pairs to be merged."""

import datetime as dt
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.counting import Later, Scan, Told
from bihuan.opinions.access import (
    RECORD,
    SORT,
    groups_visible_to,
    homes_to_sort_in,
    opinions_visible_to,
)
from bihuan.opinions.models import GroupState, MergeProposal, OpinionState
from bihuan.opinions.policy import SORT_WORKDAYS
from bihuan.orgs.access import Actor
from bihuan.presets.asking import wholes_for
from bihuan.presets.calendar import add_workdays
from bihuan.ui.waiting import Card, Waiting


def waiting(actor: Actor) -> list[Waiting | Told]:
    """Return what waits for who sorts opinions; for others nothing."""
    if not actor.may(SORT):
        return []
    mine = actor.within(SORT, "path")
    new = Scan(opinions_visible_to(actor).filter(mine, state=OpinionState.NEW))
    unanswered = Scan(groups_visible_to(actor).filter(mine, state=GroupState.OPEN))
    proposed = Scan(MergeProposal.objects.filter(mine, accepted__isnull=True))
    return [
        Told([new.count(), new.least("recorded_on")], partial(_to_sort, actor)),
        _to_answer(unanswered.count()),
        _to_merge(proposed.count()),
    ]


def home_cards(actor: Actor) -> list[Card]:
    """Return the quick entry of what was said, for who records it."""
    if not actor.may(RECORD):
        return []
    return [
        Card(
            title=_("登记意见"),
            url=reverse("opinions:new"),
            text=_("座谈、走访、意见箱里收到的，一行一条"),
            icon="pencil",
        )
    ]


def _to_sort(actor: Actor, count: int, oldest: str) -> list[Waiting]:
    late, today = False, clock.today()
    if oldest and (homes := homes_to_sort_in(actor)):
        (days,) = wholes_for(actor, [SORT_WORKDAYS], homes[0].path, today)
        late = add_workdays(dt.date.fromisoformat(oldest), days, homes[0]) < today
    line = Waiting(
        label=_("意见待归类"),
        count=count,
        url=reverse("opinions:inbox"),
        hint=_("软件先提建议，按回车确认"),
        is_late=late,
        verb=_("去归类"),
    )
    return [line]


def _to_answer(count: Later) -> Waiting:
    return Waiting(
        label=_("归并意见待答复"),
        count=count,
        url=reverse("opinions:digest") + "?answer=open",
        hint=_("采纳、解释、向上反映或不予采纳，都要给群众一个说法"),
        verb=_("去答复"),
    )


def _to_merge(count: Later) -> Waiting:
    return Waiting(
        label=_("归并建议待定"),
        count=count,
        url=reverse("opinions:proposals"),
        hint=_("看着像同一个问题，请确定是否归并"),
        verb=_("去看看"),
    )
