"""The rules as rules: no path closes a task but through another; how days count."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.presets.rules import add_workdays, is_weekend, workdays_between
from bihuan.tasks.models import Counting, State, StepKind
from bihuan.tasks.rules import (
    RULES,
    Bar,
    Doing,
    Standing,
    bar_to_close,
    bar_to_verify,
    due_day,
    ends_in,
    may_begin,
    may_verify,
    paused_days,
)

KINDS = st.lists(st.sampled_from(sorted(RULES)), max_size=40)
STATION, VILLAGE, TOWN, COUNTY = "000100010004", "000100010001", "00010001", "0001"
DAYS = st.dates(dt.date(2009, 1, 1), dt.date(2012, 12, 31))


def is_workday(day: dt.date) -> bool:
    return not is_weekend(day)


def add(day: dt.date, count: int) -> dt.date:
    return add_workdays(day, count, is_workday)


def between(first: dt.date, last: dt.date) -> int:
    return workdays_between(first, last, is_workday)


def walk(kinds: list[StepKind]) -> list[tuple[StepKind, State]]:
    """Take the steps that may be taken, from an assigned task on."""
    state, before, taken = State.ASSIGNED, "", []
    for kind in kinds:
        if not may_begin(kind, state):
            continue
        before = state if kind is StepKind.SUSPEND else before
        state = ends_in(kind, state, before)
        taken.append((kind, state))
    return taken


@given(KINDS)
def test_no_path_closes_a_task_but_after_an_acceptance(kinds: list[StepKind]) -> None:
    accepted = False
    for kind, state in walk(kinds):
        if kind is StepKind.ACCEPT:
            accepted = True
        elif kind in (StepKind.REOPEN, StepKind.SEND_BACK):
            accepted = False
        if state is State.CLOSED:
            assert accepted
            assert kind is StepKind.CLOSE


@given(KINDS)
def test_what_is_void_stays_so_and_suspension_leads_back(kinds: list[StepKind]) -> None:
    path = walk(kinds)
    states = [state for _kind, state in path]
    if State.VOID in states:
        assert states.index(State.VOID) == len(states) - 1
    for at, (kind, state) in enumerate(path):
        if kind is StepKind.RESUME:
            was = [s for _k, s in path[: at - 1]][-1:] or [State.ASSIGNED]
            assert state in (State.ASSIGNED, State.DOING)
            if path[at - 1][0] is StepKind.SUSPEND:
                assert state is was[0]


@given(KINDS, st.lists(st.integers(0, 3), min_size=40, max_size=40))
def test_who_took_a_hand_in_the_work_never_accepts_or_closes(
    kinds: list[StepKind], hands: list[int]
) -> None:
    people = [uuid4() for _ in range(4)]
    wrote: set[UUID | None] = set()
    state, before = State.ASSIGNED, ""
    for kind, hand in zip(kinds, hands, strict=False):
        if not may_begin(kind, state):
            continue
        who = Standing(people[hand])
        doing = Doing(frozenset({STATION}), wrote=frozenset(wrote))
        if kind in (StepKind.ACCEPT, StepKind.SEND_BACK) and bar_to_verify(who, doing):
            continue
        if kind is StepKind.CLOSE and bar_to_close(who, doing):
            continue
        if kind in (StepKind.PROGRESS, StepKind.SUBMIT):
            wrote.add(who.account)
        before = state if kind is StepKind.SUSPEND else before
        state = ends_in(kind, state, before)
        if state in (State.VERIFIED, State.CLOSED) and kind in (StepKind.ACCEPT, StepKind.CLOSE):
            assert who.account not in wrote


@pytest.mark.parametrize(
    ("of", "leads", "may"),
    [
        (TOWN, STATION, True),  # a township's clerk, a station's task
        (TOWN, VILLAGE, True),
        (STATION, VILLAGE, True),
        (STATION, STATION, False),
        (STATION + "0001", STATION, False),  # of a unit below it
        (TOWN, TOWN, False),  # what the township itself leads ...
        (STATION, TOWN, False),
        (COUNTY, TOWN, True),  # ... is verified by the level above
    ],
)
def test_the_verifier_is_not_of_the_responsible_unit(of: str, leads: str, may: bool) -> None:
    standing = Standing(uuid4(), paths=frozenset({of}))
    assert may_verify(standing, Doing(frozenset({leads}))) is may


def test_an_assisting_units_people_do_not_verify() -> None:
    standing = Standing(uuid4(), paths=frozenset({VILLAGE}))
    assert bar_to_verify(standing, Doing(frozenset({STATION, VILLAGE}))) is Bar.OF_UNIT


def test_a_second_account_of_the_same_person_does_not_help() -> None:
    person = uuid4()
    standing = Standing(uuid4(), person)
    doing = Doing(frozenset({STATION}), wrote_people=frozenset({person}))
    assert bar_to_verify(standing, doing) is Bar.WROTE
    named = Doing(frozenset({STATION}), people=frozenset({person}))
    assert bar_to_verify(standing, named) is bar_to_close(standing, named) is Bar.RESPONSIBLE


def test_the_installation_does_not_verify_what_it_wrote() -> None:
    wrote = Doing(frozenset({STATION}), wrote=frozenset({None}))
    assert bar_to_verify(Standing(None), wrote) is Bar.WROTE


@given(DAYS, st.integers(1, 60), st.integers(0, 30))
def test_workdays_end_on_a_workday_and_do_not_count_the_first(
    begins: dt.date, days: int, paused: int
) -> None:
    due = due_day(Counting.WORKDAYS, begins, days, paused, add)
    assert is_workday(due)
    assert between(begins, due) == days + paused
    assert due > begins


@given(DAYS, st.integers(1, 60), st.integers(0, 40), st.integers(0, 40))
def test_a_suspension_leaves_what_was_left(
    begins: dt.date, days: int, used: int, rested: int
) -> None:
    first = begins + dt.timedelta(days=used)
    last = first + dt.timedelta(days=rested)
    for counting, count in ((Counting.WORKDAYS, between), (Counting.CALENDAR, _days)):
        before = due_day(counting, begins, days, 0, add)
        paused = paused_days(counting, first, last, between)
        after = due_day(counting, begins, days, paused, add)
        assert after >= before
        assert count(last, after) == count(first, before)


def _days(first: dt.date, last: dt.date) -> int:
    return (last - first).days


def test_a_step_from_the_wrong_state_has_no_end() -> None:
    with pytest.raises(ValueError, match="from closed"):
        ends_in(StepKind.SUBMIT, State.CLOSED)
