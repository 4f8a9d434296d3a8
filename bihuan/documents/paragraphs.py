"""A paper as a list of paragraphs: what comments stand at and drafts are compared by.

The title is one, each heading, each paragraph, each row of a table. The annex that registers the
figures is none of them: it follows from the text. Everything of the elements around the text that
an author writes (主送机关 and so on) stands in the template, and its changes show there.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bihuan.documents.paper import Block, Heading, Inline, Paper, Table

Sort = Literal["title", "heading", "text", "row"]
BETWEEN_CELLS = "｜"


@dataclass(frozen=True)
class PlacedParagraph:
    """One paragraph of a paper: its place, counted from 0, what it is, its words."""

    place: int
    sort: Sort
    text: str


def paragraphs_of(paper: Paper) -> list[PlacedParagraph]:
    """Return the paragraphs of a paper in order; the title is the first."""
    return [PlacedParagraph(at, sort, text) for at, (sort, text) in enumerate(_all(paper))]


def texts_of(paper: Paper) -> list[str]:
    """Return the words of a paper's paragraphs in order."""
    return [text for _sort, text in _all(paper)]


def digest_of(text: str) -> str:
    """Return the digest by which a paragraph, or a whole text, is known again."""
    return hashlib.sha256(text.encode()).hexdigest()


def paper_digest(paper: Paper) -> str:
    """Return the digest of all words of a paper: two papers that say the same have the same."""
    return digest_of("\n".join(texts_of(paper)))


def _all(paper: Paper) -> Iterator[tuple[Sort, str]]:
    yield "title", "".join(paper.title.splitlines())
    yield from _of(paper.blocks)
    for annex in paper.annexes:
        if not annex.is_figure_register:
            yield "heading", "".join(annex.title.splitlines())
            yield from _of(annex.blocks)


def _of(blocks: Iterable[Block]) -> Iterator[tuple[Sort, str]]:
    for block in blocks:
        if isinstance(block, Table):
            rows = (block.head, *block.rows) if block.head else block.rows
            for row in rows:
                yield "row", BETWEEN_CELLS.join(_words(cell) for cell in row)
        else:
            yield "heading" if isinstance(block, Heading) else "text", _words(block.inlines)


def _words(inlines: Iterable[Inline]) -> str:
    return "".join(part.text for part in inlines)
