"""The list of tasks: what is asked for, a page by key, the counts above it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Func, Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from bihuan.lib.errors import Invalid
from bihuan.lib.fields import BinaryTextField
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.search.asking import find
from bihuan.tasks.access import Sight
from bihuan.tasks.counted import Counts, counts_of_every, counts_of_seen, sees_every_open
from bihuan.tasks.for_me import AT_WORK, any_of, conditions
from bihuan.tasks.indexing import KIND
from bihuan.tasks.models import LATE_STATES, OPEN_STATES, State, Task
from bihuan.tasks.models.task import TaskQuerySet

PAGE = 50
MOST_FOUND = 400
"""Tasks that a search by words goes through; more are told to be narrowed."""
FOR_ME = ("sign_for", "do", "verify", "decide", "returned", "orphaned", "close")
SHOWN = {
    "mine": _("等我办的"),
    "open": _("未办结"),
    "overdue": _("超期"),
    "soon": _("临期"),
    "assigned": _("待签收"),
    "doing": _("办理中"),
    "submitted": _("待验收"),
    "verified": _("待销号"),
    "returned_all": _("已退件"),
    "extension": _("延期待批"),
    "suspended": _("已挂起"),
    "closed": _("已销号"),
    "void": _("已作废"),
    "all": _("全部"),
}
"""What the list may show, as it is named; beside these, each thing that waits for the actor."""
_SHOWN = (
    *("year", "number", "title", "about_kind", "about_id", "due_on", "wanted_due_on", "state"),
    *("state_at", "percent", "assigned_at", "assigned_by_name", "home__path"),
    *("unit__name", "unit__short_name", "unit__closed_on"),
)
BY_DAY, BY_STATE, BY_ID = "due_on", "-state_at", "-id"


@dataclass(frozen=True)
class Criteria:
    """Which tasks: `show` is a key of SHOWN or FOR_ME; `soon_by` is the last day that is near."""

    show: str = "open"
    unit: Unit | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    text: str = ""

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the choice of what is shown was asked for."""
        return bool(self.unit or self.first or self.last or self.text)

    @property
    def order(self) -> str:
        """Return what the rows are ordered by: open ones by their day, the overdue first."""
        if self.show in ("closed", "void"):
            return BY_STATE
        return BY_ID if self.show == "all" else BY_DAY


@dataclass(frozen=True)
class Page:
    """Some rows, the key of the next page (empty: none), whether a search was cut short."""

    rows: Sequence[Task]
    next_key: str = ""
    is_cut: bool = False


def page_of(
    actor: Actor,
    criteria: Criteria,
    today: dt.date,
    soon: dt.date,
    after: str,
    sight: Sight | None = None,
) -> Page:
    """Return a page of the tasks that the actor may see and the criteria keep."""
    rows, is_cut = _rows(actor, criteria, today, soon, sight or Sight(actor))
    order = criteria.order
    rows = rows.order_by(order, *(() if order == BY_ID else (_second(order),)))
    if after:
        rows = rows.filter(_beyond(order, after))
    # The ids first, which an index answers in order; joined to whole rows, SQLite would sort all.
    ids = list(rows.values_list("pk", flat=True)[: PAGE + 1])
    rows = Task.objects.select_related("unit", "home").only(*_SHOWN)
    by_id = rows.in_bulk(ids[:PAGE])
    found = [by_id[pk] for pk in ids[:PAGE]]
    key = _key(order, found[-1]) if len(ids) > PAGE else ""
    return Page(found, key, is_cut)


def all_of(actor: Actor, criteria: Criteria, today: dt.date, soon: dt.date) -> TaskQuerySet:
    """Return all tasks that the criteria keep, in their order, for a download."""
    rows, _is_cut = _rows(actor, criteria, today, soon, Sight(actor))
    return rows.order_by(criteria.order, "id").select_related("unit", "home")


def counts_of(
    actor: Actor, sight: Sight, unit: Unit | None, today: dt.date, soon: dt.date
) -> Counts:
    """Return how many open tasks there are, by what the list may show; three statements at most."""
    if unit is None and _sees_much(actor) and sees_every_open(actor):
        return counts_of_every(today, soon)
    rows = in_order(Task.objects.open()).filter(sight.by(field_for(actor, unit)), _under(unit))
    return counts_of_seen(rows, today, soon)


def _rows(
    actor: Actor, criteria: Criteria, today: dt.date, soon: dt.date, sight: Sight
) -> tuple[TaskQuerySet, bool]:
    rows = in_order(Task.objects.filter()).filter(sight.by(field_for(actor, criteria.unit)))
    rows = rows.filter(_shown(actor, criteria.show, today, soon), _under(criteria.unit))
    if criteria.first:
        rows = rows.filter(due_on__gte=criteria.first)
    if criteria.last:
        rows = rows.filter(due_on__lte=criteria.last)
    if not criteria.text:
        return rows, False
    if criteria.text.isdecimal() and len(criteria.text) < 7:
        return rows.filter(number=int(criteria.text)), False
    paths = actor.paths(Permission.SEE_TASKS)
    found = find(criteria.text, kind=KIND, paths=paths, limit=MOST_FOUND)
    ids = [each.text.object_id for each in found]
    return rows.filter(pk__in=ids), len(ids) == MOST_FOUND


class _InOrder(Func):
    """A column that SQLite seeks no index by, so that it goes through rows in the order asked for.

    It takes a range of paths for one row in 64, though a township sees nearly all of them, and
    would sort them all to show fifty.
    """

    template = "+%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Leave it as it is: PostgreSQL knows how many rows a range has."""
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)


def in_order(rows: TaskQuerySet) -> TaskQuerySet:
    """Give tasks the path under a name that no index is sought by."""
    return rows.alias(place=_InOrder(F("path"), output_field=BinaryTextField()))


def field_for(actor: Actor, unit: Unit | None) -> str:
    """Return by what name the path is held against what the actor sees."""
    return "place" if unit is None and _sees_much(actor) else "path"


def _sees_much(actor: Actor) -> bool:
    """Tell whether an actor sees a whole administration."""
    homes = actor.homes.get(Permission.SEE_TASKS, ())
    return any(path in homes for path in actor.paths(Permission.SEE_TASKS))


def _shown(actor: Actor, show: str, today: dt.date, soon: dt.date) -> Q:
    late = Q(is_open=True, state__in=LATE_STATES)
    plain = {
        "open": Q(is_open=True),
        "overdue": late & Q(due_on__lt=today),
        "soon": late & Q(due_on__gte=today, due_on__lte=soon),
        "extension": Q(is_open=True, state__in=AT_WORK, wanted_due_on__isnull=False),
        "returned_all": Q(is_open=True, state=State.RETURNED),
        "all": Q(),
    }
    if show in plain:
        return plain[show]
    if show in State.values:
        return Q(is_open=show in OPEN_STATES, state=show)
    waits = conditions(actor, today)
    asked = any_of(waits.values()) if show == "mine" else waits.get(show, Q(pk__in=[]))
    return Q(is_open=True) & asked


def _under(unit: Unit | None) -> Q:
    return Q(path__gte=unit.path, path__lt=unit.path + "~") if unit else Q()


def _second(order: str) -> str:
    return "-id" if order.startswith("-") else "id"


def _key(order: str, task: Task) -> str:
    if order == BY_ID:
        return str(task.pk)
    edge = task.due_on if order == BY_DAY else task.state_at
    return f"{edge.isoformat()}_{task.pk}"


def _beyond(order: str, key: str) -> Q:
    """Return the condition that a row stands after the one of a key; raises Invalid."""
    edge, _line, id_ = key.rpartition("_")
    try:
        pk = UUID(id_)
        if order == BY_ID:
            return Q(id__lt=pk)
        if order == BY_DAY:
            day = dt.date.fromisoformat(edge)
            return Q(due_on__gte=day) & (Q(due_on__gt=day) | Q(id__gt=pk))
        moment = parse_datetime(edge)
    except ValueError:
        moment = None
    if moment is None:
        raise Invalid(str(_("翻页的位置无法识别，请回到第一页。")))
    return Q(state_at__lte=moment) & (Q(state_at__lt=moment) | Q(id__lt=pk))
