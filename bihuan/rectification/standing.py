"""Where a problem stands by its measures and requests, and whose work it is: read, not written."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from bihuan.files.models import Attachment
from bihuan.rectification.measures import SETTLED, measures_of
from bihuan.rectification.models import Problem, ProblemStepKind, State
from bihuan.rectification.rules import KIND, Clocks, clocks, standing_state
from bihuan.tasks.judging import doing_of
from bihuan.tasks.models import Task
from bihuan.tasks.rules import Doing


def state_by_facts(problem: Problem) -> State:
    """Return where a problem stands that is neither reported, verified, settled nor kept open."""
    measures = measures_of([problem.pk])
    pending = problem.requests.filter(answered_on=None, withdrawn_on=None).exists()
    return standing_state(
        is_committed=problem.committed_on is not None or bool(problem.goal),
        has_measure=bool(measures),
        waits=pending,
        has_open=any(task.state not in SETTLED for task in measures),
    )


def waits_of(problem: Problem) -> list[tuple[dt.date, dt.date | None]]:
    """Return the times that others were waited for, from a request to its answer."""
    return [
        (request.asked_on, request.answered_on or request.withdrawn_on)
        for request in problem.requests.all()
    ]


def clocks_of(problem: Problem, today: dt.date) -> Clocks:
    """Return the days since it was found, one's own and others' apart; they end at its close."""
    last = problem.closed_on if problem.state in (State.CLOSED, State.EXPLAINED) else today
    return clocks(problem.found_on, last or today, waits_of(problem))


def doing_of_problem(problem: Problem, measures: Iterable[Task] | None = None) -> Doing:
    """Return whose work a problem is: that of all its measures, and who reported it done."""
    tasks = measures_of([problem.pk]) if measures is None else list(measures)
    doings = [doing_of(task) for task in tasks]
    added = Attachment.objects.filter(about_kind=KIND, about_id=problem.pk)
    reported = problem.steps.filter(kind=ProblemStepKind.REPORT).values_list("by", flat=True)
    wrote: set[UUID | None] = {*added.values_list("added_by", flat=True), *reported}
    return Doing(
        paths=frozenset({problem.path}.union(*(doing.paths for doing in doings))),
        people=frozenset().union(*(doing.people for doing in doings))
        | ({problem.leader_id} if problem.leader_id else set()),
        wrote=frozenset(wrote.union(*(doing.wrote for doing in doings))),
        wrote_people=frozenset().union(*(doing.wrote_people for doing in doings)),
    )
