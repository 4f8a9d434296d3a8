"""Pure rules: which step leads from where to where, by whom; who may verify; how days count."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from bihuan.tasks.models.step import StepKind
from bihuan.tasks.models.task import Counting, EvidenceNeeded, State


class Capacity(StrEnum):
    """In what capacity somebody takes a step."""

    ASSIGNER = "assigner"  # assigns tasks in the home that set it
    DOER = "doer"  # does tasks of the lead unit
    HELPER = "helper"  # of the lead unit, or of one that assists
    VERIFIER = "verifier"  # verifies tasks of the unit, and is not a doer: see bar_to_verify
    DECIDER = "decider"  # decides matters in the home
    CALENDAR = "calendar"  # the software, as the calendar says


@dataclass(frozen=True)
class Rule:
    """From which states a step goes, where it leads (None: it stays), and in what capacities."""

    begins: frozenset[State]
    ends: State | None
    capacities: frozenset[Capacity]


def _rule(begins: Iterable[State], ends: State | None, *capacities: Capacity) -> Rule:
    return Rule(frozenset(begins), ends, frozenset(capacities))


_S, _P = State, Capacity
_AT_WORK = (_S.ASSIGNED, _S.DOING)
_NOT_OVER = (_S.ASSIGNED, _S.DOING, _S.SUBMITTED, _S.VERIFIED, _S.RETURNED, _S.SUSPENDED)

RULES: dict[StepKind, Rule] = {
    StepKind.SIGN_FOR: _rule([_S.ASSIGNED], _S.DOING, _P.DOER),
    StepKind.PROGRESS: _rule([_S.DOING], None, _P.HELPER),
    StepKind.CHASE: _rule(_AT_WORK, None, _P.ASSIGNER),
    StepKind.SUBMIT: _rule([_S.DOING], _S.SUBMITTED, _P.DOER),
    StepKind.ACCEPT: _rule([_S.SUBMITTED], _S.VERIFIED, _P.VERIFIER),
    StepKind.SEND_BACK: _rule([_S.SUBMITTED], _S.DOING, _P.VERIFIER),
    StepKind.CLOSE: _rule([_S.VERIFIED], _S.CLOSED, _P.ASSIGNER),
    StepKind.RETURN: _rule(_AT_WORK, _S.RETURNED, _P.DOER),
    StepKind.INSIST: _rule([_S.RETURNED], _S.ASSIGNED, _P.ASSIGNER),
    StepKind.REASSIGN: _rule([*_AT_WORK, _S.RETURNED, _S.SUSPENDED], _S.ASSIGNED, _P.ASSIGNER),
    StepKind.ASK_EXTENSION: _rule(_AT_WORK, None, _P.DOER),
    StepKind.EXTEND: _rule(_AT_WORK, None, _P.DECIDER),
    StepKind.REFUSE_EXTENSION: _rule(_AT_WORK, None, _P.DECIDER),
    StepKind.RECOUNT: _rule([*_AT_WORK, _S.SUBMITTED, _S.VERIFIED, _S.RETURNED], None, _P.CALENDAR),
    StepKind.SUSPEND: _rule(_AT_WORK, _S.SUSPENDED, _P.ASSIGNER),
    StepKind.RESUME: _rule([_S.SUSPENDED], None, _P.ASSIGNER),  # to where it was: see ends_in
    StepKind.REOPEN: _rule([_S.CLOSED, _S.VERIFIED], _S.DOING, _P.ASSIGNER, _P.DECIDER),
    StepKind.NAME: _rule(
        [*_AT_WORK, _S.SUBMITTED, _S.RETURNED, _S.SUSPENDED], None, _P.ASSIGNER, _P.DOER
    ),
    StepKind.VOID: _rule(_NOT_OVER, _S.VOID, _P.ASSIGNER),
}
"""Every step but the first (ASSIGN, which makes the task)."""

BY_THE_UNIT = frozenset(
    kind for kind, rule in RULES.items() if rule.capacities <= {Capacity.DOER, Capacity.HELPER}
)
"""Steps that only a unit that exists can take."""
WRITES_WORK = frozenset({StepKind.PROGRESS, StepKind.SUBMIT})
"""Steps whose author has a hand in the work, and so neither verifies nor closes it."""


def may_begin(kind: StepKind, state: str) -> bool:
    """Tell whether a step may be taken in a state."""
    return state in RULES[kind].begins


def ends_in(kind: StepKind, state: str, state_before: str = "") -> State:
    """Return the state after a step; `state_before` is where a suspended task stood.

    Raises ValueError where the step does not begin in the state.
    """
    if not may_begin(kind, state):
        raise ValueError(f"no {kind} from {state}")
    if kind is StepKind.RESUME:
        return State(state_before)
    return RULES[kind].ends or State(state)


class Bar(StrEnum):
    """Why somebody may not verify or close a task."""

    RESPONSIBLE = "responsible"
    WROTE = "wrote"
    OF_UNIT = "of_unit"


@dataclass(frozen=True)
class Standing:
    """Who wants to verify: the account (None: the installation), its person, and the paths of the
    units they are of: where they work, hold a post, or hold a role on exactly that unit.
    """

    account: UUID | None
    person: UUID | None = None
    paths: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Doing:
    """Whose work a task is: the paths of lead and assisting units, the people who ever answered
    for it, and the accounts and their people who wrote progress, submission or evidence.
    """

    paths: frozenset[str]
    people: frozenset[UUID] = frozenset()
    wrote: frozenset[UUID | None] = frozenset()
    wrote_people: frozenset[UUID] = frozenset()


def bar_to_close(standing: Standing, doing: Doing) -> Bar | None:
    """Return why somebody may not close a task: they answer for it or had a hand in it."""
    if standing.person is not None and standing.person in doing.people:
        return Bar.RESPONSIBLE
    if standing.account in doing.wrote or standing.person in doing.wrote_people:
        return Bar.WROTE
    return None


def bar_to_verify(standing: Standing, doing: Doing) -> Bar | None:
    """Return why somebody may not verify a task, None where they may (design, principle 3).

    The verifier is not a person responsible, wrote none of its progress, submission or evidence,
    and is not of a responsible unit or below it. So what a township itself leads, which all its
    offices are below, is verified by the level above; what a village leads, by the township.
    """
    found = bar_to_close(standing, doing)
    if found is None and any(is_of(path, doing.paths) for path in standing.paths):
        return Bar.OF_UNIT
    return found


def may_verify(standing: Standing, doing: Doing) -> bool:
    """Tell whether somebody may verify a task."""
    return bar_to_verify(standing, doing) is None


def is_of(path: str, units: Iterable[str]) -> bool:
    """Tell whether a path is one of some units' or below it."""
    return any(path.startswith(unit) for unit in units)


def lacks(needed: str, *, has_evidence: bool, seen_on: dt.date | None) -> bool:
    """Tell whether what an acceptance of this sort asks for is missing."""
    if needed == EvidenceNeeded.ANY:
        return not has_evidence
    return needed == EvidenceNeeded.VISIT and seen_on is None


AddWorkdays = Callable[[dt.date, int], dt.date]
WorkdaysBetween = Callable[[dt.date, dt.date], int]


def due_day(
    counting: str, counted_from: dt.date, days: int, paused: int, add_workdays: AddWorkdays
) -> dt.date:
    """Return the last day of a count: the day of receipt is not counted (handbook §4).

    `paused` are the days, of the same sort, during which it was suspended.
    """
    if counting == Counting.WORKDAYS:
        return add_workdays(counted_from, days + paused)
    return counted_from + dt.timedelta(days=days + paused)


def paused_days(
    counting: str, first: dt.date, last: dt.date, workdays_between: WorkdaysBetween
) -> int:
    """Return the days of a suspension, of the sort in which the task's days are counted.

    The day on which it was suspended is not counted, the day on which it is resumed is: what was
    left of the time is left afterwards, to the day.
    """
    if counting == Counting.WORKDAYS:
        return workdays_between(first, last)
    return (last - first).days


def last_day_to_return(handed_on: dt.date, days: int, add_workdays: AddWorkdays) -> dt.date:
    """Return the last day on which a unit may say that a task is not its own."""
    return add_workdays(handed_on, days)
