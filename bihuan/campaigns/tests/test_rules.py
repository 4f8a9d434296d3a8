"""The pure rules: days of phases, cutting a time, and what a parent's change means below."""

import datetime as dt
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.offering import ADDED, CHANGED, WITHDRAWN, Standing, offer_of
from bihuan.campaigns.rules import (
    FIELDS,
    Span,
    clamped,
    coverage,
    cut,
    differing,
    is_circular,
    marked_pieces,
    merged,
    months_after,
    trouble_of,
    twice,
)

DAY = dt.date(2009, 9, 1)
DAYS = st.integers(0, 60).map(lambda days: DAY + dt.timedelta(days=days))
TEXT = st.sampled_from(["", "学习", "学习培训", "调研", "座谈会"])


@st.composite
def words(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what an item may say."""
    first, last = sorted([draw(DAYS), draw(DAYS)])
    return {
        "title": draw(TEXT),
        "content": draw(TEXT),
        "deliverable": draw(TEXT),
        "begins_on": first.isoformat(),
        "due_on": last.isoformat(),
        "is_required": draw(st.booleans()),
    }


@given(own=words(), before=words(), after=words())
def test_taking_a_change_takes_what_the_parent_changed_and_keeps_the_rest(
    own: dict[str, Any], before: dict[str, Any], after: dict[str, Any]
) -> None:
    result = merged(own, before, after)
    changed = differing(before, after)
    assert result["begins_on"] <= result["due_on"]
    for field in FIELDS:
        if field in changed:
            assert result[field] == after[field]
        elif field not in ("begins_on", "due_on"):
            assert result[field] == own[field]
    assert merged(result, before, after) == result


@given(copy=words(), versions=st.lists(words(), min_size=2, max_size=6))
def test_many_changes_unanswered_are_one_offer_from_the_first_to_the_last(
    copy: dict[str, Any], versions: list[dict[str, Any]]
) -> None:
    pending: tuple[str, Any] | None = None
    for before, after in pairwise(versions):
        new = offer_of(Standing(copy, pending), CHANGED, before, after, is_required=False)
        pending = (new.kind, new.before) if new else None
        last = new
    if last is not None:
        assert last.after == versions[-1]
        assert differing(last.before, last.after)
        taken = merged(copy, last.before, last.after)
        again = offer_of(Standing(taken, None), CHANGED, last.before, last.after, is_required=True)
        assert again is None or set(differing(taken, last.after)) & {"begins_on", "due_on"}


@given(copy=words(), before=words(), after=words())
def test_a_change_that_is_taken_back_leaves_nothing_to_answer(
    copy: dict[str, Any], before: dict[str, Any], after: dict[str, Any]
) -> None:
    first = offer_of(Standing(copy), CHANGED, before, after, is_required=True)
    pending = (first.kind, first.before) if first else None
    back = offer_of(Standing(copy, pending), CHANGED, after, before, is_required=True)
    if first is not None:
        assert back is None


@given(before=words(), after=words(), is_required=st.booleans())
def test_a_unit_without_the_item_is_asked_again_only_where_it_must_have_it(
    before: dict[str, Any], after: dict[str, Any], is_required: bool
) -> None:
    dropped = offer_of(Standing(None), CHANGED, before, after, is_required=is_required)
    assert (dropped is not None) == is_required
    waiting = Standing(None, (ADDED, {}))
    pending = offer_of(waiting, CHANGED, before, after, is_required=is_required)
    assert pending is not None
    assert (pending.kind, pending.after) == (ADDED, after)
    assert offer_of(waiting, WITHDRAWN, after, {}, is_required=is_required) is None
    held = offer_of(Standing(after), WITHDRAWN, after, {}, is_required=is_required)
    assert held is not None
    assert held.kind == WITHDRAWN


@given(days=st.integers(1, 400), shares=st.lists(st.integers(1, 100), min_size=1, max_size=8))
def test_a_time_is_cut_without_gap_or_overlap(days: int, shares: list[int]) -> None:
    last = DAY + dt.timedelta(days=days - 1)
    if days < len(shares):
        return
    parts = cut(DAY, last, shares)
    assert (parts[0][0], parts[-1][1]) == (DAY, last)
    assert all(first <= end for first, end in parts)
    one_day = dt.timedelta(days=1)
    assert all(b[0] - a[1] == one_day for a, b in pairwise(parts))


@given(a=DAYS, b=DAYS, c=DAYS, d=DAYS)
def test_a_time_is_moved_into_another(a: dt.date, b: dt.date, c: dt.date, d: dt.date) -> None:
    low, high = sorted([a, b])
    first, last = clamped(c, d, (low, high))
    assert low <= first <= last <= high


def _span(label: str, first: int, last: int) -> Span:
    return Span(label, DAY + dt.timedelta(days=first), DAY + dt.timedelta(days=last))


def test_days_that_contradict_each_other_are_named() -> None:
    whole = _span("活动", 0, 100)
    good = [_span("一", 0, 30), _span("二", 31, 60)]
    assert trouble_of(whole, good, one_after_another=True) is None
    touching = [_span("一", 0, 30), _span("二", 30, 60)]
    found = trouble_of(whole, touching, one_after_another=True)
    assert found is not None
    assert (found[0], found[1].label, found[2].label) == ("overlap", "一", "二")
    assert trouble_of(whole, touching, one_after_another=False) is None
    outside = trouble_of(whole, [_span("一", 0, 101)], one_after_another=True)
    assert outside is not None
    assert outside[0] == "outside"
    reversed_ = trouble_of(whole, [_span("一", 9, 3)], one_after_another=False)
    assert reversed_ is not None
    assert reversed_[0] == "reversed"


@given(parents=st.dictionaries(st.integers(0, 6), st.integers(0, 6), max_size=7))
def test_a_circle_of_plans_is_always_found(parents: dict[int, int]) -> None:
    for plan, parent in parents.items():
        seen, at = set(), parent
        while at in parents and at not in seen and at != plan:
            seen.add(at)
            at = parents[at]
        loops = at == plan or at in seen
        assert is_circular(plan, parent, parents) == loops


def test_changed_words_are_marked() -> None:
    pieces = marked_pieces("围绕村级发展开展讨论", "围绕发展开展讨论")
    assert "".join(text for text, _changed in pieces) == "围绕村级发展开展讨论"
    assert [text for text, changed in pieces if changed] == ["村级"]


def test_small_sums() -> None:
    assert coverage(3, 4) == 75
    assert coverage(0, 0) is None
    assert twice(["a", "b", "a"]) == "a"
    assert twice(["a", "b"]) is None
    assert months_after(dt.date(2010, 8, 31), 6) == dt.date(2011, 2, 28)
    assert months_after(dt.date(2010, 1, 31), 0) == dt.date(2010, 1, 31)
