"""Questions that other rooms ask about tasks; they say who may ask."""

from collections.abc import Iterable
from uuid import UUID

from bihuan.tasks.models import Task
from bihuan.tasks.models.task import TaskQuerySet


def tasks_about(kind: str, ids: Iterable[UUID]) -> TaskQuerySet:
    """Return the tasks that serve some things of one kind, in their order, void ones too."""
    found = Task.objects.filter(about_kind=kind, about_id__in=list(ids))
    return found.select_related("unit__home", "home").order_by(
        "about_id", "position", "assigned_at", "id"
    )
