"""A Word file read as a program: pieces of the file, and between them placeholders and tags.

The server sees the tags and the numbers of the piles of pieces, never the file; what it answers
says in which order, and how often, the piles are put together (`building`).
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace

from bihuan.documents.word.contents import written_parts
from bihuan.documents.word.inlines import Line, Piece, boxed_tags, line_of, words_between
from bihuan.documents.word.package import MAIN, Package
from bihuan.documents.word.piles import Reading, Step, StepKind
from bihuan.documents.word.refusals import TOO_LONG, Refused
from bihuan.documents.word.tags import (
    HARD,
    IN_BOX,
    INCOMPLETE,
    Fault,
    Place,
    Tag,
    has_tags,
    level_faults,
)
from bihuan.documents.word.xml import PPR, SDT, SECTPR, TBL, TC, TR, Element, P, W, shell, words_in

MOST_TAGS = 3_000
LONGEST_NEAR = 24
_NOTES = (f"{W}footnote", f"{W}endnote")
_CELL_OWN, _ROW_OWN = (f"{W}tcPr",), (f"{W}trPr", f"{W}tblPrEx")
_BOUND = tuple(f"{W}{name}" for name in ("dataBinding", "showingPlcHdr", "placeholder", "lock"))


def read(content: bytes) -> Reading:
    """Read a Word file; raises Refused."""
    reader = _Reader(Package(content))
    for name, root in written_parts(reader.reading.package).items():
        reader.part(name, root)
    return reader.reading


class _Reader:
    """Walks the parts once."""

    def __init__(self, package: Package) -> None:
        self.reading = Reading(package)
        self._pile: list[Step] = []
        self._part = "body"
        self._paragraph = 0
        self._tables = 0
        self._tags = 0

    def part(self, name: str, root: Element) -> None:
        """Read a part; a part without tags stays as it is."""
        if not has_tags_within(root):
            return
        stem = re.match(r"word/([a-z]+?)s?\d*\.xml", name)
        self._part = "body" if name == MAIN or stem is None else stem[1]
        self._paragraph = self._tables = 0
        self._step("part", name=name)
        self._step("open", shell(root))
        if name == MAIN:
            for child in root:
                is_body = child.tag == f"{W}body"
                self._within(child, Place(self._part), ()) if is_body else self._add(child)
        elif self._part in ("footnote", "endnote"):
            for child in root:
                is_note = child.tag in _NOTES and has_tags_within(child)
                self._within(child, Place(self._part), ()) if is_note else self._add(child)
        else:
            self._blocks(list(root), Place(self._part))
        self._step("close")
        self._end_pile()

    # steps and tags

    def _step(self, kind: StepKind, element: Element | None = None, name: str = "") -> None:
        self._pile.append(Step(kind, element, name))

    def _add(self, element: Element) -> None:
        self._step("add", element)

    def _end_pile(self) -> None:
        if self._pile:
            self.reading.tokens.append(len(self.reading.piles))
            self.reading.piles.append(self._pile)
            self._pile = []

    def _tag(self, tag: Tag) -> None:
        if tag.keyword != "#":
            self._end_pile()
            self.reading.tokens.append(tag)

    def _level(self, tags: Sequence[Tag]) -> bool:
        """Tell whether the tags of a level pair; what does not is noted."""
        found = level_faults(tags)
        self.reading.faults += found
        return not any(tag.keyword for tag in tags) or not found

    def _within(self, node: Element, place: Place, own: tuple[str, ...]) -> None:
        """Read an element that holds blocks: its own properties first."""
        self._step("open", shell(node))
        for child in node:
            if child.tag in own:
                self._add(child)
        self._blocks([child for child in node if child.tag not in own], place)
        self._step("close")

    # blocks

    def _blocks(self, children: Sequence[Element], place: Place) -> None:
        """Read paragraphs and tables; tags alone in their paragraphs pair with each other."""
        lines = {id(child): line_of(child) for child in children if child.tag == P}
        alone = {key for key, line in lines.items() if _vanishes(line)}
        tags = self._tags_of(children, lines, place)
        pair = self._level([tag for key in tags if key in alone for tag in tags[key]])
        for child in children:
            counted = 0 if place.cells else _paragraphs_of(child)
            if id(child) in alone:
                for tag in tags[id(child)] if pair else ():
                    self._tag(tag)
            elif child.tag == P:
                self._paragraph += counted
                self._one_paragraph(lines[id(child)], tags[id(child)], place)
                continue
            elif child.tag == TBL:
                self._table(child, place)
            elif child.tag == SDT and has_tags_within(child):
                self._block_control(child, place)
                continue
            else:
                self._left_alone(child, place)
            self._paragraph += counted

    def _tags_of(
        self, children: Sequence[Element], lines: dict[int, Line], place: Place
    ) -> dict[int, list[Tag]]:
        at = self._paragraph
        found: dict[int, list[Tag]] = {}
        for child in children:
            at += 0 if place.cells else _paragraphs_of(child)
            line = lines.get(id(child))
            if line is not None:
                found[id(child)] = self._placed(line, self._place(place, at, line.words))
        return found

    def _place(self, place: Place, paragraph: int, words: str) -> Place:
        near = words.replace(HARD, " ").strip()
        near = f"{near[:LONGEST_NEAR]}…" if len(near) > LONGEST_NEAR else near
        return replace(place, paragraph=0 if place.cells else paragraph, near=near)

    def _placed(self, line: Line, place: Place) -> list[Tag]:
        self._tags += len(line.tags)
        if self._tags > MOST_TAGS:
            raise Refused(TOO_LONG)
        return [tag.at(place) for tag in line.tags]

    def _left_alone(self, child: Element, place: Place) -> None:
        self._add(child)
        words = words_in(child)
        if has_tags(words):
            here = self._place(place, self._paragraph, words)
            self.reading.faults.append(Fault(IN_BOX, words[:40], here))

    def _block_control(self, node: Element, place: Place) -> None:
        """Read a content control around paragraphs; it must not be filled from elsewhere."""
        self._step("open", shell(node))
        for child in node:
            if child.tag == f"{W}sdtContent":
                self._within(child, place, ())
            else:
                self._add(unbound(child))
        self._step("close")

    # tables

    def _table(self, node: Element, place: Place) -> None:
        if not place.cells:
            self._tables += 1
        if not has_tags_within(node):
            self._add(node)
            return
        number = self._tables
        rows = [child for child in node if child.tag == TR]
        alone: dict[int, list[Tag]] = {}
        for at, row in enumerate(rows, start=1):
            tags = self._row_tags(row, replace(place, cells=(*place.cells, (number, at, 1))))
            if tags:
                alone[id(row)] = tags
        pair = self._level([tag for tags in alone.values() for tag in tags])
        self._step("open", shell(node))
        at = 0
        for child in node:
            at += child.tag == TR
            if id(child) in alone:
                for tag in alone[id(child)] if pair else ():
                    self._tag(tag)
            elif child.tag == TR and has_tags_within(child):
                self._row(child, place, (number, at))
            elif child.tag == TR:
                self._add(child)
            else:
                self._left_alone(child, place)
        self._step("close")

    def _row_tags(self, row: Element, place: Place) -> list[Tag]:
        """Return the tags of a row in which nothing else stands, placed; empty for other rows."""
        found: list[Tag] = []
        if next(row.iter(TBL, SDT), None) is not None or not has_tags_within(row):
            return []
        for paragraph in row.iter(P):
            line = line_of(paragraph)
            if line.is_tags_alone:
                found += self._placed(line, self._place(place, 0, line.words))
            elif not line.is_empty:
                return []
        return found

    def _row(self, row: Element, place: Place, where: tuple[int, int]) -> None:
        self._step("open", shell(row))
        cell = 0
        for child in row:
            if child.tag != TC:
                self._left_alone(child, place)
                continue
            cell += 1
            here = replace(place, cells=(*place.cells, (*where, cell)))
            self._within(child, here, _CELL_OWN) if has_tags_within(child) else self._add(child)
        self._step("close")

    # paragraphs

    def _one_paragraph(self, line: Line, tags: list[Tag], place: Place) -> None:
        here = self._place(place, self._paragraph, line.words)
        boxed = boxed_tags(line)
        if boxed:
            self.reading.faults.append(Fault(IN_BOX, boxed, here))
        if not (line.tags or line.left or any(piece.inner for piece in line.pieces)):
            self._add(line.node)
            return
        self._step("open", shell(line.node))
        for child in line.node:
            if child.tag == PPR:
                self._add(child)
        self._line(line, tags, here)
        self._step("close")

    def _line(self, line: Line, tags: list[Tag], place: Place) -> None:
        if line.left:
            self.reading.faults.append(Fault(INCOMPLETE, line.left, place))
        if not self._level([tag for tag in tags if tag.keyword != "#"]):
            tags = [tag for tag in tags if tag.is_placeholder]
        written = {tag.start: tag for tag in tags if not tag.fault}
        covered = 0
        for piece in line.pieces:
            if not piece.words:
                self._element(piece, place)
                continue
            at, end = max(piece.start, covered), piece.start + len(piece.words)
            for tag in line.tags:
                if not piece.start <= tag.start < end:
                    continue
                self._words(piece, at, tag.start)
                if tag.start in written:
                    self._one_tag(line, written[tag.start])
                covered = tag.end
                at = min(covered, end)
            self._words(piece, at, end)

    def _words(self, piece: Piece, start: int, end: int) -> None:
        if start < end:
            self._add(words_between(piece, start, end))

    def _one_tag(self, line: Line, tag: Tag) -> None:
        if tag.is_placeholder:
            self._step("style", line.style_at(tag.start))
        self._tag(tag)

    def _element(self, piece: Piece, place: Place) -> None:
        """Add what is no word; a link or control with tags within is a line of its own."""
        holder = piece.element
        if piece.inner is None or holder is None:
            if holder is not None:
                self._add(holder)
            return
        self._step("open", shell(holder))
        inner, content = piece.inner, piece.inner.node
        if content is not holder:
            for child in holder:
                if child is not content:
                    self._add(unbound(child))
            self._step("open", shell(content))
        self._line(inner, self._placed(inner, place), place)
        if content is not holder:
            self._step("close")
        self._step("close")


def has_tags_within(node: Element) -> bool:
    """Tell whether an element's words hold anything that opens or closes a tag."""
    return has_tags(words_in(node))


def unbound(properties: Element) -> Element:
    """Return a content control's properties without what would fill or lock it from elsewhere."""
    made = deepcopy(properties)
    for name in _BOUND:
        for each in made.findall(name):
            made.remove(each)
    return made


def _vanishes(line: Line) -> bool:
    """Tell whether a paragraph holds tags alone, and no end of a section."""
    return line.is_tags_alone and line.node.find(f"{PPR}/{SECTPR}") is None


def _paragraphs_of(child: Element) -> int:
    """Return how many paragraphs an element counts for: a control's count, a table's do not."""
    if child.tag == P:
        return 1
    content = child.find(f"{W}sdtContent") if child.tag == SDT else None
    return 0 if content is None else sum(_paragraphs_of(each) for each in content)
