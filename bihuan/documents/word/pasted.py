"""What is pasted from Word or WPS, as the text of a template: headings, paragraphs, tables.

Styles, pictures, comments, scripts and what office programs add of their own are dropped.
"""

import re
from html.parser import HTMLParser

from bihuan.documents.word.markdown import MOST_COLUMNS, Grid, Taken, Words, written
from bihuan.documents.word.refusals import TOO_LONG, Refused

LONGEST_HTML = 2_000_000
DEEPEST = 400
MOST_SPANNED = 500
_EMPTY = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_SKIPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "title",
        "xml",
        "noscript",
        "template",
        "iframe",
        "object",
        "applet",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "select",
        "textarea",
        "button",
        "del",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "body",
        "html",
        "center",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "address",
        "hr",
    ]
)
_TRANSPARENT = ("o:p", "st1:")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment|footnote|endnote|header|footer)"
)
_HIDDEN_CLASS = re.compile(r"\b(?:msocom\w*|msocommentreference|msocommenttext)\b")
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-9])")
_HEADING_CLASS = re.compile(r"\bmsoheading([1-9])\b|\bheading([1-9])\b")


def from_word_html(html: str) -> str:
    """Return what is pasted as the text of a template; raises Refused where it is too long."""
    if len(html) > LONGEST_HTML:
        raise Refused(TOO_LONG)
    parser = _Pasted()
    parser.feed(_without_declarations(html.replace("\0", "")))
    parser.close()
    return written(parser.taken())


def _without_declarations(html: str) -> str:
    """Return HTML without comments, conditional ones too, declarations and instructions."""
    pieces: list[str] = []
    at = 0
    while (begin := html.find("<", at)) >= 0:
        if html[begin + 1 : begin + 2] not in ("!", "?"):
            pieces.append(html[at : begin + 1])
            at = begin + 1
            continue
        pieces.append(html[at:begin])
        ends = "-->" if html.startswith("<!--", begin) else ">"
        end = html.find(ends, begin + 2)
        at = len(html) if end < 0 else end + len(ends)
    pieces.append(html[at:])
    return "".join(pieces)


class _Table:
    """A table as it is read: cells that span rows or columns leave empty ones."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.words: list[str] | None = None
        self.spans = (1, 1)
        self._held: dict[int, int] = {}

    def row(self) -> None:
        self.end_cell()
        self.rows.append([])
        self._held = {at: left - 1 for at, left in self._held.items() if left > 1}

    def cell(self, across: int, down: int) -> None:
        self.end_cell()
        if not self.rows:
            self.row()
        self.words, self.spans = [], (across, down)

    def end_cell(self) -> None:
        if self.words is None:
            return
        row, (across, down) = self.rows[-1], self.spans
        while len(row) < MOST_COLUMNS and self._held.get(len(row), 0) > 0:
            row.append("")
        for nth in range(across):
            if len(row) >= MOST_COLUMNS:
                break
            if down > 1:
                self._held[len(row)] = down
            row.append("" if nth else "".join(self.words))
        self.words = None


class _Pasted(HTMLParser):
    """Reads blocks; keeps the words of a block until the next one begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Taken] = []
        self._words: list[str] = []
        self._level = 0
        self._open: list[str] = []
        self._skipped_from: int | None = None
        self._tables: list[_Table] = []

    def taken(self) -> list[Taken]:
        """Return the blocks."""
        while self._tables:
            self._end_table()
        self._end_block()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _EMPTY:
            if self._skipped_from is None and tag in ("br", "hr"):
                self._break(tag)
            return
        if len(self._open) >= DEEPEST:
            return
        given = {name: (value or "").lower() for name, value in attrs}
        self._open.append(tag)
        if self._skipped_from is not None:
            return
        if _is_dropped(tag, given):
            self._skipped_from = len(self._open)
        elif tag == "table":
            self._begin_table()
        elif self._tables and tag in ("tr", "td", "th"):
            self._cell(tag, given)
        elif tag in _BLOCKS:
            self._begin_block(_level(tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open:
            last = self._open.pop()
            self._leave(last)
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._skipped_from is None:
            words = self._tables[0].words if self._tables else self._words
            if words is not None:
                words.append(data)

    def _leave(self, tag: str) -> None:
        if self._skipped_from is not None:
            if len(self._open) < self._skipped_from:
                self._skipped_from = None
            return
        if tag == "table":
            self._end_table()
        elif tag in ("td", "th") and len(self._tables) == 1:
            self._tables[0].end_cell()
        elif tag in _BLOCKS:
            self._begin_block(0)

    def _break(self, tag: str) -> None:
        if self._tables or (tag == "br" and self._level):
            self.handle_data(" ")
        else:
            self._begin_block(self._level)

    def _begin_block(self, level: int) -> None:
        if self._tables:
            self.handle_data(" ")
            return
        self._end_block()
        self._level = level

    def _end_block(self) -> None:
        if self._words:
            self._blocks.append(Words("".join(self._words), self._level))
        self._words, self._level = [], 0

    def _begin_table(self) -> None:
        if not self._tables:
            self._end_block()
        self._tables.append(_Table())

    def _end_table(self) -> None:
        if not self._tables:
            return
        table = self._tables.pop()
        if not self._tables:
            table.end_cell()
            self._blocks.append(Grid(tuple(tuple(row) for row in table.rows)))

    def _cell(self, tag: str, given: dict[str, str]) -> None:
        if len(self._tables) > 1:  # a table in a cell: its words are the cell's
            self.handle_data(" ")
        elif tag == "tr":
            self._tables[0].row()
        else:
            self._tables[0].cell(_span(given, "colspan"), _span(given, "rowspan"))


def _is_dropped(tag: str, given: dict[str, str]) -> bool:
    if tag in _SKIPPED or (":" in tag and not tag.startswith(_TRANSPARENT)):
        return True
    style, named = given.get("style", ""), given.get("class", "")
    return bool(_HIDDEN_STYLE.search(style) or _HIDDEN_CLASS.search(named))


def _level(tag: str, given: dict[str, str]) -> int:
    """Return the level of a heading; one that is deeper than the language has is a paragraph."""
    found = 0
    if tag[0] == "h" and tag[1:].isdigit():
        found = int(tag[1:])
    outline = _OUTLINE.search(given.get("style", ""))
    named = _HEADING_CLASS.search(given.get("class", ""))
    if not found and outline:
        found = int(outline[1])
    if not found and named:
        found = int(named[1] or named[2])
    return found if found <= 4 else 0


def _span(given: dict[str, str], name: str) -> int:
    digits = given.get(name, "")
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 5
    return max(1, min(int(digits), MOST_SPANNED)) if is_number else 1
