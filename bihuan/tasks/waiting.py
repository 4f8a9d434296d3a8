"""What waits here for an actor: to sign for, do, verify, decide, hand on, close."""

from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.lib import clock
from bihuan.lib.counting import Scan, Told
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.tasks.for_me import conditions
from bihuan.tasks.listing import field_for, in_order
from bihuan.tasks.models import Task
from bihuan.tasks.models.task import TaskQuerySet
from bihuan.ui.waiting import Card, Waiting

SAID = {
    "orphaned": (
        gettext_lazy("承办单位已撤销的任务"),
        gettext_lazy("原承办单位已撤销，请改交"),
        gettext_lazy("去改交"),
    ),
    "returned": (
        gettext_lazy("退回来的任务"),
        gettext_lazy("改交别的单位，或说明退件不成立"),
        gettext_lazy("去处理"),
    ),
    "decide": (
        gettext_lazy("待审批的延期"),
        gettext_lazy("同意或不同意，原期限和新期限都留底"),
        gettext_lazy("去审批"),
    ),
    "sign_for": (
        gettext_lazy("待签收的任务"),
        gettext_lazy("签收后开始办理"),
        gettext_lazy("去签收"),
    ),
    "do": (
        gettext_lazy("办理中的任务"),
        gettext_lazy("反馈进展，办完报完成"),
        gettext_lazy("去办理"),
    ),
    "verify": (
        gettext_lazy("待验收的任务"),
        gettext_lazy("承办单位已报完成，由您验收"),
        gettext_lazy("去验收"),
    ),
    "close": (
        gettext_lazy("待销号的任务"),
        gettext_lazy("已验收通过，可以销号"),
        gettext_lazy("去销号"),
    ),
}


def waiting(actor: Actor) -> list[Told]:
    """Return what waits for an actor, by what is to be done with it; three statements at most."""
    if not actor.may(Permission.SEE_TASKS) or actor.id is None:
        return []
    rows, late = _in_sight(actor), Q(due_on__lt=clock.today())
    found = conditions(actor)
    scans = {key: Scan(rows.filter(found[key])) for key in SAID if key in found}
    return [
        Told([scan.count(), scan.count(late)], partial(_line, key)) for key, scan in scans.items()
    ]


def _line(key: str, count: int, overdue: int) -> list[Waiting]:
    label, hint, verb = SAID[key]
    said = str(hint)
    if overdue:
        said = _("%(hint)s；其中%(n)d项已超期") % {"hint": hint, "n": overdue}
    return [
        Waiting(
            label=str(label),
            count=count,
            url=f"{reverse('tasks:list')}?show={key}",
            hint=said,
            is_late=bool(overdue) or key == "orphaned",
            verb=str(verb),
        )
    ]


def _in_sight(actor: Actor) -> TaskQuerySet:
    """Return the open tasks of which some wait: none is left out that does."""
    rows = in_order(Task.objects.open())
    return rows.filter(actor.within(Permission.SEE_TASKS, field_for(actor, None)))


def home_cards(actor: Actor) -> list[Card]:
    """Return the quick entry of who assigns."""
    if not actor.may(Permission.ASSIGN_TASKS):
        return []
    return [Card(_("交办一项任务"), reverse("tasks:new"), _("填一张督办单"), "send")]
