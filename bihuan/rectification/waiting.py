"""What waits here: for the leader decisions, for others what to verify, close, look back at."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.rectification.access import sees_administrations
from bihuan.rectification.listing import OVERDUE, in_state, walked
from bihuan.rectification.models import (
    OPEN_STATES,
    Decision,
    LookBack,
    Origin,
    Problem,
    State,
    UpwardRequest,
)
from bihuan.ui.waiting import Waiting

STANDING = [*map(str, OPEN_STATES), str(State.LONG_TERM)]


@dataclass(frozen=True)
class Kind:
    """One kind of thing that waits for an actor.

    `state` finds its problems, or `overdue`; `problems` are those of another index; `pieces` are
    rows of one problem each, few, with an index of their own.
    """

    code: str
    label: str
    hint: str
    verb: str
    permission: Permission
    state: str = ""
    problems: QuerySet[Problem] | None = None
    pieces: QuerySet[Any] | None = None
    is_late: bool = False

    def rows(self, actor: Actor) -> QuerySet[Problem]:
        """Return its problems."""
        if self.pieces is not None:
            return Problem.objects.filter(pk__in=self.pieces.values("problem_id"))
        if self.problems is not None:
            return self.problems
        where = _where(actor, self.permission)
        return walked(Problem.objects.filter()).filter(where, in_state(self.state))

    def counts(self, actor: Actor) -> QuerySet[Any]:
        """Return what is counted of it: the pieces themselves, where there are some."""
        return self.rows(actor) if self.pieces is None else self.pieces


def waiting(actor: Actor) -> list[Waiting]:
    """Return what waits for an actor; each kind opens its own part of the waiting page.

    Each kind is a scan of its own, counted by the index that suits it.
    """
    page = reverse("rectification:waiting")
    return [
        Waiting(
            label=kind.label,
            count=Scan(kind.counts(actor)).count(),
            url=f"{page}#{kind.code}",
            hint=kind.hint,
            is_late=kind.is_late,
            verb=kind.verb,
        )
        for kind in kinds_for(actor)
    ]


def kinds_for(actor: Actor) -> list[Kind]:
    """Return the kinds of things that may wait for an actor, the most urgent first."""
    return [*_decisions(actor), *_overdue(actor), *_to_assign(actor), *_to_verify(actor)]


def _decisions(actor: Actor) -> list[Kind]:
    if not actor.may(Permission.DECIDE_MATTERS):
        return []
    return [
        Kind(
            "decisions",
            _("等您决定的整改问题"),
            _("有人不满意，或回头看发现反弹；重开、加措施还是解释，由您决定"),
            _("去决定"),
            Permission.DECIDE_MATTERS,
            pieces=Decision.objects.filter(
                actor.within(Permission.DECIDE_MATTERS, "path"), decided_at=None
            ),
        )
    ]


def _overdue(actor: Actor) -> list[Kind]:
    assigns = actor.may(Permission.ASSIGN_TASKS)
    if not assigns and not actor.may(Permission.DO_TASKS):
        return []
    return [
        Kind(
            "overdue",
            _("超期的整改问题"),
            _("完成时限已过，还没有报完成；等上级答复的天数不算"),
            _("去看看"),
            Permission.ASSIGN_TASKS if assigns else Permission.DO_TASKS,
            OVERDUE,
            is_late=True,
        )
    ]


def _to_assign(actor: Actor) -> list[Kind]:
    if not actor.may(Permission.ASSIGN_TASKS):
        return []
    today, assigns = clock.today(), Permission.ASSIGN_TASKS
    mine = walked(Problem.objects.filter(state__in=STANDING)).filter(_where(actor, assigns))
    closed = Unit.objects.filter(closed_on__lte=today).values("path")
    silent = mine.filter(origin=Origin.RAISED, responded_on=None, respond_by__lt=today)
    unanswered = UpwardRequest.objects.filter(
        actor.within(assigns, "path"), answered_on=None, withdrawn_on=None, due_on__lt=today
    )
    return [
        Kind(
            "closed_units",
            _("责任单位已撤销的问题"),
            _("请改由接续的单位负责"),
            _("去改"),
            assigns,
            problems=mine.filter(path__in=closed),
            is_late=True,
        ),
        Kind(
            "to_contact",
            _("还没有联系反映人的问题"),
            _("已过规定的联系时限"),
            _("去看看"),
            assigns,
            problems=silent,
            is_late=True,
        ),
        Kind(
            "unanswered",
            _("过了盼复日期的向上请求"),
            _("可以再去函或去人问问"),
            _("去看看"),
            assigns,
            pieces=unanswered,
        ),
        Kind(
            "found",
            _("待定方案的问题"),
            _("定目标、时限，交办措施"),
            _("去定"),
            assigns,
            State.FOUND,
        ),
        Kind(
            "to_close",
            _("验收通过、等销号的问题"),
            _("由没有经手的人销号"),
            _("去销号"),
            assigns,
            State.VERIFIED,
        ),
    ]


def _to_verify(actor: Actor) -> list[Kind]:
    verifies = Permission.VERIFY_TASKS
    if not actor.may(verifies):
        return []
    due = LookBack.objects.filter(
        actor.within(verifies, "path"), done_on=None, dropped_on=None, due_on__lte=clock.today()
    )
    return [
        Kind(
            "to_verify",
            _("等验收的整改问题"),
            _("由承办单位以外、没有经手的人验收"),
            _("去验收"),
            verifies,
            State.DONE,
        ),
        Kind(
            "look_backs",
            _("到日子的回头看"),
            _("看看有没有反弹"),
            _("去看看"),
            verifies,
            pieces=due,
        ),
    ]


def _where(actor: Actor, permission: Permission) -> Q:
    """Return where a permission holds: for whole administrations held against each problem, so
    that the index of states answers, not that of paths.
    """
    name = "walked" if sees_administrations(actor, permission) else "path"
    return actor.within(permission, name)
