"""Reading a docx back: its words in reading order and what each of them is.

Used to look for numerals that somebody typed: figures, words of records, the document number,
page numbers and the register of figures are told apart from text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from bihuan.documents.layout.docx.closing import REGISTER_BOOKMARK
from bihuan.documents.layout.package import MAIN_PART, Package, W

Kind = Literal["text", "figure", "record", "number", "annex", "page_number"]

MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted by tracked changes, moved away, or held twice.
_LEFT_OUT = frozenset((f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", MC_FALLBACK))
_WHITE = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(frozen=True)
class TextSpan:
    """Words of one kind within a paragraph (its index counts from 0 over the whole file).

    `code` names the figure of a span of kind "figure".
    """

    kind: Kind
    text: str
    paragraph: int
    code: str = ""


def read_docx(data: bytes) -> list[TextSpan]:
    """Return the spans of a docx: body, then notes, then headers and footers.

    Text boxes, insertions under review and notes are read too; deletions are not. Raises BadFile.
    """
    package = Package(data)
    reader = _Reader()
    reader.read(package.part(MAIN_PART))
    for stem in ("footnotes", "endnotes", "header", "footer"):
        for part in package.parts(stem):
            reader.read(part)
    return list(_joined(reader.spans))


def docx_plain_text(data: bytes) -> str:
    """Return the words of a docx, one paragraph a line. Raises BadFile."""
    paragraphs = groupby(read_docx(data), key=lambda span: span.paragraph)
    return "\n".join("".join(span.text for span in spans) for _, spans in paragraphs)


class _Reader:
    """Walks a part; keeps the kind that its surroundings give to words."""

    def __init__(self) -> None:
        self.spans: list[TextSpan] = []
        self._paragraph = -1
        self._register: str | None = None  # the id of its bookmark while inside it
        self._field: list[str] = []  # instructions of the open fields, the innermost last
        self._in_result: list[bool] = []

    def read(self, part: Any) -> None:
        """Read a whole part; a register of figures whose bookmark lost its end ends with it."""
        self._field, self._in_result = [], []
        self._walk(part, "text", "")
        self._register = None

    def _walk(self, node: Any, kind: Kind, code: str) -> None:
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _LEFT_OUT:
                continue
            if tag == f"{W}p":
                self._paragraph += 1
                self._walk(child, kind, code)
            elif tag == f"{W}sdt":
                self._control(child, kind, code)
            elif tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
                self._bookmark(child)
            elif tag == f"{W}fldSimple":
                page = _is_page_field(child.get(f"{W}instr", ""))
                self._walk(child, "page_number" if page else kind, code)
            else:
                self._leaf_or_walk(child, kind, code)

    def _leaf_or_walk(self, child: Any, kind: Kind, code: str) -> None:
        if child.tag == f"{W}fldChar":
            self._field_mark(child.get(f"{W}fldCharType"))
        elif child.tag == f"{W}instrText":
            if self._field:
                self._field[-1] += child.text or ""
        elif child.tag == f"{W}t":
            self._add(child.text or "", kind, code)
        elif child.tag in _WHITE:
            self._add(_WHITE[child.tag], kind, code)
        else:
            self._walk(child, kind, code)

    def _bookmark(self, mark: Any) -> None:
        """Enter the register of figures at its bookmark, leave it at the bookmark's end."""
        number = mark.get(f"{W}id", "")
        if mark.get(f"{W}name") == REGISTER_BOOKMARK:
            self._register = number
        elif mark.tag == f"{W}bookmarkEnd" and number == self._register:
            self._register = None

    def _control(self, control: Any, kind: Kind, code: str) -> None:
        tag_element = control.find(f"{W}sdtPr/{W}tag")
        tag = "" if tag_element is None else tag_element.get(f"{W}val", "")
        content = control.find(f"{W}sdtContent")
        if content is None:
            return
        if tag.startswith("figure:"):
            first = len(self.spans)
            self._walk(content, "figure", tag.removeprefix("figure:"))
            self.spans[first:] = _as_one(self.spans[first:])
        elif tag in ("record", "number"):
            self._walk(content, "record" if tag == "record" else "number", "")
        elif tag == "audit":
            self._walk(content, "annex", "")
        else:
            self._walk(content, kind, code)

    def _field_mark(self, mark: str | None) -> None:
        if mark == "begin":
            self._field.append("")
            self._in_result.append(False)
        elif mark == "separate" and self._in_result:
            self._in_result[-1] = True
        elif mark == "end" and self._field:
            self._field.pop()
            self._in_result.pop()

    def _add(self, text: str, kind: Kind, code: str) -> None:
        if not text:
            return
        if self._field and _is_page_field(self._field[-1]):
            kind, code = "page_number", ""
        elif self._register is not None:
            kind, code = "annex", ""
        self.spans.append(TextSpan(kind, text, max(self._paragraph, 0), code))


def _is_page_field(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in ("PAGE", "NUMPAGES", "SECTIONPAGES")


def _joined(spans: list[TextSpan]) -> Iterator[TextSpan]:
    """Join neighbours of the same kind in the same paragraph (Word splits runs at will)."""
    held: TextSpan | None = None
    for span in spans:
        # Two figures of one code that touch stay two: each is checked by itself.
        if held and span.kind != "figure" and _alike(held, span):
            held = replace(held, text=held.text + span.text)
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def _as_one(spans: list[TextSpan]) -> list[TextSpan]:
    """Join the runs of one figure: rare characters (㎡) have a font, and so a run, of their own."""
    if any(span.kind != "figure" or span.paragraph != spans[0].paragraph for span in spans):
        return spans
    return [replace(spans[0], text="".join(span.text for span in spans))] if spans else []


def _alike(one: TextSpan, other: TextSpan) -> bool:
    return (one.kind, one.paragraph) == (other.kind, other.paragraph)
