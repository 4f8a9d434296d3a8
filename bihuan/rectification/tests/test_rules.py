"""Pure rules: whose days they are, where a problem stands, what is promised rashly, rates."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.rectification.models import State
from bihuan.rectification.rules import (
    MAY,
    Rate,
    clocks,
    four_clear,
    milestones_of,
    rash_promises,
    standing_state,
)

FIRST = dt.date(2009, 11, 1)
days = st.integers(min_value=-30, max_value=400).map(lambda n: FIRST + dt.timedelta(days=n))
waits = st.lists(st.tuples(days, st.none() | days), max_size=6)


@given(days, waits)
def test_own_and_others_days_make_up_all_days(
    last: dt.date, spans: list[tuple[dt.date, dt.date | None]]
) -> None:
    found = clocks(FIRST, last, spans)
    assert 0 <= found.others <= found.total
    assert found.own + found.others == found.total == max((last - FIRST).days, 0)


@given(days, waits)
def test_others_days_are_those_between_which_somebody_was_waited_for(
    last: dt.date, spans: list[tuple[dt.date, dt.date | None]]
) -> None:
    nights = [FIRST + dt.timedelta(days=n) for n in range(max((last - FIRST).days, 0))]
    waited = [n for n in nights if any(a <= n < (b or last) for a, b in spans)]
    assert clocks(FIRST, last, spans).others == len(waited)


def test_two_answers_waited_for_at_once_count_once() -> None:
    spans = [(dt.date(2009, 11, 5), dt.date(2009, 11, 15)), (dt.date(2009, 11, 10), None)]
    found = clocks(FIRST, dt.date(2009, 11, 21), spans)
    assert (found.total, found.others, found.own) == (20, 16, 4)


@pytest.mark.parametrize(
    ("committed", "measure", "waits_", "open_", "state"),
    [
        (False, False, False, False, State.FOUND),
        (True, False, False, False, State.PLANNED),
        (True, True, False, True, State.DOING),
        (True, False, True, False, State.WAITING),
        (True, True, True, True, State.DOING),
        (True, True, True, False, State.WAITING),
    ],
)
def test_a_problem_waits_for_others_only_while_nothing_of_its_own_is_left(
    committed: bool, measure: bool, waits_: bool, open_: bool, state: State
) -> None:
    found = standing_state(
        is_committed=committed, has_measure=measure, waits=waits_, has_open=open_
    )
    assert found == state


def test_nothing_leads_out_of_void() -> None:
    assert not [kind for kind, states in MAY.items() if State.VOID in states]


def test_a_rash_promise_is_named_and_not_forbidden() -> None:
    today = dt.date(2010, 2, 3)
    said = rash_promises("保证彻底解决", is_beyond_power=True, due_on=None, today=today)
    assert len(said) == 3
    assert "“保证”“彻底”" in said[0]
    assert not rash_promises(
        "春灌前清完支渠", is_beyond_power=False, due_on=dt.date(2010, 3, 1), today=today
    )
    assert rash_promises("", is_beyond_power=False, due_on=dt.date(2010, 2, 1), today=today)


def test_four_clear_and_a_promise_are_told_in_words() -> None:
    found = four_clear(
        title="渠道", goal="畅通", has_due=False, has_measures=True, unit="水利站", commitment=""
    )
    assert [each.word for each in found if not each.is_there] == ["明确目标和时限", "公开承诺"]


def test_a_rate_shows_both_its_terms_and_none_of_nothing() -> None:
    assert Rate("满意率", 2, 3, "").percent == Decimal("66.7")
    assert Rate("满意率", 2, 3, "").said == "66.7%（2/3）"
    assert Rate("满意率", 0, 0, "").said == "—"


def test_milestones_are_years_once_each() -> None:
    assert milestones_of([2011, None, 2010, 2011]) == [2010, 2011]
