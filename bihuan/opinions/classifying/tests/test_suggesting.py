"""Suggestions: their probability, the words that spoke for them, and odd texts."""

import numpy as np
import pytest

from bihuan.opinions.classifying import Classifier
from bihuan.opinions.classifying.reading import LONGEST
from bihuan.opinions.classifying.tests.making import CLEAN, ROADS, SCHOOL, make_model


@pytest.fixture(scope="module")
def model() -> Classifier:
    return make_model(measured=True)


def test_the_words_that_spoke_stand_in_the_text_and_can_be_read(model: Classifier) -> None:
    text = "我们组的养猪场把污水排进水塘。"
    words = dict(model.suggest([text])[0].words)
    assert any("污水" in word for word in words)
    assert any("猪场" in word for word in words)
    assert 0 < len(words) <= 5
    assert all(word in text and len(word) > 1 for word in words)
    assert all(0 < weight <= 1 for weight in words.values())


def test_little_words_belong_to_no_word_that_spoke(model: Classifier) -> None:
    words = [word for word, _weight in model.suggest(["门口的垃圾的臭气，也有污水了"])[0].words]
    assert words
    assert not any(set(word) & set("的了也") for word in words)


def test_the_words_keep_the_letters_as_they_were_written(model: Classifier) -> None:
    words = [word for word, _weight in model.suggest(["ＡＢ路口　没有红\u200b绿灯"])[0].words]
    assert any("红绿灯" in word for word in words)


def test_chances_add_up_and_the_first_is_the_largest(model: Classifier) -> None:
    given = model.suggest(["公路旁边的垃圾"])[0]
    others = [chance for _label, chance in given.alternatives]
    assert given.probability >= max(others)
    assert given.probability + sum(others) == pytest.approx(1)
    assert {given.label, *(label for label, _chance in given.alternatives)} == {
        SCHOOL,
        ROADS,
        CLEAN,
    }


@pytest.mark.parametrize("text", ["", " \n", "\0", "xyz", "\ud800", "👍🏽"])
def test_a_text_that_says_nothing_known_is_asked_about(model: Classifier, text: str) -> None:
    given = model.suggest([text])[0]
    assert given.words == ()
    assert given.probability == pytest.approx(1 / 3)
    assert given.asks(0.5)


@pytest.mark.parametrize(
    "changed",
    [
        "养猪场的污\u200b水流进水\u202e塘",
        "养猪场的污水流进水塘" + "\n" * 50,
        "养猪场的污水流进水塘" + "\0",
    ],
)
def test_marks_that_cannot_be_seen_change_nothing(model: Classifier, changed: str) -> None:
    plain, marked = model.scores(["养猪场的污水流进水塘", changed])
    assert np.allclose(plain, marked)


def test_a_code_that_stands_for_a_place_says_nothing(model: Classifier) -> None:
    plain, coded, other = model.scores(["区里修路", "A3区里修路", "Ｋ12区里修路"])
    assert np.allclose(plain, coded)
    assert np.allclose(plain, other)


def test_a_text_is_the_same_alone_and_among_others(model: Classifier) -> None:
    texts = ["公路坏了", "", "老师太少", "垃圾没人清运"]
    alone = np.concatenate([model.scores([text]) for text in texts])
    assert np.allclose(model.scores(texts), alone, atol=1e-6)


def test_of_a_very_long_text_the_beginning_is_read(model: Classifier) -> None:
    long = "垃圾堆在路边。" + "无关的话。" * (LONGEST // 5)
    assert np.allclose(model.scores([long]), model.scores([long + "老师" * 50_000]))


def test_it_asks_below_the_threshold_that_was_measured(model: Classifier) -> None:
    assert model.measured is not None
    threshold = model.measured.threshold_for(0.5)
    assert threshold is not None
    assert not model.suggest(["养猪场的污水流进水塘"])[0].asks(threshold)
