"""Problems added up over the tree of units: of each unit below one, all that lies under it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q

from bihuan.lib import clock
from bihuan.orgs.access import Actor, units_visible_to
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.orgs.rules import LABEL_WIDTH
from bihuan.rectification.models import LATE_STATES, OPEN_STATES, Problem, State


@dataclass
class Branch:
    """A unit and what lies under it: how many by state, open ones and overdue ones."""

    unit: Unit
    by_state: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    overdue: int = 0

    @property
    def total(self) -> int:
        """Return all but void ones."""
        return sum(n for state, n in self.by_state.items() if state != State.VOID)

    @property
    def open(self) -> int:
        """Return those still to be put right."""
        return sum(self.by_state[state] for state in OPEN_STATES)

    @property
    def closed(self) -> int:
        """Return those closed out."""
        return self.by_state[State.CLOSED]

    @property
    def rest(self) -> int:
        """Return those kept open for good or explained."""
        return self.by_state[State.LONG_TERM] + self.by_state[State.EXPLAINED]


def roll_up(actor: Actor, top: Unit) -> list[Branch]:
    """Return the units right below one with what lies under each, and its own; two statements.

    Units without a problem are left out. They stand in the tree's order, by no result.
    """
    width = len(top.path) + LABEL_WIDTH
    found = _counted(actor, top.path, width)
    units = _units(actor, {row[0] for row in found})
    sums: dict[str, Branch] = {}
    for path, state, n, overdue in found:
        unit = units.get(path)
        if unit is None:
            continue
        branch = sums.setdefault(path, Branch(unit))
        branch.by_state[state] += n
        branch.overdue += overdue if state in LATE_STATES else 0
    return [sums[path] for path in sorted(sums, key=lambda path: _place(sums[path].unit, top))]


def _counted(actor: Actor, top: str, width: int) -> list[tuple[str, str, int, int]]:
    """Return (branch, state, how many, whose own day has passed).

    Within, they are counted by path and state, as an index holds them; only those sums are cut to
    the branch and added up, for to cut every problem's path would have all of them sorted anew.
    """
    late = Q(own_due_on__lt=clock.today())
    rows = Problem.objects.under(top)
    if not actor.may(Permission.SEE_TASKS, top):
        rows = rows.filter(actor.within(Permission.SEE_TASKS, "path"))
    counted = rows.order_by().values_list("path", "state")
    counted = counted.annotate(n=Count("*"), late=Count("own_due_on", filter=late))
    try:
        within, values = counted.query.sql_with_params()
    except EmptyResultSet:  # the actor sees nothing
        return []
    sums = (
        "SELECT SUBSTR(path, 1, %s) AS branch, state, SUM(n), SUM(late) "  # noqa: S608
        f"FROM ({within}) AS counted GROUP BY 1, 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(sums, [width, *values])
        return [(path, state, int(n), int(over)) for path, state, n, over in cursor.fetchall()]


def _units(actor: Actor, paths: Iterable[str]) -> dict[str, Unit]:
    found = units_visible_to(actor).filter(path__in=list(paths)[:900])
    return {unit.path: unit for unit in found}


def _place(unit: Unit, top: Unit) -> tuple[bool, int, str]:
    return unit.path != top.path, unit.sort_order, unit.path
