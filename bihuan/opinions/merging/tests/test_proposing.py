"""Groups of a whole set."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.opinions.merging import Message, propose
from bihuan.opinions.merging.corpus import Corpus
from bihuan.opinions.merging.features import features_of, head_and_body
from bihuan.opinions.merging.proposing import read
from bihuan.opinions.merging.scoring import PairScorer, Scorer
from bihuan.opinions.merging.tests.made import ALONE, CANAL, SCHOOL, WATER, filler, messages


def members(*sets: list[tuple[str, str]]) -> list[tuple[object, ...]]:
    return [group.members for group in propose(messages(*sets))]


def test_each_problem_is_one_group_and_what_is_alone_stays_alone() -> None:
    found = members(CANAL, SCHOOL, WATER, ALONE, filler())

    assert (0, 1, 2, 3, 4) in found
    assert (5, 6, 7) in found
    assert (8, 9, 10) in found
    assert not any(11 <= int(str(at)) < 19 for group in found for at in group)


def test_the_same_words_about_another_place_are_another_problem() -> None:
    elsewhere = [
        (
            title.replace("东风渠", "胜利渠"),
            text.replace("东风渠", "胜利渠").replace("柳树村", "枫林村"),
        )
        for title, text in CANAL
    ]
    elsewhere = [(title.replace("柳树村", "枫林村"), text) for title, text in elsewhere]

    found = members(CANAL, elsewhere, ALONE, filler())

    mixed = [group for group in found if {0, 1, 2} & set(group) and {5, 6, 7} & set(group)]
    assert mixed == []


def test_two_problems_of_one_village_stay_apart() -> None:
    lights = [
        ("柳树村路灯坏了", "柳树村进村主路的路灯一个月不亮，夜里看不见。"),
        ("柳树村的路灯什么时候修", "我们柳树村路灯不亮，晚上学生回家害怕。"),
    ]

    found = members(CANAL, lights, ALONE, filler())

    assert (0, 1, 2, 3, 4) in found
    assert (5, 6) in found


def test_a_large_problem_is_not_torn_apart_by_its_own_size() -> None:
    many = [
        (f"{opening}{title}", f"{text}{closing}")
        for opening in ("", "再次反映", "村民来信：", "老党员反映")
        for title, text in CANAL
        for closing in ("盼复。", "我们已经等了两年。", "请领导到现场看看。")
    ]

    found = members(many, ALONE, filler())

    assert found[0] == tuple(range(len(many)))


def test_word_for_word_copies_are_one_group() -> None:
    assert members([ALONE[0], ALONE[1], ALONE[0]], filler())[0] == (0, 2)


def test_the_reasons_name_the_place_and_the_thing_in_the_messages_words() -> None:
    group = propose(messages(SCHOOL, ALONE, filler()))[0]
    spoken = [str(reason) for reason in group.reasons]

    assert any(each.startswith("地点相同：") and "白石小学" in each for each in spoken)
    assert any(each.startswith("用语相近：") and each.endswith("%") for each in spoken)


def test_the_thing_is_among_the_reasons() -> None:
    group = propose(messages(WATER, ALONE, filler()))[0]

    assert any(
        str(each).startswith("事情相同：") and "自来水" in str(each) for each in group.reasons
    )


@pytest.mark.parametrize("number", [0, 1])
def test_nothing_is_proposed_where_there_is_nothing_to_merge(number: int) -> None:
    assert propose(messages(CANAL[:number])) == []


def test_messages_that_say_nothing_are_not_the_same_problem() -> None:
    empty = [Message(at, text) for at, text in enumerate(["", "  ", "……", "。", "谢谢！"])]

    assert propose([*empty, *messages(ALONE)]) == []


def test_the_first_sentence_stands_for_a_missing_or_empty_title() -> None:
    text = "尊敬的领导：您好！东风渠多年淤塞，稻田浇不上水。村里说没有钱。"

    for title in ("", "投诉"):
        head, body = head_and_body(Message(0, text, title))
        assert head.split()[-1] == "东风渠多年淤塞,稻田浇不上水"
        assert "没有钱" in body


def test_hostile_text_is_read_and_a_zero_width_sign_hides_nothing() -> None:
    hidden = [(f"=1+1{title}", "\u200b".join(text) + "😀\ud800\u202e<b>") for title, text in CANAL]
    long = [("长", "渠" * 100_000)]

    found = members(CANAL, hidden, ALONE, filler(), long)

    assert set(found[0]) == set(range(10))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.text(alphabet="东风渠淤塞村路灯坏水黄1a，。 ", max_size=30), min_size=2, max_size=8)
)
def test_both_ways_of_scoring_give_the_same_from_either_side(texts: list[str]) -> None:
    corpus, _rows, _firsts = read([Message(at, text) for at, text in enumerate(texts)])
    corpus.recount(np.arange(corpus.bodies.rows))
    corpus.weigh()
    first, second = np.triu_indices(corpus.bodies.rows, 1)
    pairs, one = PairScorer(corpus), Scorer(corpus)

    forth, back = pairs.scores(first, second), pairs.scores(second, first)

    assert forth == pytest.approx(back)
    for row in range(corpus.bodies.rows):
        single = one.scores(corpus.bodies.row(row))
        assert single[second[first == row]] == pytest.approx(forth[first == row])


def test_rarity_counts_problems_and_not_messages() -> None:
    corpus = Corpus()
    rows = [corpus.append(features_of(each)) for each in messages(CANAL, ALONE)]
    pairs = features_of(Message(0, "", "东风渠淤塞东风渠淤塞")) >> 3

    corpus.recount(np.arange(len(rows)))
    alone = corpus.weights_of(pairs).sum() / corpus.weights_of(np.array([7], dtype=np.int32))
    corpus.recount(np.array([0] * len(CANAL) + list(range(1, len(ALONE) + 1))))
    merged = corpus.weights_of(pairs).sum() / corpus.weights_of(np.array([7], dtype=np.int32))

    assert merged > 1.5 * alone
