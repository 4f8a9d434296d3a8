"""Counting days again when the calendar has changed: a notice of holidays was entered."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib import clock
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.calendar import OfficeCalendar
from bihuan.tasks.days import recounted
from bihuan.tasks.models import Counting, State, Step, StepKind, Task

CHUNK = 500


@action("task.recount")
def recount_due_days(*, actor: Actor, home: Unit) -> int:
    """Count the workdays of a home's open tasks anew, each with a step; return how many moved.

    A day that would already be past stays as it was: nobody is overdue by a new calendar. What is
    suspended is counted when it is resumed. Harmless when done twice.
    """
    actor.require(Permission.ASSIGN_TASKS, home)
    calendar, today = OfficeCalendar(home), clock.today()
    counted = (
        Task.objects.select_for_update(of=("self",))
        .filter(home=home, is_open=True, counting=Counting.WORKDAYS)
        .exclude(state=State.SUSPENDED)
        .select_related("home")
        .order_by("id")
    )
    moved, steps = [], []
    for task in counted.iterator(CHUNK):
        new = recounted(task, calendar)
        if new == task.due_on or new < today:
            continue
        steps.append(_step(actor, task, new))
        task.due_on = new
        moved.append(task)
    Step.objects.bulk_create(steps, batch_size=CHUNK)
    Task.objects.bulk_update(moved, ["due_on"], batch_size=CHUNK)
    if moved:
        audit.append(
            actor=actor,
            action="task.recount",
            target=("unit", home.pk),
            unit_path=home.path,
            values={str(task.pk): task.due_on.isoformat() for task in moved},
            note=_("%(n)d项任务的期限按最新日历重算") % {"n": len(moved)},
        )
    return len(moved)


def _step(actor: Actor, task: Task, new: dt.date) -> Step:
    return Step(
        id=new_id(),
        home_id=task.home_id,
        task=task,
        kind=StepKind.RECOUNT,
        at=clock.now(),
        by=actor.id,
        by_name=actor.name[:60],
        facts={"old_due": task.due_on.isoformat(), "new_due": new.isoformat()},
    )
