"""Bigrams: a word that stands in a text is found in it, whatever the word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.lib.bigrams import asked_of, fold, holds, marked, tokens_of, words_of

SIGNS = st.sampled_from("公路低保村水ＡａＢ27 ２，。〔〕é㎡𠮷\"'*:()-\\")
TEXTS = st.text(SIGNS, max_size=40)


def _finds(text: str, query: str, *, singles: bool = False) -> bool:
    has = tokens_of(text, singles=singles)
    return all(
        any(each.startswith(token.text) if token.is_prefix else each == token.text for each in has)
        for token in asked_of(words_of(query), singles=singles)
    )


@given(TEXTS, TEXTS, TEXTS, st.booleans())
def test_whatever_stands_in_a_text_is_found_in_it(
    before: str, word: str, after: str, singles: bool
) -> None:
    # At the edges of Latin words the neighbours join them; blanks keep the word itself whole.
    text = f"{before} {word} {after}"
    assert _finds(text, word, singles=singles)
    assert holds(fold(text), words_of(word))


@given(st.text("公路低保村水电", min_size=1, max_size=20), st.data())
def test_any_part_of_a_chinese_text_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    assert _finds(text, text[start:stop])


@pytest.mark.parametrize(
    "word", ["公路", "低保", "路", "村", "S215", "ｓ２１５", "27", "公路 低保"]
)
def test_a_word_of_one_character_or_more_is_found(word: str) -> None:
    assert _finds("一村公路Ｓ215，低保户27人", word)


@pytest.mark.parametrize("word", ["路公", "低村", "999", "公路 学校"])
def test_what_does_not_stand_there_is_not_found(word: str) -> None:
    assert not _finds("一村公路Ｓ215，低保户27人", word)


def test_pairs_alone_may_lie_and_the_text_tells() -> None:
    text = "公路在建，路建成了，建设中"
    assert _finds(text, "公路建设")
    assert not holds(fold(text), words_of("公路建设"))


@given(st.text(max_size=30))
def test_tokens_are_ascii_letters_and_digits_whatever_the_text(text: str) -> None:
    tokens = [*tokens_of(text), *(token.text for token in asked_of(words_of(text)))]
    assert [token for token in tokens if not (token.isascii() and token.isalnum())] == []


@given(TEXTS, st.lists(st.text("公路27a", min_size=1, max_size=2), max_size=3))
def test_the_pieces_of_a_marked_text_are_the_text(text: str, words: list[str]) -> None:
    pieces = marked(text, words)
    assert "".join(piece for piece, _hit in pieces) == text
    assert all(any(word in fold(piece) for word in words) for piece, hit in pieces if hit)


def test_an_excerpt_begins_shortly_before_the_first_hit() -> None:
    pieces = marked("一二三四五六七八九十公路一二三四五六七八九十一二三四五六七八九十", ["公路"], 3)
    assert pieces[:3] == [("…", False), ("八九十", False), ("公路", True)]
    assert pieces[-1] == ("…", False)
