"""What the text index holds of a task: its title, number, requirement and source."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from bihuan.search import actions as search
from bihuan.tasks.models import State, Task

KIND = "task"
CHUNK = 500


def index(tasks: Iterable[Task], *, are_new: bool = False) -> None:
    """Put tasks into the index in the transaction that writes them; void ones go out."""
    tasks = list(tasks)
    gone = [task.pk for task in tasks if task.state == State.VOID]
    if gone:
        search.remove(KIND, gone)
    search.put((text_of(task) for task in tasks if task.state != State.VOID), are_new=are_new)


def text_of(task: Task) -> search.Text:
    """Return what may be found of a task."""
    said = (task.slip_number, task.requirement, task.basis, task.deliverable)
    return search.Text(
        kind=KIND,
        object_id=task.pk,
        path=task.path,
        day=timezone.localdate(task.assigned_at),
        title=task.title,
        body="\n".join(part for part in said if part),
    )


def all_texts() -> Iterator[int]:
    """Put every task into the index; yield how many each step did."""
    chunk: list[Task] = []
    for task in Task.objects.exclude(state=State.VOID).iterator(CHUNK):
        chunk.append(task)
        if len(chunk) == CHUNK:
            index(chunk)
            yield len(chunk)
            chunk = []
    index(chunk)
    yield len(chunk)
