"""Weeks, minutes and sums."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.burden.rules import Rates, Reuse, loads, read_week, week_of, write_week
from bihuan.burden.seam import Asked, Shown
from bihuan.lib.errors import Invalid

RATES = Rates(Decimal("0.5"), Decimal(15), Decimal(90))
ONE, OTHER = uuid4(), uuid4()
days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))


@given(days)
def test_a_week_is_seven_days_from_a_monday_and_holds_its_day(day: dt.date) -> None:
    first, last = week_of(day)
    assert first <= day <= last
    assert (first.isoweekday(), last.isoweekday(), (last - first).days) == (1, 7, 6)


@given(days)
def test_a_week_is_read_as_it_was_written(day: dt.date) -> None:
    assert read_week(write_week(week_of(day)[0]), dt.date(2010, 2, 3)) == week_of(day)


def test_without_a_week_it_is_todays() -> None:
    assert read_week("", dt.date(2010, 2, 3)) == (dt.date(2010, 2, 1), dt.date(2010, 2, 7))


@pytest.mark.parametrize("text", ["2010-W54", "2010-W00", "0000-W01", "2010-5", "W05", "今天"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_week(text, dt.date(2010, 2, 3))


@pytest.mark.parametrize(
    ("asked", "minutes"),
    [
        ({"fields": 5}, 3),
        ({"files": 2}, 30),
        ({"meetings": 1, "fields": 1}, 91),
        ({"fields": 5, "minutes": 40}, 40),
        ({"already_held": 100}, 0),
    ],
)
def test_minutes_come_of_what_the_room_says_or_of_the_rates(
    asked: dict[str, Any], minutes: int
) -> None:
    assert RATES.minutes(Asked(ONE, dt.date(2010, 2, 3), "收表", **asked)) == minutes


things = st.builds(
    Asked,
    unit_id=st.sampled_from([ONE, OTHER]),
    on=days,
    what=st.sampled_from(["收表", "任务", "会议"]),
    fields=st.integers(0, 500),
    files=st.integers(0, 9),
    meetings=st.integers(0, 3),
    already_held=st.integers(0, 500),
)


@given(st.lists(things))
def test_nothing_is_lost_or_counted_twice_by_summing_up(asked: list[Asked]) -> None:
    found = loads(asked, RATES)
    for name in ("fields", "files", "meetings", "already_held"):
        assert sum(getattr(load, name) for load in found.values()) == sum(
            getattr(each, name) for each in asked
        )
    assert sum(load.minutes for load in found.values()) == sum(map(RATES.minutes, asked))
    assert {load.unit_id for load in found.values()} == {each.unit_id for each in asked}


def test_a_factor_is_uses_for_each_record_typed() -> None:
    shown = (Shown("总结", "/", 3, 40), Shown("月报", "/", 2, 5))
    assert Reuse(30, shown).factor == Decimal("1.5")
    assert Reuse(0, shown).factor is None
