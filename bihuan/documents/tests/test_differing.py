"""The differences between two drafts: applied, they give the later one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.anchoring import find_again
from bihuan.documents.differing import (
    Change,
    applied,
    changes_between,
    likeness,
    pieces_between,
)
from bihuan.documents.paragraphs import digest_of
from bihuan.documents.three_way import merged

WORDS = st.text(st.sampled_from("修建公路村镇27.3，。 \n"), max_size=24)
PARAGRAPHS = st.lists(WORDS, max_size=12)


def kinds(before: list[str], after: list[str]) -> list[str]:
    return [change.kind for change in changes_between(before, after)]


@given(PARAGRAPHS, PARAGRAPHS)
def test_applied_to_the_earlier_draft_the_changes_give_the_later(
    before: list[str], after: list[str]
) -> None:
    assert applied(before, changes_between(before, after)) == after


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_of_both_drafts_is_accounted_for_once(
    before: list[str], after: list[str]
) -> None:
    changes = changes_between(before, after)
    assert sorted(c.before for c in changes if c.before is not None) == list(range(len(before)))
    assert [c.after for c in changes if c.after is not None] == list(range(len(after)))
    for change in changes:
        assert change.kind != "same" or change.was == change.now
        assert change.kind != "changed" or change.was != change.now


@given(PARAGRAPHS, st.randoms(use_true_random=False))
def test_paragraphs_in_another_order_are_moved_not_written_anew(before: list[str], rng) -> None:  # type: ignore[no-untyped-def]
    after = list(before)
    rng.shuffle(after)
    assert applied(before, changes_between(before, after)) == after
    long = [f"第{at}段写的是第{at}件事情的经过" for at in range(len(before))]
    moved = sorted(long, key=lambda text: rng.random())
    assert {"added", "removed"}.isdisjoint(kinds(long, moved))


@given(WORDS, WORDS)
def test_pieces_give_back_both_texts(before: str, after: str) -> None:
    pieces = pieces_between(before, after)
    assert "".join(p.text for p in pieces if p.kind != "add") == before
    assert "".join(p.text for p in pieces if p.kind != "cut") == after


def test_a_long_paragraph_is_compared_by_sentence_and_stays_whole() -> None:
    before = "".join(f"第{at}句说的是修路。" for at in range(200))
    after = before.replace("第77句说的是修路。", "第77句说的是清淤。")
    pieces = pieces_between(before, after)
    assert [(p.kind, p.text) for p in pieces if p.kind != "keep"] == [
        ("cut", "修路"),
        ("add", "清淤"),
    ]
    wild = "".join(chr(0x4E00 + at % 900) for at in range(5000))
    assert "".join(p.text for p in pieces_between(before, wild) if p.kind != "cut") == wild


def test_numbers_are_not_cut_apart() -> None:
    changed = [p for p in pieces_between("修路27.2公里。", "修路37.2公里。") if p.kind != "keep"]
    assert [(p.kind, p.text) for p in changed] == [("cut", "27.2"), ("add", "37.2")]


def test_each_kind_of_change_is_told() -> None:
    before = ["标题", "全镇修路三条，共二十公里。", "水渠清淤工作全部完成。", "学校搬迁。"]
    after = ["标题", "水渠清淤工作全部完成。", "全镇修路四条，共二十公里。", "新写的一段话。"]
    told: dict[str, Change] = {c.kind: c for c in changes_between(before, after)}
    assert set(told) == {"same", "moved", "added", "removed"}
    assert told["removed"].was == "学校搬迁。"
    assert kinds(["甲修路三条。"], ["甲修路四条。"]) == ["changed"]
    assert kinds(["修路。"], ["完全是另一回事情啊"]) == ["removed", "added"]
    assert kinds([], []) == []


def test_a_paragraph_is_found_again_or_said_to_be_gone() -> None:
    quote = "全镇修路三条，共二十公里。"
    digest = digest_of(quote)
    assert find_again(1, quote, digest, ["标题", quote]).is_same
    assert find_again(2, quote, digest, [quote, "别的", "别的", quote]).place == 3
    changed = find_again(1, quote, digest, ["标题", "另一段", "全镇修路四条，共二十五公里。"])
    assert (changed.place, changed.is_same) == (2, False)
    assert find_again(1, quote, digest, ["标题", "水渠清淤已经结束"]).place is None
    assert find_again(0, quote, digest, []).place is None


@given(WORDS, WORDS)
def test_likeness_is_between_nought_and_one(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, one) == 1.0


FRONT = "---\ncode: a\ntitle: 甲\n---\n"
BODIES = st.lists(st.sampled_from(["第一段", "第二段", "第三段", "# 标题"]), max_size=6).map(
    lambda parts: FRONT + "\n\n".join(parts)
)


@given(BODIES, BODIES)
def test_where_only_one_changed_the_text_the_change_stands(base: str, changed: str) -> None:
    assert merged(base, changed, base) == changed
    assert merged(base, base, changed) == changed
    assert merged(base, changed, changed) == changed


@given(BODIES, BODIES, BODIES)
def test_it_does_not_matter_who_saved_first(base: str, one: str, other: str) -> None:
    assert merged(base, one, other) == merged(base, other, one)


def test_changes_of_different_paragraphs_and_elements_come_together() -> None:
    base = FRONT + "第一段。\n\n第二段。\n\n第三段。\n"
    mine = base.replace("第一段", "我改的第一段").replace("title: 甲", "title: 乙")
    theirs = base.replace("第三段。", "第三段。\n\n他加的第四段。")
    made = merged(base, mine, theirs)
    assert (
        made
        == FRONT.replace("甲", "乙") + "我改的第一段。\n\n第二段。\n\n第三段。\n\n他加的第四段。\n"
    )


@pytest.mark.parametrize(("one", "other"), [("我", "他"), ("", "他")])
def test_one_paragraph_that_both_changed_is_for_them_to_settle(one: str, other: str) -> None:
    base = FRONT + "第一段。\n\n第二段。\n"
    assert merged(base, base.replace("第二段", one), base.replace("第二段", other)) is None
