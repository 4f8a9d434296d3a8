"""What every step shares: the task locked, who may, where it begins, the row, the audit entry."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.tasks.access import PERMISSION_OF, acts_as
from bihuan.tasks.errors import UnitClosed, WrongState
from bihuan.tasks.models import OPEN_STATES, Part, State, Step, StepKind, Task
from bihuan.tasks.rules import BY_THE_UNIT, RULES, Capacity, ends_in, may_begin

LONGEST_NOTE = 1000
LONGEST_LINE = 500


def held(actor: Actor, task: Task, kind: StepKind) -> Task:
    """Return a task locked, where the actor may take a step of it and the step begins.

    Raises NotAllowed, WrongState where somebody was first, UnitClosed where the unit that should
    take it exists no more. It is read anew, so a task that was handed on is judged as it is now.
    """
    locked = lock(task)
    require_capacity(actor, locked, kind)
    if not may_begin(kind, locked.state):
        raise WrongState(
            _("这项任务现在是“%(state)s”，不能%(step)s；请刷新页面看看最新情况。")
            % {"state": State(locked.state).label, "step": kind.label}
        )
    if kind in BY_THE_UNIT and locked.waits_for_unit_on(clock.today()):
        raise UnitClosed(
            _("承办单位“%(unit)s”已撤销，这项任务等交办人改交后再办。") % {"unit": locked.unit}
        )
    return locked


def lock(task: Task) -> Task:
    """Return a task read anew with its units, its row locked until the transaction ends.

    Two statements: joined to its unit, PostgreSQL would look, after it has waited, for the former
    unit's row beside the new unit's id, and find no task at all.
    """
    Task.objects.select_for_update().only("pk").get(pk=task.pk)
    related = Task.objects.select_related("unit__home", "unit__successor", "home", "leader")
    return related.get(pk=task.pk)


def require_capacity(actor: Actor, task: Task, kind: StepKind) -> None:
    """Raise NotAllowed unless the actor acts in one of the capacities of a step."""
    capacities = RULES[kind].capacities
    assisting: tuple[str, ...] = ()
    if Capacity.HELPER in capacities:
        parts = Part.objects.filter(task=task, unit__isnull=False, ended_at=None)
        assisting = tuple(parts.values_list("path", flat=True))
    if any(acts_as(actor, task, capacity, assisting) for capacity in capacities):
        return
    first = sorted(capacities)[0]
    where = task.home if first in (Capacity.ASSIGNER, Capacity.DECIDER) else task.unit
    actor.require(PERMISSION_OF.get(first, PERMISSION_OF[Capacity.ASSIGNER]), where)


def step(
    actor: Actor,
    task: Task,
    kind: StepKind,
    note: str = "",
    facts: Mapping[str, Any] | None = None,
    by_name: str = "",
) -> Step:
    """Write down a step and move the task to where it leads; the caller saves the task."""
    now = clock.now()
    if kind is not StepKind.ASSIGN:
        state = ends_in(kind, task.state, task.state_before)
        if state != task.state:
            task.state, task.state_at, task.is_open = state, now, state in OPEN_STATES
    made = Step(
        home_id=task.home_id,
        task=task,
        kind=kind,
        at=now,
        by=actor.id,
        by_name=by_name or name_of(actor),
        note=note,
        facts=dict(facts or {}),
    )
    made.save(force_insert=True)
    return made


def save(task: Task, *fields: str) -> None:
    """Save what a step changed of a task: its state and the fields named."""
    task.save(update_fields=["state", "state_at", "is_open", *fields])


def audited(actor: Actor, name: str, task: Task, made: Step) -> None:
    """Append the audit entry of a step; the log names the slip, the step keeps the words."""
    audit.append(
        actor=actor,
        action=name,
        target=("task", task.pk),
        unit_path=task.path,
        values={
            "step": str(made.pk),
            "kind": made.kind,
            "note": made.note,
            "facts": made.facts,
            "state": task.state,
            "due_on": task.due_on.isoformat(),
        },
        note=f"{task.slip_number} {task.title} {made.get_kind_display()}",
    )


def checked_prose(label: str, text: str, most: int, *, required: bool = True) -> str:
    """Return a text of several lines without blanks around it; raises Invalid as it stands."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if required and not text:
        raise Invalid(_("请填写%(label)s。") % {"label": label})
    if len(text) > most:
        raise Invalid(_("%(label)s超过%(most)d个字，请缩短。") % {"label": label, "most": most})
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise Invalid(_("%(label)s里有不可见的字符，请删除后重试。") % {"label": label})
    return text


def moved_due(old: Any, new: Any) -> dict[str, str]:
    """Return the facts of a step that moved the day."""
    return {"old_due": old.isoformat(), "new_due": new.isoformat()} if old != new else {}


def leads(actor: Actor, task: Task) -> bool:
    """Tell whether an actor does tasks of the unit that leads this one."""
    return acts_as(actor, task, Capacity.DOER)
