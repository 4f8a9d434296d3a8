"""What is learned from few messages, from many, and from the words of the classes."""

import subprocess
import sys

import numpy as np
import pytest

from bihuan.opinions.classifying import Classifier, learning, solving
from bihuan.opinions.classifying.tests.making import (
    CLEAN,
    ROADS,
    SAID,
    SCHOOL,
    SEEDS,
    make_confirmed,
    make_model,
)

UNSEEN = {
    "老师上课迟到，学生没有作业": SCHOOL,
    "公路塌了一段，班车不来了": ROADS,
    "工厂排出的污水有臭气": CLEAN,
}


def test_a_new_message_gets_the_class_of_those_like_it() -> None:
    given = make_model().suggest(list(UNSEEN))
    assert [suggestion.label for suggestion in given] == list(UNSEEN.values())


def test_seed_words_alone_already_suggest() -> None:
    given = Classifier.train([], [], seeds=SEEDS).suggest(list(UNSEEN))
    assert [suggestion.label for suggestion in given] == list(UNSEEN.values())


def test_what_people_confirm_outweighs_a_seed_word() -> None:
    texts, labels, _groups = make_confirmed()
    swapped = {SCHOOL: ("污水", "臭气"), ROADS: ("学校",), CLEAN: ("公路",)}
    asked = ["养猪场的污水流进水塘"]
    assert Classifier.train([], [], seeds=swapped).suggest(asked)[0].label == SCHOOL
    assert Classifier.train(texts, labels, seeds=swapped).suggest(asked)[0].label == CLEAN


def test_a_topic_carries_over_to_a_word_never_seen() -> None:
    texts = ["退休金什么时候发", "退休金少发了一个月", "公路坏了", "公路没有修"]
    model = Classifier.train(texts, ["社保", "社保", "交通", "交通"])
    given = model.suggest(["养老金怎么算"])[0]
    assert given.label == "社保"
    assert any(word.startswith("养老") for word, _weight in given.words)


def test_confirming_more_changes_the_suggestion() -> None:
    texts, labels, _groups = make_confirmed()
    asked = ["路灯不亮"]
    before = make_model().suggest(asked)[0]
    again = Classifier.train([*texts, *["村里路灯不亮"] * 3], [*labels, *[CLEAN] * 3])
    assert before.label == ROADS
    assert again.suggest(asked)[0].label == CLEAN


def test_a_rare_class_is_found_beside_a_frequent_one() -> None:
    texts, labels, _groups = make_confirmed()
    rare = [*texts, "低保户的救助款没有到账", "五保老人申请救助"]
    model = Classifier.train(rare, [*labels, "民政", "民政"])
    assert model.suggest(["困难户申请低保救助"])[0].label == "民政"


def test_training_twice_gives_the_same_model() -> None:
    assert make_model(measured=True).to_bytes() == make_model(measured=True).to_bytes()


def test_one_class_cannot_be_learned() -> None:
    with pytest.raises(learning.CannotLearn):
        Classifier.train(["路坏了", "桥断了"], [ROADS, ROADS])


def test_both_ways_of_solving_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = make_model().scores(list(UNSEEN))
    monkeypatch.setattr(solving, "EXACT", 0)
    assert np.allclose(make_model().scores(list(UNSEEN)), exact, atol=0.01)


def test_the_same_message_sent_twice_does_not_flatter_the_measurement() -> None:
    """With its copies apart every message is foretold from its copy; together, it is not."""
    sayings = [said for some in SAID.values() for said in some]
    chance = np.random.default_rng(1).integers(0, 2, len(sayings)).astype(str).tolist()
    texts, labels = sayings * 6, chance * 6
    apart = Classifier.train(texts, labels, range(len(texts))).measured
    together = Classifier.train(texts, labels).measured
    assert apart is not None
    assert together is not None
    assert apart.macro_f1 == 1
    assert together.macro_f1 < 0.9


def test_suggesting_loads_neither_the_trainer_nor_django() -> None:
    code = (
        "import sys; from bihuan.opinions.classifying import Classifier; "
        "print([n for n in ('sklearn', 'django', 'scipy.linalg', "
        "'bihuan.opinions.classifying.learning') if n in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
