"""Counting who sends how much, without knowing who; and counts that are too small to show."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.public import counting
from bihuan.public.counting import Counts, household
from bihuan.public.rules import suppressed

ADDRESS = "203.0.113.7"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds, self.day = 0.0, dt.date(2026, 11, 26)

    def counts(self) -> Counts:
        return Counts(now=lambda: self.seconds, today=lambda: self.day)


def test_a_limit_holds_for_its_time_and_each_key_alone() -> None:
    clock = Clock()
    counts = clock.counts()
    assert [counts.take("raised", ADDRESS, 2, 60) for _each in range(3)] == [True, True, False]
    assert counts.take("raised", "198.51.100.1", 2, 60)
    assert counts.take("asked", ADDRESS, 2, 60)
    clock.seconds = 59.9
    assert not counts.take("raised", ADDRESS, 2, 60)
    clock.seconds = 60.0
    assert counts.take("raised", ADDRESS, 2, 60)


def test_looking_whether_it_is_full_counts_nothing() -> None:
    counts = Clock().counts()
    assert not any(counts.is_full("asked", ADDRESS, 1, 60) for _each in range(5))
    counts.note("asked", ADDRESS, 60)
    assert counts.is_full("asked", ADDRESS, 1, 60)


def test_nothing_kept_in_memory_names_an_address_and_a_new_day_forgets_all() -> None:
    clock = Clock()
    counts = clock.counts()
    counts.note("raised", ADDRESS, 3600)
    before = set(counts._kept)
    assert ADDRESS not in repr(vars(counts))
    assert all(len(name) == 16 for name in before)
    clock.day += dt.timedelta(days=1)
    counts.note("raised", ADDRESS, 3600)
    assert len(counts._kept) == 1
    assert not before & set(counts._kept)  # the same address under another secret


def test_memory_is_bounded_whoever_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_KEYS", 100)
    counts = Clock().counts()
    for number in range(500):
        counts.note("raised", f"198.51.100.{number}", 3600)
    assert len(counts._kept) == 100


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_a_household_is_counted_as_one(address: str, counted: str) -> None:
    assert household(address) == counted


def test_small_counts_are_hidden_with_the_total_that_would_give_them_away() -> None:
    assert suppressed([7, 12], 5).total == 19
    hidden = suppressed([7, 3, 12], 5)
    assert hidden.parts == (7, None, 12)
    assert hidden.total is None
    assert suppressed([0, 5], 5).parts == (0, 5)


@given(st.lists(st.integers(min_value=0, max_value=30), max_size=8), st.integers(1, 10))
def test_no_count_under_the_least_can_be_worked_out(counts: list[int], least: int) -> None:
    shown = suppressed(counts, least)
    assert all(part is None or part >= least or part == 0 for part in shown.parts)
    if any(0 < count < least for count in counts):
        assert shown.total is None
    else:
        assert shown.total == sum(counts)
