"""The measures of problems: they are tasks; this room asks of them by kind and id only."""

from collections.abc import Iterable
from uuid import UUID

from bihuan.rectification.rules import KIND
from bihuan.tasks.models import State, Task

SETTLED = frozenset({State.VERIFIED, State.CLOSED})
ENDED = SETTLED | {State.VOID}


def measures_of(ids: Iterable[UUID]) -> list[Task]:
    """Return the measures of problems that are not void, in their order."""
    found = Task.objects.filter(about_kind=KIND, about_id__in=list(ids)).order_by()
    return sorted(
        (task for task in found.select_related("unit") if task.state != State.VOID),
        key=lambda task: (str(task.about_id), task.position, task.due_on, task.pk),
    )


def open_measures(ids: Iterable[UUID]) -> list[Task]:
    """Return those that nobody verified yet."""
    return [task for task in measures_of(ids) if task.state not in SETTLED]
