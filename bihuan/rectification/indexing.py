"""What the text index holds of a problem: its title, number, what is told of it, its goal."""

from collections.abc import Iterable, Iterator

from bihuan.rectification.models import Problem, State
from bihuan.rectification.rules import KIND
from bihuan.search import actions as search

CHUNK = 500


def index(problems: Iterable[Problem], *, are_new: bool = False) -> None:
    """Put problems into the index in the transaction that writes them; void ones go out."""
    problems = list(problems)
    gone = [problem.pk for problem in problems if problem.state == State.VOID]
    if gone:
        search.remove(KIND, gone)
    standing = [problem for problem in problems if problem.state != State.VOID]
    search.put((text_of(problem) for problem in standing), are_new=are_new)


def text_of(problem: Problem) -> search.Text:
    """Return what may be found of a problem; no words of those who raised it."""
    said = (problem.label, problem.detail, problem.cause, problem.goal)
    return search.Text(
        kind=KIND,
        object_id=problem.pk,
        path=problem.path,
        day=problem.found_on,
        title=problem.title,
        body="\n".join(part for part in said if part),
    )


def all_texts() -> Iterator[int]:
    """Put every problem into the index; yield how many each step did."""
    chunk: list[Problem] = []
    for problem in Problem.objects.exclude(state=State.VOID).iterator(CHUNK):
        chunk.append(problem)
        if len(chunk) == CHUNK:
            index(chunk)
            yield len(chunk)
            chunk = []
    index(chunk)
    yield len(chunk)
