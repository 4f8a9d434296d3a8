"""A paragraph's words with their places: a placeholder cut into runs is whole again."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from bihuan.documents.word.tags import HARD, Tag, has_tags, tags_in
from bihuan.documents.word.xml import RPR, Element, R, T, W, run, shell, words_in

_DROPPED = frozenset(
    f"{W}{name}"
    for name in [
        "proofErr",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "lastRenderedPageBreak",
        "annotationRef",
    ]
)
_WEIGHTLESS = frozenset(
    f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "permStart", "permEnd")
)
_HOLDERS = frozenset(f"{W}{name}" for name in ("hyperlink", "smartTag", "sdt", "customXml"))
_OWN = frozenset(f"{W}{name}" for name in ("pPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"))


@dataclass(frozen=True)
class Piece:
    """A piece of a paragraph from `start` of its words: words in a style, or an element as it is.

    A holder (a link, a control) that has tags within is `inner`, a line of its own.
    """

    start: int
    words: str = ""
    style: Element | None = None
    element: Element | None = None
    inner: "Line | None" = None


@dataclass(frozen=True)
class Line:
    """The content of a paragraph, or of a holder within it: its pieces and its tags."""

    node: Element
    pieces: tuple[Piece, ...]
    tags: tuple[Tag, ...]
    left: str
    words: str

    @property
    def is_tags_alone(self) -> bool:
        """Tell whether nothing stands here but tags that print nothing."""
        if self.left or not self.tags or any(tag.is_placeholder for tag in self.tags):
            return False
        rest, end = "", 0
        for tag in self.tags:
            rest += self.words[end : tag.start]
            end = tag.end
        return not (rest + self.words[end:]).strip()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands here."""
        return not self.words.strip()

    def style_at(self, at: int) -> Element | None:
        """Return the style of the words at a place."""
        inside = [p for p in self.pieces if p.start <= at < p.start + len(p.words)]
        return inside[0].style if inside else None


def line_of(node: Element) -> Line:
    """Return a paragraph, or a holder's content, as a line."""
    pieces: list[Piece] = []
    words = ""
    for piece in _pieces(node):
        pieces.append(Piece(len(words), piece.words, piece.style, piece.element, piece.inner))
        is_hard = piece.inner is not None or (
            piece.element is not None and piece.element.tag not in _WEIGHTLESS
        )
        words += HARD if is_hard else piece.words
    tags, left = tags_in(words)
    return Line(node, tuple(pieces), tuple(tags), left, words)


def _pieces(node: Element) -> Iterator[Piece]:
    for child in node:
        if not isinstance(child.tag, str) or child.tag in _DROPPED or child.tag in _OWN:
            continue
        if child.tag == R:
            yield from _of_run(child)
        elif child.tag in _HOLDERS and has_tags(words_in(child)):
            content = child.find(f"{W}sdtContent") if child.tag == f"{W}sdt" else child
            yield Piece(0, element=child, inner=line_of(child if content is None else content))
        else:
            yield Piece(0, element=child)


def _of_run(node: Element) -> Iterator[Piece]:
    style = node.find(RPR)
    for child in node:
        if not isinstance(child.tag, str) or child.tag == RPR or child.tag in _DROPPED:
            continue
        if child.tag == T:
            yield Piece(0, words=(child.text or "").replace(HARD, ""), style=style)
        else:
            alone = shell(node)
            if style is not None:
                alone.append(deepcopy(style))
            alone.append(deepcopy(child))
            yield Piece(0, element=alone)


def boxed_tags(line: Line) -> str:
    """Return words with tags that stand where none is filled (a text box), "" for none."""
    for piece in line.pieces:
        if piece.inner is not None:
            found = boxed_tags(piece.inner)
        elif piece.element is not None:
            found = words_in(piece.element)
            found = found[:40] if has_tags(found) else ""
        else:
            found = ""
        if found:
            return found
    return ""


def words_between(piece: Piece, start: int, end: int) -> Element:
    """Return the run of a piece's words from `start` to `end` of the line."""
    return run(piece.words[start - piece.start : end - piece.start], piece.style)
