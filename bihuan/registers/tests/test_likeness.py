"""Labels that may ask the same thing twice, and the codes made from labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.registers.actions.specs import CODE
from bihuan.registers.codes import NOT_FOR_COLUMNS, code_for
from bihuan.registers.likeness import ALIKE, alike, likeness

LABELS = st.text(st.sampled_from("里程公路硬化面积亩（）()12一二 ABab。其中情况"), max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("里程（公里）", "里程(KM)"),
        ("道路硬化里程", "道路硬化里程情况"),
        ("其中贫困户数", "贫困户数"),
        ("参加新农合人数", "参加新农合的人数"),
        ("ＷＩＦＩ覆盖户数", "wifi 覆盖户数"),
    ],
)
def test_these_ask_the_same(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一批资金", "第二批资金"),
        ("2009年投入", "2010年投入"),
        ("男职工人数", "水渠长度"),
    ],
)
def test_these_do_not(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE


@given(LABELS, LABELS)
def test_likeness_is_the_same_both_ways_and_within_bounds(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 1


def test_a_general_word_is_like_none_and_the_likest_comes_first() -> None:
    others = [("硬化里程数", "b"), ("硬化里程", "a"), ("备注", "c")]
    assert alike("备注", others) == []
    assert alike("硬化里程（公里）", others) == ["a", "b"]


@given(LABELS, st.sets(st.sampled_from(["li_cheng", "column", "gong_lu"]), max_size=3))
def test_a_code_made_from_a_label_may_be_a_column_s_and_is_free(
    label: str, taken: set[str]
) -> None:
    code = code_for(label, taken | NOT_FOR_COLUMNS)
    assert CODE.fullmatch(code)
    assert code not in taken | NOT_FOR_COLUMNS
