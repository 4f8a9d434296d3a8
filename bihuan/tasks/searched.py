"""What the search box finds of this room: tasks by their words, or by the slip's number."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.search.asking import Found
from bihuan.search.declaring import Sought
from bihuan.tasks.access import tasks_visible_to
from bihuan.tasks.indexing import KIND, all_texts
from bihuan.tasks.models import Task
from bihuan.ui.searching import Hit

LABEL = gettext_lazy("任务")


def sought(actor: Actor) -> Sought[Task]:
    """Declare the tasks on the paths over which the actor sees tasks."""
    paths = actor.paths(Permission.SEE_TASKS)
    return Sought(KIND, LABEL, paths, lambda ids: _seen(actor, ids), _hit)


def rebuild() -> Iterator[int]:
    """Put every task into the index; yield how many each step did."""
    return all_texts()


def _seen(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Task]:
    return {task.pk: task for task in tasks_visible_to(actor).filter(pk__in=ids)}


def _hit(task: Task, found: Found, query: str) -> Hit:
    words = words_of(query)
    return Hit(
        kind=str(LABEL),
        title=marked(found.text.title, words),
        url=reverse("tasks:task", args=[task.pk]),
        text=marked(_said(task), words),
        where=str(task.unit),
        day=task.due_on,
        icon="flag",
        is_exact=task.slip_number == query.strip(),
    )


def _said(task: Task) -> str:
    return _("%(number)s，%(state)s") % {
        "number": task.slip_number,
        "state": task.get_state_display(),
    }
