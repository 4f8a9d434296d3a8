"""Changing an XML part in place: where its elements lie, and bytes put in the place of others."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused

_TAG = re.compile(rb"<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Span:
    """An element in the bytes of a part: its start tag, and where it ends.

    `end` is behind the end tag, `close` where that begins: at `start` in `<v/>`, which has none.
    """

    name: str
    attributes: dict[str, str]
    start: int
    opened: int
    close: int = 0
    end: int = 0
    text: str = ""
    children: list["Span"] = field(default_factory=list)

    @property
    def is_empty_tag(self) -> bool:
        """Tell whether the element is one tag, as in `<row r="5"/>`."""
        return self.close == self.start

    @property
    def prefix(self) -> str:
        """Return the prefix that the part gives to the spreadsheet's namespace, with its colon."""
        before, colon, _name = self.name.rpartition(":")
        return before + colon


@dataclass(frozen=True)
class Splice:
    """Bytes in the place of those from `start` to `end`; `order` tells insertions apart."""

    start: int
    end: int
    content: bytes
    order: tuple[int, ...] = ()


def spans(part: bytes, wanted: Callable[[tuple[str, ...]], bool]) -> list[Span]:
    """Return the elements whose path of local names is wanted, each once it has ended.

    Wanted elements inside another wanted one are its children, too. Raises WorkbookRefused for
    what is no XML in UTF-8.
    """
    walk = _Walk(part, wanted)
    return walk.run()


class _Walk:
    def __init__(self, part: bytes, wanted: Callable[[tuple[str, ...]], bool]) -> None:
        self._part, self._wanted = part, wanted
        self._path: list[str] = []
        self._open: list[Span | None] = []
        self._found: list[Span] = []
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take

    def run(self) -> list[Span]:
        try:
            self._parser.Parse(self._part, True)
        except expat.ExpatError as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error
        return self._found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name.rpartition(":")[2])
        span = None
        if self._wanted(tuple(self._path)):
            start = self._parser.CurrentByteIndex
            tag = _TAG.match(self._part, start)
            if tag is None:
                raise WorkbookRefused.because(Reason.BROKEN)
            span = Span(name, attributes, start, tag.end())
        self._open.append(span)

    def _end(self, _name: str) -> None:
        self._path.pop()
        span = self._open.pop()
        if span is None:
            return
        if self._part[span.opened - 2 : span.opened] == b"/>":
            span.close, span.end = span.start, span.opened
        else:
            span.close = self._parser.CurrentByteIndex
            span.end = self._part.index(b">", span.close) + 1
        parent = next((one for one in reversed(self._open) if one is not None), None)
        if parent is not None:
            parent.children.append(span)
        self._found.append(span)

    def _take(self, text: str) -> None:
        if self._open and self._open[-1] is not None:
            self._open[-1].text += text


def spliced(part: bytes, changes: Iterable[Splice]) -> bytes:
    """Return a part with the changes made; they do not overlap."""
    pieces, at = [], 0
    for change in sorted(changes, key=lambda one: (one.start, one.end, one.order)):
        if change.start < at:
            raise ValueError("changes of a part overlap")
        pieces += [part[at : change.start], change.content]
        at = change.end
    return b"".join([*pieces, part[at:]])


def tag(name: str, attributes: dict[str, str], *, is_empty: bool = False) -> bytes:
    """Write a start tag."""
    said = "".join(f' {key}="{attribute(value)}"' for key, value in attributes.items())
    return f"<{name}{said}{'/' if is_empty else ''}>".encode()


def attribute(value: str) -> str:
    """Write the value of an attribute."""
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def text(value: str) -> str:
    """Write a text; characters that XML forbids are left out, line ends become one sort."""
    return escape(_ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))


def retagged(part: bytes, span: Span, changed: dict[str, str]) -> Splice:
    """Return the change that gives an element's start tag other attributes."""
    attributes = {**span.attributes, **changed}
    is_empty = part[span.opened - 2 : span.opened] == b"/>"
    return Splice(span.start, span.opened, tag(span.name, attributes, is_empty=is_empty))
