"""From marked text to blocks: headings of four levels, paragraphs and tables, nothing else."""

import unicodedata
from collections.abc import Sequence
from typing import Literal, cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bihuan.documents.paper import Annex, Block, FigureRef, Heading, Inline, Paragraph, Table, Text
from bihuan.documents.template.marks import split

_MARKDOWN = MarkdownIt("zero").enable(["heading", "table"])
ANNEX_MARKS = ("附件：", "附件:")
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}


class Marked:
    """Turns marks back into figures and words of records."""

    def __init__(self, figures: Sequence[str], words: Sequence[str]) -> None:
        self.figures = figures
        self.words = words

    def blocks(self, text: str) -> tuple[Block, ...]:
        """Return the blocks of a text; empty paragraphs are left out."""
        tokens = _MARKDOWN.parse(text)
        found: list[Block] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
                found.append(self._table(tokens[at:end]))
                at = end
            elif token.type == "inline":
                found += self._block(tokens[at - 1], token)
            at += 1
        return tuple(found)

    def _block(self, opening: Token, token: Token) -> list[Block]:
        inlines = self._inlines(token.content)
        if not inlines:
            return []
        level = _LEVELS.get(opening.tag)
        if level is None:
            return [Paragraph(inlines)]
        return [Heading(cast(Literal[1, 2, 3, 4], level), inlines)]

    def _table(self, tokens: Sequence[Token]) -> Table:
        rows: list[list[tuple[Inline, ...]]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._inlines(token.content))
        return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))

    def _inlines(self, content: str) -> tuple[Inline, ...]:
        found: list[Inline] = []
        for kind, piece in split(_one_line(content)):
            if kind == "F":
                found.append(FigureRef(int(piece), self.figures[int(piece)]))
            elif kind == "T":
                found.append(Text(self.words[int(piece)], from_record=True))
            else:
                found.append(Text(piece))
        return tuple(found)


def split_annexes(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Annex, ...]]:
    """Return the text and the annexes after it: each begins at a heading 附件：and its title."""
    text: list[Block] = []
    annexes: list[tuple[str, list[Block]]] = []
    for block in blocks:
        title = _annex_title(block)
        if title:
            annexes.append((title, []))
        else:
            (annexes[-1][1] if annexes else text).append(block)
    return tuple(text), tuple(Annex(title, tuple(inside)) for title, inside in annexes)


def _annex_title(block: Block) -> str:
    if not isinstance(block, Heading) or block.level != 1:
        return ""
    words = "".join(part.text for part in block.inlines)
    opening = next((mark for mark in ANNEX_MARKS if words.startswith(mark)), "")
    return words.removeprefix(opening).strip() if opening else ""


def _one_line(content: str) -> str:
    """Join the lines of a paragraph: without a blank beside Chinese, with one between words."""
    joined = ""
    for line in content.splitlines():
        piece = line.strip()
        if joined and piece and not (_is_wide(joined[-1]) or _is_wide(piece[0])):
            joined += " "
        joined += piece
    return joined


def _is_wide(character: str) -> bool:
    """Tell whether a character is Chinese, or the edge of a mark."""
    return not character.isascii() and (
        unicodedata.east_asian_width(character) in "WFA" or "\ufdd0" <= character <= "\ufdef"
    )
