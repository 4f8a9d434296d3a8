"""How many open tasks there are, by what the list may show."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connections
from django.db.models import Count, Q, Subquery

from bihuan.lib.counting import Scan, answers
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.tasks.models import LATE_STATES, OPEN_STATES, State, Task
from bihuan.tasks.models.task import TaskQuerySet

Counts = dict[str, int]


def tab_of(state: str) -> str:
    """Return by what name the list shows a state."""
    return "returned_all" if state == State.RETURNED else str(state)


def counts_of_seen(rows: TaskQuerySet, today: dt.date, soon: dt.date) -> Counts:
    """Count open tasks, narrowed to those that somebody sees; two statements.

    One goes through them in the order of an index that begins with the state, one through those
    whose day is near or past: to hold each of many rows against each tab took three times as long.
    """
    by_state = dict(rows.order_by().values_list("state").annotate(n=Count("*")))
    running = Scan(rows.filter(state__in=LATE_STATES, due_on__lte=soon))
    wanted = running.count(), running.count(Q(due_on__lt=today))
    found = answers(wanted)
    near, overdue = (int(found[each]) for each in wanted)
    return _named({state: by_state.get(str(state), 0) for state in OPEN_STATES}, overdue, near)


def counts_of_every(today: dt.date, soon: dt.date) -> Counts:
    """Count all open tasks there are; one statement.

    Each is counted once, by its state's range of days in one index, and none held against a path:
    with 100,000 of them that is a third of the time. It is written by hand since Django takes as
    long to write so many arms as SQLite to answer them.
    """
    rows = Task.objects.open()
    ops = connections[rows.db].ops
    near = [ops.adapt_datefield_value(day) for day in (today, soon)]
    arms = list(_arms(near))
    table = ops.quote_name(Task._meta.db_table)
    sql = " UNION ALL ".join(
        f"SELECT {at}, COUNT(*) FROM {table} WHERE is_open AND state = %s{where}"  # noqa: S608
        for at, (_state, where, _days) in enumerate(arms)
    )
    parameters = [each for state, _where, days in arms for each in (str(state), *days)]
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        found = dict(cursor.fetchall())
    by_state: dict[str, int] = dict.fromkeys(OPEN_STATES, 0)
    for at, (state, _where, _days) in enumerate(arms):
        by_state[state] += found[at]
    overdue, soon_due = (
        sum(found[at] for at, (_state, where, _days) in enumerate(arms) if where == range_)
        for range_ in RANGES[:2]
    )
    return _named(by_state, overdue, overdue + soon_due)


RANGES = (" AND due_on < %s", " AND due_on >= %s AND due_on <= %s", " AND due_on > %s")
"""Past, near, and later: what can be late is counted in these."""
Arm = tuple[str, str, Sequence[Any]]


def _arms(near: Sequence[Any]) -> Iterator[Arm]:
    for state in OPEN_STATES:
        if state in LATE_STATES:
            yield from zip((state,) * 3, RANGES, (near[:1], near, near[1:]), strict=True)
        else:
            yield state, "", ()


def _named(by_state: dict[Any, int], overdue: int, near: int) -> Counts:
    tabs = {tab_of(state): count for state, count in by_state.items()}
    return {"open": sum(tabs.values()), "overdue": overdue, "soon": near - overdue, **tabs}


def sees_every_open(actor: Actor) -> bool:
    """Tell whether every open task lies where the actor sees it: one statement, two looks."""
    paths = actor.paths(Permission.SEE_TASKS)
    if len(paths) != 1:
        return False
    rows = Task.objects.open()
    last = Subquery(rows.order_by("-path").values("path")[:1])
    ends = rows.order_by("path").annotate(last=last).values_list("path", "last").first()
    return ends is not None and all(path.startswith(paths[0]) for path in ends)
