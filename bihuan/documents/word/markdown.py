"""Headings, paragraphs and tables as the text of a template, and nothing else.

What would be markup by accident (a number sign at a line's beginning, a bar) is written full-width.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bihuan.documents.word.refusals import TOO_LONG, Refused
from bihuan.documents.word.tags import tidied

DEEPEST = 4
LONGEST_HEADING = 40
MOST_WRITTEN = 180_000  # a template has 200,000 with what stands there already
MOST_COLUMNS = 60
_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
)
_TAGS_ALONE = re.compile(r"(?:\{% [^{}]* %\}\s*)+")


@dataclass(frozen=True)
class Words:
    """A paragraph; `level` 1 to 4 makes a heading of it."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Grid:
    """A table; its first row is the head."""

    rows: tuple[tuple[str, ...], ...]


Taken = Words | Grid


def written(blocks: Iterable[Taken]) -> str:
    """Return the text of blocks; raises Refused where it is longer than a template may be."""
    pieces: list[str] = []
    length = 0
    for block in blocks:
        piece = _table(block.rows) if isinstance(block, Grid) else _words(block)
        if piece:
            pieces.append(piece)
            length += len(piece) + 2
        if length > MOST_WRITTEN:
            raise Refused(TOO_LONG)
    return "\n\n".join(pieces) + "\n" if pieces else ""


def plain(text: str) -> str:
    """Return words on one line: no invisible signs, each stretch of blanks one blank."""
    kept = (
        " " if sign.isspace() else sign
        for sign in text
        if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cn", "Cs"}
    )
    return " ".join("".join(kept).split())


def _words(block: Words) -> str:
    text = _cell(block.text)
    text = re.sub(r"^#+", lambda found: "＃" * len(found[0]), text)
    if not text:
        return ""
    level = block.level or _level_of(text)
    return f"{'#' * min(level, DEEPEST)} {text}" if level else text


def _level_of(text: str) -> int:
    """Return the level that a line's own number gives it (一、 and （一）), 0 for running text."""
    if len(text) > LONGEST_HEADING or re.search("[。；？！：:;?!，]", text.rstrip("。：")):
        return 0
    return next((level for level, pattern in _LEVELS if pattern.match(text)), 0)


def _cell(words: str) -> str:
    return tidied(plain(words).replace("|", "｜"))


def _row(row: Sequence[str]) -> str:
    """Return the line of a row; tags alone in one stand alone on their line, so that they rule."""
    said = [cell for cell in row if cell]
    if len(said) == 1 and _TAGS_ALONE.fullmatch(said[0]):
        return said[0]
    return f"| {' | '.join(row)} |"


def _table(rows: Sequence[Sequence[str]]) -> str:
    cells = [[_cell(cell) for cell in row[:MOST_COLUMNS]] for row in rows]
    cells = [row for row in cells if any(row)]
    width = max((len(row) for row in cells), default=0)
    if not cells:
        return ""
    if width == 1:
        return "\n\n".join(_words(Words(row[0])) for row in cells)
    full = [row + [""] * (width - len(row)) for row in cells]
    lines = [f"| {' | '.join(full[0])} |", *map(_row, full[1:])]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])
