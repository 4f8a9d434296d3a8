"""What waits for an actor: the same conditions count it on the home page and keep it in the list.

Overdue first is the list's own order. Whoever assigns the tasks of a unit does not do them: a
clerk is asked to sign for those of their own unit only, though they may for any.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from bihuan.files.models import Attachment
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import ADMINISTRATIONS, Unit
from bihuan.orgs.permissions import Permission
from bihuan.orgs.rules import LABEL_WIDTH
from bihuan.tasks.judging import EVIDENCE_OF, standing_of
from bihuan.tasks.models import LATE_STATES, Part, State, Step, Task
from bihuan.tasks.rules import WRITES_WORK, Standing

AT_WORK = (State.ASSIGNED, State.DOING)


def conditions(actor: Actor, today: dt.date | None = None) -> dict[str, Q]:
    """Return, by what is to be done, the condition that a task waits for the actor; none unneeded.

    Three statements at most, for who the actor is; none for who only does tasks. The conditions
    themselves ask for columns of a task's index, so that they count fast.
    """
    closed, homes = _units(actor, today or clock.today())
    orphaned = Q(path__in=closed)
    judges = actor.may(Permission.ASSIGN_TASKS) or actor.may(Permission.VERIFY_TASKS)
    standing = standing_of(actor) if judges else Standing(actor.id)
    found: dict[str, Q] = {}
    if actor.may(Permission.DO_TASKS):
        mine = _to_do(actor, standing) & ~orphaned
        found["sign_for"] = Q(state=State.ASSIGNED) & mine
        found["do"] = Q(state=State.DOING) & mine
    if actor.may(Permission.VERIFY_TASKS):
        found["verify"] = _to_verify(actor, standing)
    if actor.may(Permission.DECIDE_MATTERS):
        decides = Q(home_id__in=_within(actor, Permission.DECIDE_MATTERS, homes))
        found["decide"] = Q(state__in=AT_WORK, wanted_due_on__isnull=False) & decides
    if actor.may(Permission.ASSIGN_TASKS):
        assigns = Q(home_id__in=_within(actor, Permission.ASSIGN_TASKS, homes))
        waits = Q(state__in=[*LATE_STATES, State.SUSPENDED])
        found["orphaned"] = waits & orphaned & assigns
        found["returned"] = Q(state=State.RETURNED) & ~orphaned & assigns
        found["close"] = Q(state=State.VERIFIED) & assigns
    return found


def _units(actor: Actor, day: dt.date) -> tuple[Any, list[tuple[UUID, str]]]:
    """Return the paths of closed units, and the administrations, where the actor sees tasks.

    Who neither assigns nor decides has no need of administrations, and few units: the closed ones
    are then asked for within the statement that asks for the tasks.
    """
    seen = Unit.objects.filter(actor.within(Permission.SEE_TASKS, "path"))
    if not actor.may(Permission.ASSIGN_TASKS) and not actor.may(Permission.DECIDE_MATTERS):
        return seen.filter(closed_on__lte=day).order_by().values("path"), []
    found = seen.filter(Q(closed_on__lte=day) | Q(kind__in=ADMINISTRATIONS))
    rows = list(found.order_by().values_list("pk", "path", "kind", "closed_on"))
    closed = [path for _pk, path, _kind, ended in rows if ended is not None and ended <= day]
    return closed, [(pk, path) for pk, path, kind, _ended in rows if kind in ADMINISTRATIONS]


def _within(actor: Actor, permission: Permission, homes: list[tuple[UUID, str]]) -> list[UUID]:
    return [pk for pk, path in homes if actor.may(permission, path)]


def any_of(found: Iterable[Q]) -> Q:
    """Return the condition that any of some conditions holds; no row where there are none."""
    condition = Q(pk__in=[])
    for each in found:
        condition |= each
    return condition


def _to_do(actor: Actor, standing: Standing) -> Q:
    does = actor.within(Permission.DO_TASKS, "path")
    if not actor.may(Permission.ASSIGN_TASKS):
        return does
    if all(actor.may(Permission.ASSIGN_TASKS, path) for path in actor.paths(Permission.DO_TASKS)):
        # Said so that an index finds the few there are, in the place of a look at every task.
        own = [path for path in standing.paths if actor.may(Permission.DO_TASKS, path)]
        return Q(path__in=own)
    return does & (Q(path__in=standing.paths) | ~actor.within(Permission.ASSIGN_TASKS, "path"))


def _to_verify(actor: Actor, standing: Standing) -> Q:
    """Return what may be verified, not what the actor had a hand in (rules.bar_to_verify)."""
    above = {path[:end] for path in standing.paths for end in _ends(path)}
    waits = actor.within(Permission.VERIFY_TASKS, "path") & Q(state=State.SUBMITTED)
    waits &= ~Q(path__in=above)
    barred = list(
        Task.objects.filter(waits & _barred(standing, above), is_open=True).values_list(
            "pk", flat=True
        )
    )
    return waits & ~Q(pk__in=barred) if barred else waits


def _barred(standing: Standing, above: set[str]) -> Q:
    helped = Part.objects.filter(ended_at__isnull=True, path__in=above, unit__isnull=False)
    wrote = Step.objects.filter(by=standing.account, kind__in=WRITES_WORK)
    added = Attachment.objects.filter(about_kind=EVIDENCE_OF, added_by=standing.account)
    found = Q(pk__in=helped.values("task_id")) | Q(pk__in=wrote.values("task_id"))
    found |= Q(pk__in=added.values("about_id"))
    if standing.person is None:
        return found
    named = Part.objects.filter(person=standing.person)
    return found | Q(pk__in=named.values("task_id")) | Q(leader_id=standing.person)


def _ends(path: str) -> range:
    """Return where the paths of the units above a path, and its own, end."""
    return range(LABEL_WIDTH, len(path) + 1, LABEL_WIDTH)
