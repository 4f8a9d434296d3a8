"""Two people's texts put together where they touched different paragraphs; offered, never silent.

The text both began with, and what each made of it, are compared by element (each line of the front
matter) and paragraph. Where both changed one stretch differently there is nothing to offer.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_FRONT = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*(?:\n|\Z)", re.S | re.M)
_BLANK_LINES = re.compile(r"(\n(?:[ \t]*\n)+)")


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Return both texts put together; None where they changed the same stretch differently."""
    parts = [parts_of(text) for text in (base, mine, theirs)]
    made: list[str] = []
    for was, one, other in _stretches(*parts):
        if was == one or one == other:
            made += other
        elif was == other:
            made += one
        else:
            return None
    return "".join(made)


def parts_of(text: str) -> list[str]:
    """Return a text as lines of front matter, paragraphs and what stands between; all of it."""
    front = _FRONT.match(text)
    end = front.end() if front else 0
    body = [part for part in _BLANK_LINES.split(text[end:]) if part]
    return [*text[:end].splitlines(keepends=True), *body]


def _stretches(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """Yield stretches of the three texts in turn: what all share, and what lies between."""
    z, a, b = 0, 0, 0
    for start, end, in_mine, in_theirs in _shared(base, mine, theirs):
        yield base[z:start], mine[a:in_mine], theirs[b:in_theirs]
        length = end - start
        yield base[start:end], base[start:end], base[start:end]
        z, a, b = end, in_mine + length, in_theirs + length
    yield base[z:], mine[a:], theirs[b:]


def _shared(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches of the base that both kept: its ends, and where each has it."""
    one = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    other = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    at, to = 0, 0
    while at < len(one) and to < len(other):
        left, right = one[at], other[to]
        start, end = max(left.a, right.a), min(left.a + left.size, right.a + right.size)
        if start < end:
            yield start, end, left.b + start - left.a, right.b + start - right.a
        if left.a + left.size < right.a + right.size:
            at += 1
        else:
            to += 1
