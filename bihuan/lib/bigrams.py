"""Tokens of a text in which Chinese words are found: overlapping pairs of ideographs.

公路建设 is indexed as 公路, 路建, 建设, so that a word of two characters is found without knowing
where words begin; a tokeniser of three characters could not find 公路, one of words must know them
all. Runs of Latin letters and digits are words. Tokens are ASCII letters and digits whatever the
text holds, so that no index and no query language takes any sign of a text for its own.

What an index holds follows from this file: whoever changes a token rebuilds the index
(`bihuan search rebuild`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LONGEST_WORD = 40
"""Characters of a run of letters that a token keeps."""
MOST_WORDS = 8
"""Words of a query that are looked for; the rest is left out."""
_RUN = re.compile(r"[0-9a-z]+|[^\W_]+?(?=[0-9a-z]|[\W_]|$)")
_LATIN = re.compile(r"[0-9a-z]+")


@lru_cache(8192)
def _fold_sign(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign).lower()


def fold(text: str) -> str:
    """Return a text as it is compared: full-width signs and capitals folded."""
    return "".join(map(_fold_sign, text))


@dataclass(frozen=True)
class Token:
    """What is looked for: a token, or all tokens that begin with it."""

    text: str
    is_prefix: bool = False


def tokens_of(text: str, mark: str = "", *, singles: bool = False) -> list[str]:
    """Return the distinct tokens of a text, in order; `mark` sets those of one part apart.

    With `singles`, each ideograph is a token by itself too: worth it for short texts, where a
    single one is looked for.
    """
    found: dict[str, None] = {}
    for run in _RUN.findall(fold(text)):
        if _LATIN.match(run):
            found[f"{mark}w{run[:LONGEST_WORD]}"] = None
            continue
        codes = [_code(sign) for sign in run]
        for first, second in pairwise(codes):
            found[f"{mark}z{first}{second}"] = None
        for code in codes if singles else codes[-1:]:  # the last one begins no pair
            found[f"{mark}z{code}"] = None
    return list(found)


def words_of(query: str) -> list[str]:
    """Return the folded words of a query, split at blanks; those without a letter left out."""
    words = [word for word in fold(query).split() if _RUN.search(word)]
    return words[:MOST_WORDS]


def asked_of(words: Iterable[str], mark: str = "", *, singles: bool = False) -> list[Token]:
    """Return the tokens that a text with all these words has.

    A single ideograph is looked for as the beginning of a pair, unless it is a token itself
    (`singles`); a run of two letters or more as the beginning of a word. What has the tokens need
    not have the words: see `holds`.
    """
    found: dict[Token, None] = {}
    for word in words:
        for run in _RUN.findall(word):
            if _LATIN.match(run):
                found[Token(f"{mark}w{run[:LONGEST_WORD]}", len(run) > 1)] = None
            elif len(run) == 1:
                found[Token(f"{mark}z{_code(run)}", not singles)] = None
            else:
                codes = [_code(sign) for sign in run]
                for first, second in pairwise(codes):
                    found[Token(f"{mark}z{first}{second}")] = None
    return list(found)


def holds(folded: str, words: Iterable[str]) -> bool:
    """Tell whether a folded text has each of the words as it stands."""
    return all(word in folded for word in words)


def marked(text: str, words: Iterable[str], around: int = 0) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is one of the words.

    With `around`, only the part about the first hit, that many characters before and four times
    as many after, with … where something is left out.
    """
    spans = list(_spans(text, list(words)))
    begin, end = 0, len(text)
    if around:
        first = spans[0][0] if spans else 0
        begin, end = max(0, first - around), min(len(text), first + 4 * around)
    pieces: list[tuple[str, bool]] = [("…", False)] if begin else []
    at = begin
    for start, stop in spans:
        if stop <= at or start >= end:
            continue
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[max(at, start) : min(stop, end)], True))
        at = min(stop, end)
    if at < end:
        pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append(("…", False))
    return pieces


def _spans(text: str, words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where the words stand in a text, in order, without overlap."""
    folded, origin = [], []
    for at, sign in enumerate(text):
        for part in _fold_sign(sign):
            folded.append(part)
            origin.append(at)
    whole = "".join(folded)
    if not words:
        return
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    for found in re.finditer(pattern, whole):
        yield origin[found.start()], origin[found.end() - 1] + 1


@lru_cache(16384)
def _code(sign: str) -> str:
    return f"{ord(sign):04x}"
