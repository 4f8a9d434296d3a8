"""Which tasks an actor may see, and in what capacities they act: the only way a view fetches."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.tasks.errors import NoSuchTask
from bihuan.tasks.models import Part, Task
from bihuan.tasks.models.task import TaskQuerySet
from bihuan.tasks.rules import Capacity

MOST_NAMED = 500
"""Tasks of elsewhere that are named one by one; beyond that the database finds them anew."""


class Sight:
    """What an actor sees: tasks one of whose units lies where they see; asked once a page.

    One statement, which nearly always finds that what their units assist in they see anyway:
    without a second condition the database goes by one index.
    """

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        paths = actor.paths(Permission.SEE_TASKS)
        self._helped = _helped(actor) if paths and "" not in paths else None

    def by(self, field: str = "path") -> Q:
        """Return the condition that a task is seen; `field` holds its path."""
        led = self._actor.within(Permission.SEE_TASKS, field)
        return led if self._helped is None else led | self._helped


def seen_by(actor: Actor, field: str = "path") -> Q:
    """Return the condition that an actor sees a task; one statement."""
    return Sight(actor).by(field)


def _helped(actor: Actor) -> Q | None:
    """Return the condition that a task of elsewhere is helped with; None where there is none."""
    helped = Part.objects.filter(
        actor.within(Permission.SEE_TASKS, "path"), unit__isnull=False, ended_at__isnull=True
    ).exclude(actor.within(Permission.SEE_TASKS, "task__path"))
    ids = list(helped.values_list("task_id", flat=True)[: MOST_NAMED + 1])
    if not ids:
        return None
    return Q(pk__in=ids if len(ids) <= MOST_NAMED else helped.values("task_id"))


def tasks_visible_to(actor: Actor) -> TaskQuerySet:
    """Return the tasks that an actor may see, with their units and home."""
    return Task.objects.filter(seen_by(actor)).select_related("unit__home", "home")


def task_for(actor: Actor, id_: UUID | str) -> Task:
    """Return a task; raises NoSuchTask where there is none or it is unseen."""
    found = tasks_visible_to(actor).select_related("leader", "unit__successor").filter(pk=id_)
    task = found.first()
    if task is None:
        raise NoSuchTask(_("没有这项任务，或您的账号无权查看。"))
    return task


PERMISSION_OF: dict[Capacity, Permission] = {
    Capacity.ASSIGNER: Permission.ASSIGN_TASKS,
    Capacity.DOER: Permission.DO_TASKS,
    Capacity.HELPER: Permission.DO_TASKS,
    Capacity.VERIFIER: Permission.VERIFY_TASKS,
    Capacity.DECIDER: Permission.DECIDE_MATTERS,
}
"""What each capacity needs; over the home that set the task, or over the unit that does it."""
OF_THE_HOME = frozenset({Capacity.ASSIGNER, Capacity.DECIDER})


def acts_as(actor: Actor, task: Task, capacity: Capacity, assisting: tuple[str, ...] = ()) -> bool:
    """Tell whether an actor may act in a capacity; `assisting` are the paths of the other units.

    Who assigns and decides does so in the home that set the task: a township does not close what
    the county assigned to it.
    """
    if capacity is Capacity.CALENDAR:
        return actor.id is None or acts_as(actor, task, Capacity.ASSIGNER)
    permission = PERMISSION_OF[capacity]
    where = [task.home.path if capacity in OF_THE_HOME else task.path]
    if capacity is Capacity.HELPER:
        where += assisting
    return any(actor.may(permission, path) for path in where)
