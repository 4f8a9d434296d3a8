"""Phrases: hard to guess, easy to say and to write, kept as a hash."""

import math
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.opinions.phrase_words import WORDS
from bihuan.opinions.phrases import (
    DIGITS,
    LONGEST_TYPED,
    WORD_COUNT,
    canonical,
    hashed,
    matches,
    phrase_from,
)

PHRASE = "青山 水井 燕子 棉花 4827"


def test_a_phrase_has_more_than_45_bits() -> None:
    assert WORD_COUNT * math.log2(len(WORDS)) + DIGITS * math.log2(10) > 49


def test_every_word_has_two_characters_and_no_two_sound_alike() -> None:
    assert all(len(word) == 2 for word in WORDS)
    assert len({canonical(word) for word in WORDS}) == len(WORDS)


@pytest.mark.parametrize(
    "typed",
    [
        "青山水井燕子棉花4827",
        "　青山　水井，燕子、棉花　４８２７ ",
        "青山-水井-燕子-棉花-4827",
        "轻山 水景 眼子 棉华 4827",  # other characters of the same sound
        "qingshan shuijing yanzi mianhua 4827",
        "QINSAN SUIJIN YANZI MIANHUA 4827",  # as one says it in many dialects
        "青山\u200b 水井\u202e 燕子 棉花\n4827",
    ],
)
def test_a_phrase_is_known_however_it_is_written(typed: str) -> None:
    assert canonical(typed) == canonical(PHRASE)


@pytest.mark.parametrize(
    "typed",
    ["", "青山 水井 燕子 棉花 4828", "水井 青山 燕子 棉花 4827", "青山 水井 燕子 4827", "🐟"],
)
def test_another_phrase_is_not(typed: str) -> None:
    kept = hashed(PHRASE)
    assert matches(PHRASE, kept)
    assert not matches(typed, kept)
    assert not matches(PHRASE, "")


@given(st.binary(min_size=32, max_size=32))
def test_a_seed_gives_one_phrase_of_the_form(seed: bytes) -> None:
    *words, number = phrase_from(seed).split()
    assert phrase_from(seed) == phrase_from(seed)
    assert len(words) == WORD_COUNT
    assert set(words) <= set(WORDS)
    assert len(number) == DIGITS
    assert number.isdecimal()
    assert len(phrase_from(seed)) <= LONGEST_TYPED


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_without_fault(typed: str) -> None:
    assert set(canonical(typed)) <= set("abcdefghijklmnopqrstuvwxyz0123456789ü")


def test_the_hash_is_salted_and_holds_no_word() -> None:
    phrase = phrase_from(secrets.token_bytes(32))
    first, second = hashed(phrase), hashed(phrase)
    assert first != second
    assert len(first) <= 160
    assert first.isascii()
