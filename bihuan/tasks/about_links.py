"""What a task serves, told by the rooms above in a module `about.py`, found by name.

Such a module holds `KIND` (what a task's `about_kind` says) and `links(actor, ids)`, which names
the things of that kind that the actor may see.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from bihuan.orgs.access import Actor
from bihuan.tasks.models import Task
from bihuan.ui.rooms import modules


@dataclass(frozen=True)
class Link:
    """The thing that a task serves: what it is called, and its page."""

    label: str
    url: str


def links_of(actor: Actor, tasks: Iterable[Task]) -> dict[UUID, Link]:
    """Return the link of each task that serves a thing the actor may see, by the task's id."""
    wanted: dict[str, dict[UUID, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for task in tasks:
        if task.about_kind and task.about_id:
            wanted[task.about_kind][task.about_id].append(task.pk)
    found: dict[UUID, Link] = {}
    for room in modules("about") if wanted else ():
        things = wanted.get(room.KIND, {})
        links = room.links(actor, list(things)) if things else {}
        found |= {pk: link for id_, link in links.items() for pk in things.get(id_, ())}
    return found
