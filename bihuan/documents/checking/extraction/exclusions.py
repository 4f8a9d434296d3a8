"""Where a text's numerals are part of a name, an order or an idiom, and state nothing."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bihuan.documents.set_words import NUMERAL_SIGNS, set_word_patterns

_FILE = Path(__file__).with_name("exclusions.toml")
_STATED_HERE = frozenset({"dates"})
"""Groups of set words that are figures by this definition: a date is one of its kind."""
_WORDS_STATED_HERE = frozenset({"五带头", "两统一", "三公", "三通", "三资", "千万", "亿万", "万家"})
"""Single set words that are: an announced count, and what begins other words here (三公里)."""


class Excluded:
    """The stretches of one line in which numerals state nothing."""

    def __init__(self, plain: str) -> None:
        spans = sorted(_spans(plain))
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            if self._ends and end <= self._ends[-1]:
                continue
            self._starts.append(start)
            self._ends.append(end)

    def holds(self, start: int, end: int) -> bool:
        """Say whether a numeral lies wholly inside one of the stretches."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and end <= self._ends[at]


def _spans(plain: str) -> Iterator[tuple[int, int]]:
    words, patterns = _words_and_patterns()
    for word in words:  # most are bare words: finding those is much quicker than matching them
        at = plain.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = plain.find(word, at + len(word))
    for pattern in patterns:
        for found in pattern.finditer(plain):
            yield found.span()


@cache
def _words_and_patterns() -> tuple[tuple[str, ...], tuple[re.Pattern[str], ...]]:
    """Return the exclusions that are bare words, and the others."""
    every = _patterns()
    words = {each.pattern for each in every if each.pattern.isalnum()}
    return tuple(words), tuple(each for each in every if each.pattern not in words)


def _patterns() -> tuple[re.Pattern[str], ...]:
    numeral = f"[{NUMERAL_SIGNS}]{{1,12}}"
    own = [
        pattern.replace("<n>", numeral)
        for group in tomllib.loads(_FILE.read_text("utf-8"))["group"]
        for pattern in group["patterns"]
    ]
    shared = set_word_patterns(without=_STATED_HERE, without_words=_WORDS_STATED_HERE)
    return (*map(re.compile, own), *shared)
