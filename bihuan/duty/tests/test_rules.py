"""Pure rules: bands, half months, lamps, and tables without dead ends."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.duty.audited import ACTIONS, ENTRY_OF
from bihuan.duty.models import Band, DisputeState, PetitionState
from bihuan.duty.rules import DISPUTE_STEPS, PETITION_STEPS, band_of, lamp_of, sweep_days

LIMITS = (50, 100, 500)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2035, 12, 31))


@pytest.mark.parametrize(
    ("headcount", "band"),
    [
        (1, Band.FEW), (49, Band.FEW), (50, Band.SOME), (99, Band.SOME), (100, Band.MANY),
        (500, Band.MANY), (501, Band.MASS),
    ],
)  # fmt: skip
def test_each_number_of_people_has_one_band(headcount: int, band: Band) -> None:
    assert band_of(headcount, LIMITS) is band


@given(DAYS, st.integers(1, 4))
def test_the_sweeps_of_a_month_are_without_gap_and_without_overlap(
    day: dt.date, times: int
) -> None:
    first, last = sweep_days(day, times)
    assert first <= day <= last
    assert sweep_days(first, times) == sweep_days(last, times) == (first, last)
    after = last + dt.timedelta(days=1)
    assert sweep_days(after, times)[0] == after


def test_two_sweeps_a_month_are_the_half_months() -> None:
    assert sweep_days(dt.date(2010, 2, 15), 2) == (dt.date(2010, 2, 1), dt.date(2010, 2, 15))
    assert sweep_days(dt.date(2010, 2, 16), 2) == (dt.date(2010, 2, 16), dt.date(2010, 2, 28))


@pytest.mark.parametrize(
    ("days", "word", "tone"),
    [
        (-2, "超期2天", "bad"),
        (0, "今天到期", "warn"),
        (3, "还剩3天", "warn"),
        (4, "期限内", "good"),
    ],
)
def test_a_lamp_has_a_word(days: int, word: str, tone: str) -> None:
    today = dt.date(2010, 2, 3)
    lamp = lamp_of(today + dt.timedelta(days=days), today, 3)
    assert lamp is not None
    assert (lamp.word, lamp.tone) == (word, tone)


def test_every_state_has_its_steps_and_only_what_is_void_has_none() -> None:
    for table, states in ((DISPUTE_STEPS, DisputeState), (PETITION_STEPS, PetitionState)):
        assert set(table) == set(states)
        assert {state for state, nexts in table.items() if not nexts} == {states.VOID}
        assert all(to in states for nexts in table.values() for to in nexts.values())


def test_every_step_of_the_tables_has_its_entry_and_every_entry_its_name() -> None:
    for word, table in (("dispute", DISPUTE_STEPS), ("petition", PETITION_STEPS)):
        kinds = {kind for nexts in table.values() for kind in nexts}
        assert {(word, kind) for kind in kinds} <= set(ENTRY_OF)
    assert set(ENTRY_OF.values()) <= set(ACTIONS)
