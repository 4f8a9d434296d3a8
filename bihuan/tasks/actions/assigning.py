"""Assigning a task, handing it to another unit, naming who answers for it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, require_open
from bihuan.orgs.actions.numbering import next_number
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.permissions import Permission
from bihuan.tasks.actions import stepping
from bihuan.tasks.actions.specs import Due, TaskSpec, settle
from bihuan.tasks.indexing import index
from bihuan.tasks.models import (
    Counting,
    EvidenceNeeded,
    Part,
    PartRole,
    State,
    StepKind,
    Task,
)

LONGEST_TITLE, LONGEST_LINE, LONGEST_REQUIREMENT = 120, 200, 2000
MOST_PARTS = 40


@action("task.assign")
def assign_task(*, actor: Actor, home: Unit, spec: TaskSpec) -> Task:
    """Assign a task in a home's name to a unit of it, with the number of its slip.

    Raises NotAllowed unless the actor assigns tasks of the home; Invalid for a unit or person that
    is not of it, or words and days that are missing or wrong.
    """
    actor.require(Permission.ASSIGN_TASKS, home)
    if not home.is_administration:
        raise Invalid(_("任务以市、县、乡镇的名义交办，请另选单位。"))
    today, now = clock.today(), clock.now()
    _require_unit(home, spec.unit, today)
    due = settle(spec.due, home, today, may_be_past=actor.id is None)
    task = Task(
        home=home,
        unit=spec.unit,
        path=spec.unit.path,
        year=today.year,
        title=checked_text(_("任务"), spec.title, LONGEST_TITLE),
        requirement=stepping.checked_prose(
            _("要求"), spec.requirement, LONGEST_REQUIREMENT, required=False
        ),
        basis=checked_text(_("来源"), spec.basis, LONGEST_LINE, required=False),
        deliverable=checked_text(_("成果"), spec.deliverable, LONGEST_LINE, required=False),
        evidence=checked_choice(_("验收要求"), spec.evidence, EvidenceNeeded),
        about_kind=spec.about.kind if spec.about else "",
        about_id=spec.about.id if spec.about else None,
        position=spec.position,
        milestone=spec.milestone,
        leader=_person_of(home, spec.leader) if spec.leader else None,
        counting=due.counting,
        days=due.days,
        counted_from=due.counted_from,
        due_on=due.due_on,
        assigned_at=now,
        assigned_by=actor.id,
        assigned_by_name=name_of(actor),
        state=State.ASSIGNED,
        state_at=now,
        handed_on=today,
    )
    parts = _parts(task, spec.assisting, spec.responsible, today)
    task.number = next_number(home, "task", today.year)
    task.save(force_insert=True)
    Part.objects.bulk_create(parts)
    facts = {
        "new_unit": str(spec.unit.pk),
        "new_unit_name": spec.unit.name,
        "new_due": task.due_on.isoformat(),
    }
    made = stepping.step(actor, task, StepKind.ASSIGN, facts=facts, by_name=task.assigned_by_name)
    index([task], are_new=True)
    stepping.audited(actor, "task.assign", task, made)
    return task


@action("task.reassign")
def reassign_task(
    *, actor: Actor, task: Task, unit: Unit, reason: str, due: Due | None = None
) -> Task:
    """Hand a task to another unit: one that it was wrongly sent to, or that is closed.

    Counted days begin anew for the new unit; a fixed day stays, unless another is given. The
    persons named by the former unit answer for it no longer.
    """
    task = stepping.held(actor, task, StepKind.REASSIGN)
    today = clock.today()
    _require_unit(task.home, unit, today)
    if unit.pk == task.unit_id:
        raise Invalid(_("“%(unit)s”正是现在的承办单位，请另选。") % {"unit": unit})
    reason = stepping.checked_prose(_("改交理由"), reason, stepping.LONGEST_NOTE)
    old_unit, old_due = task.unit, task.due_on
    _begin_days_anew(task, due, today)
    task.unit, task.path, task.handed_on = unit, unit.path, today
    task.is_insisted, task.wanted_due_on, task.percent = False, None, 0
    task.suspended_on, task.state_before, task.submitted_on = None, "", None
    standing = Part.objects.filter(task=task, ended_at=None)
    standing.filter(Q(role=PartRole.RESPONSIBLE) | Q(unit=unit)).update(ended_at=clock.now())
    facts = {
        "old_unit": str(old_unit.pk),
        "old_unit_name": old_unit.name,
        "new_unit": str(unit.pk),
        "new_unit_name": unit.name,
        **stepping.moved_due(old_due, task.due_on),
    }
    made = stepping.step(actor, task, StepKind.REASSIGN, reason, facts)
    stepping.save(
        task,
        *("unit", "path", "handed_on", "is_insisted", "wanted_due_on", "percent"),
        *("suspended_on", "state_before", "submitted_on"),
        *("counting", "days", "counted_from", "due_on", "paused"),
    )
    index([task])
    stepping.audited(actor, "task.reassign", task, made)
    return task


@action("task.name")
def name_responsible(*, actor: Actor, task: Task, people: Sequence[Person]) -> Task:
    """Say who answers for a task now: by who assigned it, or by the unit that does it."""
    task = stepping.held(actor, task, StepKind.NAME)
    standing = Part.objects.filter(task=task, role=PartRole.RESPONSIBLE, ended_at=None)
    if {part.person_id for part in standing} == {person.pk for person in people}:
        raise Invalid(_("责任人没有变化。"))
    new = _parts(task, (), people, clock.today())
    old = [str(part.person) for part in standing.select_related("person")]
    standing.update(ended_at=clock.now())
    Part.objects.bulk_create(new)
    facts = {"old_names": old, "names": [one.name for one in people]}
    made = stepping.step(actor, task, StepKind.NAME, facts=facts)
    stepping.audited(actor, "task.name", task, made)
    return task


def _begin_days_anew(task: Task, due: Due | None, today: dt.date) -> None:
    if due is None and task.counting != Counting.FIXED and task.days is not None:
        due = Due(days=task.days, counting=task.counting)
    if due is None:
        return
    settled = settle(due, task.home, today)
    task.due_on, task.counting = settled.due_on, settled.counting
    task.days, task.counted_from, task.paused = settled.days, settled.counted_from, 0


def _parts(
    task: Task, assisting: Iterable[Unit], responsible: Iterable[Person], today: dt.date
) -> list[Part]:
    units = {unit.pk: unit for unit in assisting if unit.pk != task.unit_id}
    people = {person.pk: person for person in responsible}
    if len(units) + len(people) > MOST_PARTS:
        raise Invalid(_("配合单位和责任人合计最多%(n)d个，请减少。") % {"n": MOST_PARTS})
    for unit in units.values():
        _require_unit(task.home, unit, today)
    for person in people.values():
        _person_of(task.home, person)
    helping = [
        Part(
            id=new_id(),
            home_id=task.home_id,
            task=task,
            role=PartRole.ASSISTS,
            unit=unit,
            path=unit.path,
        )
        for unit in units.values()
    ]
    return helping + [
        Part(
            id=new_id(),
            home_id=task.home_id,
            task=task,
            role=PartRole.RESPONSIBLE,
            person=person,
        )
        for person in people.values()
    ]


def _require_unit(home: Unit, unit: Unit, today: dt.date) -> None:
    if not home.holds(unit.path):
        raise Invalid(
            _("“%(unit)s”不属于%(home)s，不能承办它交办的任务。") % {"unit": unit, "home": home}
        )
    require_open(unit, today)


def _person_of(home: Unit, person: Person) -> Person:
    if not home.holds(person.unit.path):
        raise Invalid(
            _("“%(person)s”不是%(home)s的人员，请另选。") % {"person": person, "home": home}
        )
    return person
