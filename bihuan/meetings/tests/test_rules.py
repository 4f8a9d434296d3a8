"""The quorum, the days of a sequence, lines of a paste: pure rules."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.meetings.kinds import KINDS
from bihuan.meetings.models import MeetingKind
from bihuan.meetings.policy import KNOWN, QUORUMS
from bihuan.meetings.rules import Quorum, QuorumRule, doubled, due_day, lines_of
from bihuan.meetings.sequences import SEQUENCES

RULES = st.builds(
    lambda of, part, more: QuorumRule(min(part, of), of, more),
    st.integers(1, 12),
    st.integers(1, 12),
    st.booleans(),
)
PEOPLE = st.integers(1, 5000)


@given(RULES, PEOPLE, st.integers(0, 5000))
def test_a_quorum_is_what_the_share_says_in_exact_fractions(
    rule: QuorumRule, should: int, came: int
) -> None:
    share, wanted = Fraction(came, should), Fraction(rule.part, rule.of)
    more = share > wanted if rule.is_more_than else share >= wanted
    if rule.part == rule.of:  # more than all of them is all of them
        more = share >= 1
    assert rule.holds(should, came) == more


@given(RULES, PEOPLE)
def test_what_is_needed_is_the_least_that_holds_and_never_more_than_all(
    rule: QuorumRule, should: int
) -> None:
    needed = rule.needed(should)
    assert 0 < needed <= should
    assert rule.holds(should, needed)
    assert not rule.holds(should, needed - 1)


@given(RULES, st.integers(0, 5000))
def test_a_quorum_of_nobody_never_holds(rule: QuorumRule, came: int) -> None:
    assert not rule.holds(0, came)


@given(RULES, PEOPLE, PEOPLE)
def test_a_quorum_reads_back_as_it_was_kept(rule: QuorumRule, should: int, came: int) -> None:
    quorum = Quorum(rule, should, came, "leaders")
    assert Quorum.read(quorum.kept()) == quorum
    assert Quorum.read({}) is None


@pytest.mark.parametrize(
    ("rule", "should", "needed", "words"),
    [
        (QuorumRule(2, 3), 12, 8, "三分之二以上"),
        (QuorumRule(2, 3), 13, 9, "三分之二以上"),
        (QuorumRule(1, 2, is_more_than=True), 12, 7, "过半数"),
        (QuorumRule(1, 2), 12, 6, "半数以上"),
        (QuorumRule(3, 4, is_more_than=True), 8, 7, "超过四分之三"),
    ],
)
def test_a_quorum_is_counted_and_said_as_offices_do(
    rule: QuorumRule, should: int, needed: int, words: str
) -> None:
    assert (rule.needed(should), rule.words) == (needed, words)


def _is_weekday(day: dt.date) -> bool:
    return day.weekday() < 5


@given(st.dates(dt.date(2001, 1, 1), dt.date(2090, 1, 1)), st.integers(-400, 400))
def test_a_step_is_due_on_a_workday_and_nobody_is_given_less_time(day: dt.date, days: int) -> None:
    due = due_day(day, days, _is_weekday)
    asked = day + dt.timedelta(days=days)
    assert _is_weekday(due)
    assert (asked - due if days < 0 else due - asked) in [dt.timedelta(days=n) for n in range(3)]


def test_a_calendar_without_workdays_ends_the_search() -> None:
    due = due_day(dt.date(2010, 1, 1), 3, lambda _day: False, longest=5)
    assert due == dt.date(2010, 1, 9)


def test_lines_lose_their_numbers_and_marks_and_nothing_else() -> None:
    text = "1、路要早点修\n\n  （二）水费要公开  \n· 村小墙裂了\n3.5公里的路\n2010年的账\n一"
    assert lines_of(text) == [
        "路要早点修",
        "水费要公开",
        "村小墙裂了",
        "3.5公里的路",
        "2010年的账",
        "一",
    ]


@given(st.text(max_size=200))
def test_no_line_of_a_paste_is_empty(text: str) -> None:
    assert all(line and line == line.strip() for line in lines_of(text))


@given(st.lists(st.integers(0, 5)))
def test_the_first_that_stands_twice_is_found(keys: list[int]) -> None:
    found = doubled(keys)
    assert (found is None) == (len(set(keys)) == len(keys))
    assert found is None or keys.count(found) > 1


def test_every_kind_has_its_rules_and_every_preset_one_code() -> None:
    assert set(KINDS) == set(MeetingKind)
    codes = [known.code for known in KNOWN]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("meetings.") for code in codes)
    for kind in QUORUMS:
        assert KINDS[kind].counted in KINDS[kind].offered


def test_a_sequence_names_each_step_once() -> None:
    for steps in SEQUENCES.values():
        codes = [step.code for step in steps]
        assert len(codes) == len(set(codes))
