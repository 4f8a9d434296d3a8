"""The filled file: the piles of a template put together in the order that the server answered."""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from bihuan.documents.word.piles import Reading, Step
from bihuan.documents.word.refusals import NOT_ASSEMBLED, TOO_LONG, Refused
from bihuan.documents.word.xml import TBL, TC, TR, W14, Element, P, W, control, element, run

PILE_OPEN, PILE_CLOSE = "\ufdd2", "\ufdd3"
_TOKEN = re.compile(f"{PILE_OPEN}([0-9]+){PILE_CLOSE}|\ufdd0([FT])([0-9]+)\ufdd1")
MOST_STEPS = 600_000
_DRAWING_ID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_HOLD_BLOCKS = frozenset(f"{W}{name}" for name in ("tc", "hdr", "ftr", "footnote", "endnote"))
_COMMENTS = tuple(
    f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)


@dataclass(frozen=True)
class Written:
    """A figure as it is written into the file, with its code and name."""

    text: str
    code: str
    label: str


def build(reading: Reading, answer: str, figures: Sequence[Written], words: Sequence[str]) -> bytes:
    """Return the filled file; raises Refused where the answer does not fit the file."""
    builder = _Builder(figures, words)
    end = 0
    for match in _TOKEN.finditer(answer):
        builder.literal(answer[end : match.start()])
        end = match.end()
        if match[1] is not None:
            builder.pile(reading.piles, int(match[1]))
        else:
            builder.value(match[2], int(match[3]))
    builder.literal(answer[end:])
    if builder.stack:
        raise Refused(NOT_ASSEMBLED)
    tidy(builder.parts.values())
    changed = {
        name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, root in builder.parts.items()
    }
    return reading.package.written(changed)


class _Builder:
    """Follows the steps; `stack` holds the elements that are open."""

    def __init__(self, figures: Sequence[Written], words: Sequence[str]) -> None:
        self.figures = figures
        self.words = words
        self.parts: dict[str, Element] = {}
        self.stack: list[Element] = []
        self._part = ""
        self._style: Element | None = None
        self._steps = 0

    def pile(self, piles: Sequence[Sequence[Step]], number: int) -> None:
        """Follow the steps of a pile."""
        if number >= len(piles):
            raise Refused(NOT_ASSEMBLED)
        for step in piles[number]:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise Refused(TOO_LONG)
            self._follow(step)

    def value(self, kind: str, number: int) -> None:
        """Write a figure, or words of a record, in the style of its placeholder."""
        given: Sequence[object] = self.figures if kind == "F" else self.words
        if number >= len(given):
            raise Refused(NOT_ASSEMBLED)
        if kind == "F":
            figure = self.figures[number]
            made = run(figure.text, self._style)
            self._append(control(f"figure:{figure.code}", figure.label, made, locked=True))
        elif self.words[number]:
            self._append(control("record", "记录", run(self.words[number], self._style)))

    def literal(self, text: str) -> None:
        """Write words that the template itself prints."""
        if text:
            self._append(run(text, self._style))

    def _follow(self, step: Step) -> None:
        if step.kind == "part":
            self._part = step.name
        elif step.kind == "style":
            self._style = step.element
        elif step.kind == "close":
            if not self.stack:
                raise Refused(NOT_ASSEMBLED)
            self._close(self.stack.pop())
        else:
            made = deepcopy(step.element)
            if not self.stack and step.kind == "open" and self._part not in self.parts:
                self.parts[self._part] = made
            else:
                self._append(made)
            if step.kind == "open":
                self.stack.append(made)

    def _append(self, made: Element) -> None:
        if not self.stack:
            raise Refused(NOT_ASSEMBLED)
        self.stack[-1].append(made)

    def _close(self, node: Element) -> None:
        """Keep what Word insists on: a cell ends with a paragraph, a table has a row."""
        if node.tag in _HOLD_BLOCKS and (len(node) == 0 or node[-1].tag != P):
            node.append(element("p"))
        elif node.tag == TBL and node.find(TR) is None:
            parent = node.getparent()
            if parent is not None:
                parent.remove(node)
        elif node.tag == f"{W}sdtContent" and len(node) == 0:
            above = node.getparent().getparent()
            holds_blocks = above is not None and above.tag in (*_HOLD_BLOCKS, f"{W}body", TC)
            node.append(element("p") if holds_blocks else element("r"))


def tidy(roots: Iterable[Element]) -> None:
    """Give copies numbers of their own, and drop remarks and bookmarks that came twice."""
    controls = drawings = 0
    seen: set[str] = set()
    for root in roots:
        _drop(root.iter(*_COMMENTS))
        _bookmarks_once(root)
        for node in root.iter(f"{W}sdt"):
            number = node.find(f"{W}sdtPr/{W}id")
            if number is not None:
                controls += 1
                number.set(f"{W}val", str(100_000 + controls))
        for node in root.iter(_DRAWING_ID):
            drawings += 1
            node.set("id", str(drawings))
        for node in root.iter(P, TR):
            mark = node.get(f"{W14}paraId")
            if mark in seen:
                del node.attrib[f"{W14}paraId"]
            elif mark is not None:
                seen.add(mark)


def _bookmarks_once(root: Element) -> None:
    """Leave each bookmark that has both its ends once."""
    starts: dict[str, Element] = {}
    ends: dict[str, Element] = {}
    left_over: list[Element] = []
    for node in root.iter(*_BOOKMARKS):
        held = starts if node.tag == _BOOKMARKS[0] else ends
        number = node.get(f"{W}id", "")
        if number in held:
            left_over.append(node)
        held.setdefault(number, node)
    left_over += [node for number, node in starts.items() if number not in ends]
    left_over += [node for number, node in ends.items() if number not in starts]
    _drop(left_over)


def _drop(nodes: Iterable[Element]) -> None:
    for node in list(nodes):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
