"""Holding a value against a requirement."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.models import RequirementRule
from bihuan.campaigns.requirements.rules import UNMET, Days, Measured, Standing, measure, plain

DUE = dt.date(2010, 1, 20)
BEFORE = Days(dt.date(2010, 1, 4), DUE, dt.date(2010, 1, 7))
NEAR = Days(dt.date(2010, 1, 18), DUE, dt.date(2010, 1, 21))
AFTER = Days(dt.date(2010, 1, 21), DUE, dt.date(2010, 1, 26))
AT_LEAST, AT_MOST = RequirementRule.AT_LEAST, RequirementRule.AT_MOST
BY_DATE, COVERAGE = RequirementRule.BY_DATE, RequirementRule.COVERAGE
numbers = st.decimals(0, 10**9, places=2)
values = st.none() | numbers
every_day = st.sampled_from([BEFORE, NEAR, AFTER, Days(DUE)])


@pytest.mark.parametrize(
    ("rule", "value", "days", "standing", "missing"),
    [
        (AT_LEAST, "8", BEFORE, Standing.OPEN, "2"),
        (AT_LEAST, "8", NEAR, Standing.SOON, "2"),
        (AT_LEAST, "8", AFTER, Standing.OVERDUE, "2"),
        (AT_LEAST, "10", AFTER, Standing.MET, None),
        (AT_LEAST, None, BEFORE, Standing.OPEN, "10"),
        (AT_MOST, "10", AFTER, Standing.MET, None),
        (AT_MOST, None, AFTER, Standing.MET, None),
        (AT_MOST, "13", BEFORE, Standing.EXCEEDED, "3"),
        (COVERAGE, "9.5", AFTER, Standing.OVERDUE, "0.5"),
        (COVERAGE, None, AFTER, Standing.OVERDUE, None),
        (BY_DATE, "9", AFTER, Standing.OVERDUE, "1"),
        (BY_DATE, "10", AFTER, Standing.MET, None),
    ],
)
def test_a_value_stands_as_its_rule_says(
    rule: str, value: str | None, days: Days, standing: Standing, missing: str | None
) -> None:
    amount = None if value is None else Decimal(value)
    short = None if missing is None else Decimal(missing)
    assert measure(rule, Decimal(10), amount, days) == Measured(standing, short)


def test_what_was_done_after_its_day_is_late_and_no_longer_open() -> None:
    one = Decimal(1)
    assert measure(BY_DATE, one, DUE, AFTER) == Measured(Standing.MET)
    assert measure(BY_DATE, one, dt.date(2010, 1, 21), AFTER) == Measured(Standing.LATE)
    assert measure(BY_DATE, one, Decimal(0), AFTER, one) == Measured(Standing.LATE)
    assert measure(BY_DATE, one, None, AFTER, dt.date(2010, 1, 21)) == Measured(Standing.LATE)
    assert measure(BY_DATE, Decimal(0), Decimal(0), AFTER).standing is Standing.OVERDUE


@given(st.sampled_from([AT_LEAST, COVERAGE]), numbers, values, every_day)
def test_it_is_open_just_where_something_is_missing(
    rule: str, threshold: Decimal, value: Decimal | None, days: Days
) -> None:
    found = measure(rule, threshold, value, days)
    assert found.is_open == (value is None or value < threshold)
    assert found.is_open or found.missing is None
    if value is not None and found.missing is not None:
        assert value + found.missing == threshold


@given(numbers, values, every_day)
def test_at_most_is_the_other_way_round(
    threshold: Decimal, value: Decimal | None, days: Days
) -> None:
    found = measure(AT_MOST, threshold, value, days)
    assert found.is_open == (value is not None and value > threshold)


@given(st.sampled_from(list(RequirementRule)), numbers, values, numbers, every_day)
def test_more_is_never_worse_but_for_at_most(
    rule: str, threshold: Decimal, value: Decimal | None, more: Decimal, days: Days
) -> None:
    before = measure(rule, threshold, value, days)
    after = measure(rule, threshold, (value or Decimal(0)) + more, days)
    if rule == AT_MOST:
        assert after.is_open or not before.is_open
    else:
        assert before.is_open or not after.is_open


@given(st.sampled_from([AT_LEAST, COVERAGE, BY_DATE]), numbers, values)
def test_time_alone_only_presses(rule: str, threshold: Decimal, value: Decimal | None) -> None:
    order = [Standing.OPEN, Standing.SOON, Standing.OVERDUE]
    found = [measure(rule, threshold, value, days).standing for days in (BEFORE, NEAR, AFTER)]
    assert found in (order, [Standing.MET] * 3)
    assert set(order) < UNMET


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (dt.date(2010, 1, 20), "2010-01-20"),
        (Decimal("12.0000"), "12"),
        (Decimal("1E+3"), "1000"),
        (Decimal("98.456"), "98.46"),
        (Decimal("99.999"), "99.99"),
        (Decimal("0.0001"), "<0.01"),
        (Decimal("2.50"), "2.5"),
    ],
)
def test_a_value_is_written_shortly(value: Decimal | dt.date | None, text: str) -> None:
    assert plain(value) == text


@given(st.decimals(0, 100, places=6))
def test_what_falls_short_is_never_written_as_the_whole(value: Decimal) -> None:
    assert (plain(value) == "100") == (value == 100)
    assert (plain(value) == "0") == (value == 0)
