import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.orgs import rules
from bihuan.orgs.permissions import CONTENT_ROLES, PERMISSIONS, Permission, Role

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2000, 2, 29))


@dataclass
class Held:
    from_on: dt.date
    to_on: dt.date | None


def days_of(term: Held) -> set[dt.date]:
    last = term.to_on or dt.date(2000, 3, 31)
    return {term.from_on + dt.timedelta(n) for n in range((last - term.from_on).days)}


TERMS = st.builds(
    lambda first, length: Held(first, None if length is None else first + dt.timedelta(length)),
    DAYS,
    st.one_of(st.none(), st.integers(0, 20)),
)


@given(TERMS, TERMS)
def test_terms_overlap_when_they_share_a_day(one: Held, other: Held) -> None:
    if other.to_on is not None and other.to_on <= other.from_on:
        return
    assert rules.overlaps(one, other.from_on, other.to_on) == bool(days_of(one) & days_of(other))


@given(st.integers(1, 36**4 - 2))
def test_the_next_label_sorts_after_the_last(number: int) -> None:
    label = rules.base36(number)
    assert len(label) == 4
    assert rules.next_label(label) > label


def test_the_first_label_is_0001_and_the_last_has_no_next() -> None:
    assert rules.next_label(None) == "0001"
    assert rules.next_label("000z") == "0010"
    with pytest.raises(ValueError, match="longer"):
        rules.next_label("zzzz")


@pytest.mark.parametrize("code", ["360981", "360981101", "360981101201"])
def test_division_codes_have_six_nine_or_twelve_digits(code: str) -> None:
    assert rules.is_division_code(code)


@pytest.mark.parametrize("code", ["36098", "3609811", "36098110120", "abc981", "０60981", "060981"])
def test_other_division_codes_are_not_accepted(code: str) -> None:
    assert not rules.is_division_code(code)


def test_each_duty_stands_apart_from_the_others() -> None:
    for role in Role:
        for other in Role:
            apart = rules.duty(role) != rules.duty(other)
            assert (rules.conflicting(role, [other]) is not None) == apart
    assert {rules.duty(role) for role in CONTENT_ROLES} == {"content"}


def test_the_administrator_and_the_auditor_see_no_content() -> None:
    # A key of the interface hands in and reads only what it handed in itself.
    assert PERMISSIONS[Role.ADMINISTRATOR] == {Permission.MANAGE_ACCOUNTS, Permission.KEEP_KEYS}
    assert PERMISSIONS[Role.AUDITOR] == {Permission.READ_AUDIT}


def test_no_content_role_manages_accounts_or_reads_the_log() -> None:
    for role in CONTENT_ROLES:
        assert not PERMISSIONS[role] & {Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT}
