"""Which change may follow which status: the whole table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.registers.models import Status
from bihuan.registers.rules import CHANGE_LABELS, NEEDS_ENTRY, Change, may_follow, status_after

MOVES = (Change.EDIT, Change.SUBMIT, Change.VERIFY, Change.RETURN, Change.VOID)
REPORTER = {
    ("edit", "draft"),
    ("edit", "returned"),
    ("edit", "submitted"),
    ("submit", "draft"),
    ("submit", "returned"),
    ("void", "draft"),
    ("void", "returned"),
}
VERIFIER = {
    *(("edit", s) for s in ("draft", "returned", "submitted", "verified")),
    ("submit", "draft"),
    ("submit", "returned"),
    ("verify", "submitted"),
    ("return", "submitted"),
    ("return", "verified"),
    *(("void", s) for s in ("draft", "returned", "submitted", "verified")),
}


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("change", MOVES)
def test_the_table(change: Change, status: str) -> None:
    assert may_follow(change, status, verifier=False, reporter=True) is (
        (change, status) in REPORTER
    )
    assert may_follow(change, status, verifier=True, reporter=True) is (
        (change, status) in VERIFIER
    )
    assert may_follow(change, status, verifier=True, reporter=False) is (
        (change, status) in VERIFIER and change not in NEEDS_ENTRY
    )
    assert not may_follow(change, status, verifier=False, reporter=False)


@given(st.lists(st.tuples(st.sampled_from(MOVES), st.booleans()), max_size=12))
def test_nothing_leaves_void_and_only_a_verifier_reaches_verified(
    moves: list[tuple[Change, bool]],
) -> None:
    status = "draft"
    for change, verifier in moves:
        if not may_follow(change, status, verifier=verifier, reporter=True):
            continue
        assert status != "void"
        after = status_after(change, status, verifier=verifier)
        assert after in Status.values
        assert verifier or after != "verified"
        status = after


def test_every_change_has_its_word() -> None:
    assert set(CHANGE_LABELS) == set(Change)
