"""Numbers that no document bears: found as gaps, recorded with a reason, given to nobody."""

import itertools

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.actions import explain_numbers, issue_document, save_document
from bihuan.documents.errors import NumberTaken
from bihuan.documents.gaps import gaps_in
from bihuan.documents.models import Issue, NumberSequence, SkippedNumber
from bihuan.documents.tests.conftest import template_text
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads", "plain_files")
_codes = itertools.count(1)


def issue(cast: Cast, number: str = "") -> Issue:
    named = f", number: {number}" if number else ""
    text = template_text(
        "正文。", code=f"numbered-{next(_codes)}", number=f"{{code: 小党字, year: 2010{named}}}"
    )
    document = save_document(actor=cast.actor("clerk"), template=text)
    return issue_document(actor=cast.actor("leader"), document=document)


def explain(
    cast: Cast, first: int, last: int, reason: str = "纸上跳号", name: str = "clerk"
) -> list[SkippedNumber]:
    return explain_numbers(
        actor=cast.actor(name),
        unit=cast.town,
        code="小党字",
        year=2010,
        first=first,
        last=last,
        reason=reason,
    )


@given(st.sets(st.integers(1, 60), min_size=1), st.integers(0, 20))
def test_what_is_known_and_the_gaps_are_all_numbers_from_the_first_to_the_last(
    used: set[int], more: int
) -> None:
    last = max(used) + more
    gaps = gaps_in(used, last)
    filled = {number for first, end in gaps for number in range(first, end + 1)}
    assert filled.isdisjoint(used)
    assert filled | used == set(range(min(used), last + 1))
    assert all(b[0] > a[1] + 1 for a, b in itertools.pairwise(gaps))


def test_where_nothing_is_numbered_nothing_is_missing() -> None:
    assert gaps_in([], 9) == []


def test_a_gap_is_explained_and_its_numbers_are_given_to_nobody(cast: Cast) -> None:
    issue(cast)
    issue(cast, "4")
    assert [row.number for row in explain(cast, 2, 3)] == [2, 3]
    with pytest.raises(NumberTaken, match="空号（纸上跳号）"):
        issue(cast, "3")
    with pytest.raises(NumberTaken, match="2号已登记"):
        explain(cast, 2, 3)
    with pytest.raises(NumberTaken, match="4号已用于公文"):
        explain(cast, 4, 4)


def test_a_number_spoiled_before_its_paper_goes_out_is_void_and_the_next_runs_on(
    cast: Cast,
) -> None:
    issue(cast)
    explain(cast, 2, 2, "用印有误，作废")
    assert issue(cast).number == 3
    assert NumberSequence.objects.get().last == 3


@pytest.mark.parametrize(("first", "last"), [(0, 1), (3, 2), (1, 501)])
def test_what_is_no_span_of_numbers_is_refused(cast: Cast, first: int, last: int) -> None:
    issue(cast, "900")
    with pytest.raises(Invalid, match="起号和止号"):
        explain(cast, first, last)


def test_numbers_far_ahead_or_of_no_sequence_are_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="还没有编过号"):
        explain(cast, 1, 1)
    issue(cast)
    with pytest.raises(Invalid, match="不能从更后面"):
        explain(cast, 3, 3)
    with pytest.raises(Invalid, match="原因"):
        explain(cast, 2, 2, " ")
    assert not SkippedNumber.objects.exists()


def test_only_who_drafts_or_issues_for_the_administration_explains(cast: Cast) -> None:
    issue(cast)
    for name in ("village_reporter", "inspection_group", "outsider", "auditor"):
        with pytest.raises(NotAllowed):
            explain(cast, 2, 2, name=name)
    assert explain(cast, 2, 2, name="leader")


def test_what_was_explained_never_changes(cast: Cast) -> None:
    issue(cast)
    explain(cast, 2, 2)
    with pytest.raises(DatabaseError), transaction.atomic():
        SkippedNumber.objects.update(reason="改")
