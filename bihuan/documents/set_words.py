"""Set words (固定词语): where in a text a numeral is part of a word and states nothing."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

NUMERAL_SIGNS = "一二三四五六七八九十百千万亿两〇零"
"""The signs that a Chinese numeral is made of."""

_FILE = Path(__file__).with_name("set_words.toml")
_ALIKE = {ord("○"): "〇", ord("◯"): "〇", ord("．"): ".", ord("％"): "%", ord("＋"): "+"}


def plainly(text: str) -> str:
    """Return the text with every digit half-width and 〇 in one form, character for character."""
    return text.translate({ord(sign): _plain_sign(sign) for sign in set(text)})


@cache
def set_word_patterns(
    without: frozenset[str] = frozenset(), without_words: frozenset[str] = frozenset()
) -> tuple[re.Pattern[str], ...]:
    """Return the set words of set_words.toml as patterns over plainly written text.

    `without` names groups that are left out, `without_words` single words.
    """
    every = tomllib.loads(_FILE.read_text("utf-8"))["group"]
    groups = [group for group in every if group["name"] not in without]
    words = [
        word for group in groups for word in group.get("words", ()) if word not in without_words
    ]
    patterns = [pattern for group in groups for pattern in group.get("patterns", ())]
    numeral = f"[{NUMERAL_SIGNS}]{{1,24}}"
    return (
        *(re.compile(re.escape(word)) for word in sorted(set(words))),
        *(re.compile(pattern.replace("<n>", numeral)) for pattern in patterns),
    )


def set_word_stretches(plain: str, names: Iterable[str] = ()) -> list[tuple[int, int]]:
    """Return the stretches [start, end) that set words, and the given names, take up.

    `plain` is text as `plainly` returns it. Stretches may overlap.
    """
    own = (re.compile(re.escape(plainly(name))) for name in names if name)
    return [
        found.span()
        for pattern in (*set_word_patterns(), *own)
        for found in pattern.finditer(plain)
    ]


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.digit(sign))
    if "Ａ" <= sign <= "Ｚ" or "ａ" <= sign <= "ｚ":
        return chr(ord(sign) - 0xFEE0)
    return _ALIKE.get(ord(sign), sign)
