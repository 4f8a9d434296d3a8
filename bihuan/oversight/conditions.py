"""Conditions of gates with where the tasks that they became stand; one statement."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from bihuan.oversight.models import GateCondition
from bihuan.tasks.models import State, Task

FINISHED = (State.VERIFIED, State.CLOSED)


@dataclass(frozen=True)
class Tied:
    """A condition with its task; `state` is empty where that was not found."""

    id: UUID
    request_id: UUID
    text: str
    task_id: UUID | None
    state: str
    percent: int
    due_on: dt.date | None
    unit: str

    @property
    def is_done(self) -> bool:
        """Tell whether what was asked for is done and seen to be."""
        return self.state in FINISHED

    @property
    def word(self) -> str:
        """Return where the task stands, in words; empty where there is none."""
        return str(State(self.state).label) if self.state else ""


def tied(where: Q) -> list[Tied]:
    """Return the conditions that `where` says, in order, each with its task."""
    task = Task.objects.filter(pk=OuterRef("task_id"))
    named = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    rows = GateCondition.objects.filter(where).order_by("request", "position")
    found = rows.annotate(
        task_state=Subquery(task.values("state")),
        task_percent=Subquery(task.values("percent")),
        task_due_on=Subquery(task.values("due_on")),
        task_unit=Subquery(task.annotate(named=named).values("named")),
        of=F("request_id"),
    ).values_list(
        *("id", "of", "text", "task_id", "task_state", "task_percent", "task_due_on", "task_unit")
    )
    return [
        Tied(pk, of, text, task_id, state or "", percent or 0, due_on, unit or "")
        for pk, of, text, task_id, state, percent, due_on, unit in found
    ]


def by_id(conditions: Iterable[Tied]) -> dict[UUID, Tied]:
    """Return conditions by their ids."""
    return {each.id: each for each in conditions}
