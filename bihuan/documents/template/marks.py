"""Marks: what stands in the text for a figure or for words of a record until it is laid out.

Unicode noncharacters enclose them, which no text may hold for interchange (Unicode 23.7), so
neither Markdown nor a record can make or break one.
"""

import re
from collections.abc import Iterator

OPEN, CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"{OPEN}([FT])([0-9]+){CLOSE}")
_STRAY = re.compile("[\ufdd0-\ufdef]")


def figure_mark(index: int) -> str:
    """Return the mark of the figure with an index."""
    return f"{OPEN}F{index}{CLOSE}"


def words_mark(index: int) -> str:
    """Return the mark of a record's words with an index."""
    return f"{OPEN}T{index}{CLOSE}"


def without_marks(text: str) -> str:
    """Return a text without anything that could be taken for a mark."""
    return _STRAY.sub("", text)


def split(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text in order: ("", words), ("F", index) or ("T", index)."""
    end = 0
    for found in _MARK.finditer(text):
        if found.start() > end:
            yield "", text[end : found.start()]
        yield found[1], found[2]
        end = found.end()
    if end < len(text):
        yield "", text[end:]
