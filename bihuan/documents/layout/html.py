"""A Paper as HTML: a fragment for the page, the source of the PDF, a document on its own.

The fragment carries no inline style and no script (strict CSP); `paper.css` gives its look. The
variant for the PDF sets each line itself and is meant for WeasyPrint only.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from bihuan.documents.layout import page
from bihuan.documents.layout.fonts import HEADING_ROLES, Role
from bihuan.documents.layout.html_frame import attendance_lines, colophon, letter_foot, red_head
from bihuan.documents.layout.html_inlines import flowing, printed, set_for_print
from bihuan.documents.layout.parts import (
    annex_blocks,
    annex_label,
    annex_note,
    column_weights,
    display_width,
    is_numeric_column,
    note_text,
    recipients_text,
    text_blocks,
    title_text,
)
from bihuan.documents.layout.shape import shape_title
from bihuan.documents.layout.signature import Placed, signature
from bihuan.documents.paper import Annex, Block, Heading, Inline, Paper, Paragraph, Table, Text

PAPER_CSS = Path(__file__).resolve().parent.parent / "static" / "documents" / "paper.css"


def render_html(
    paper: Paper,
    *,
    for_pdf: bool = False,
    trace_links: bool = True,
    colophon_on_new_page: bool = False,
) -> str:
    """Return `<article class="paper">`: the paper as a fragment of a page, everything escaped."""
    return _Article(paper, for_pdf, trace_links, colophon_on_new_page).html()


def render_standalone_html(paper: Paper) -> str:
    """Return a whole HTML document with its style inside, for writing to a file."""
    title = escape("".join(paper.title.splitlines()))
    return (
        f'<!doctype html>\n<html lang="{escape(paper.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{PAPER_CSS.read_text(encoding='utf-8')}</style>\n"
        f'</head>\n<body class="paper-desk">\n{render_html(paper)}\n</body>\n</html>\n'
    )


class _Article:
    """Writes one paper; the choices between page and print are made here once."""

    def __init__(self, paper: Paper, for_pdf: bool, links: bool, new_page: bool) -> None:
        self.paper = paper
        self.for_pdf = for_pdf
        self.links = links
        self.new_page = new_page

    def html(self) -> str:
        """Return the article."""
        parts = [
            self._head(),
            *(self._block(part) for part in text_blocks(self.paper)[1]),
            self._annex_note(),
            attendance_lines(self.paper),
            self._signature(),
            self._note(),
            *(self._annex(annex, n) for n, annex in enumerate(self.paper.annexes)),
            colophon(self.paper, for_pdf=self.for_pdf, own_page=self.new_page),
            letter_foot(self.paper, for_pdf=self.for_pdf),
        ]
        preview = " is-preview" if self.paper.is_preview else ""
        if self.paper.layout == "letter":
            preview += " is-letter"
        language = escape(self.paper.language)
        body = "\n".join(part for part in parts if part)
        return f'<article class="paper{preview}" lang="{language}">\n{body}\n</article>'

    def _head(self) -> str:
        head = red_head(self.paper, for_pdf=self.for_pdf)
        recipients = recipients_text(self.paper)
        line = f'\n<p class="recipients">{self._words(recipients, 0)}</p>' if recipients else ""
        title = self._title(self.paper.title, 1) if title_text(self.paper) else ""
        return head + self._editor_note() + title + line

    def _editor_note(self) -> str:
        above, _below = text_blocks(self.paper)
        words = "".join(
            f'<p class="text">{self._text(part.inlines, Role.KAI)}</p>' for part in above
        )
        return f'<div class="editor-note">{words}</div>\n' if words else ""

    def _title(self, title: str, level: int) -> str:
        lines = shape_title(title, page.TITLE_CHARACTERS)
        words = "".join(f'<span class="title-line">{escape(line)}</span>' for line in lines)
        return f'<h{level} class="paper-title">{words}</h{level}>'

    def _block(self, part: Block) -> str:
        if isinstance(part, Heading):
            tag = f"h{part.level + 1}"
            words = self._text(part.inlines, HEADING_ROLES[part.level])
            return f'<{tag} class="level-{part.level}">{words}</{tag}>'
        if isinstance(part, Paragraph):
            return f'<p class="text">{self._text(part.inlines, Role.BODY)}</p>'
        return self._table(part)

    def _text(self, inlines: tuple[Inline, ...], role: Role, indent: float = 2.0) -> str:
        if self.for_pdf:
            return set_for_print(self.paper, inlines, role, indent=indent)
        return flowing(self.paper, inlines, links=self.links)

    def _words(self, text: str, indent: float) -> str:
        return self._text((Text(text),), Role.BODY, indent)

    def _table(self, table: Table) -> str:
        weights = column_weights(self.paper, table)
        classes = [
            ' class="number"' if is_numeric_column(self.paper, table, n) else ""
            for n in range(len(weights))
        ]
        columns = ""
        if self.for_pdf:
            shares = "".join(f'<col style="width:{share * 100:.2f}%">' for share in weights)
            columns = f"<colgroup>{shares}</colgroup>"
        cells = "".join(f'<th scope="col">{self._cell(cell)}</th>' for cell in table.head)
        head = f"<thead><tr>{cells}</tr></thead>" if table.head else ""
        rows = "\n".join(
            "<tr>"
            + "".join(f"<td{c}>{self._cell(x)}</td>" for c, x in zip(classes, row, strict=False))
            + "</tr>"
            for row in table.rows
        )
        # A table wider than a phone scrolls in its frame, also by keyboard.
        reach = "" if self.for_pdf else ' tabindex="0" role="region" aria-label="表格"'
        return (
            f'<div class="table-frame"{reach}><table>{columns}{head}<tbody>\n{rows}\n</tbody>'
            "</table></div>"
        )

    def _cell(self, inlines: tuple[Inline, ...]) -> str:
        if self.for_pdf:
            return printed(self.paper, inlines)
        return flowing(self.paper, inlines, links=self.links)

    def _annex_note(self) -> str:
        lines = annex_note(self.paper)
        if not lines:
            return ""
        several = " several" if len(lines) > 1 else ""
        return f'<div class="annex-note{several}">{_paragraphs(lines)}</div>'

    def _signature(self) -> str:
        placed = signature(self.paper)
        if not placed.rows:
            return ""
        several = " several" if any(len(row) > 1 for row in placed.rows) else ""
        sealed = " sealed" if self.paper.is_sealed else ""
        above = f" below-{placed.lines_above}" if placed.lines_above > 1 else ""
        rows = "".join(self._signed_row(row) for row in placed.rows)
        return f'<div class="signature{several}{sealed}{above}">{rows}</div>'

    def _signed_row(self, row: tuple[Placed, ...]) -> str:
        """Return a row; in print each of its words leaves its own space at the right."""
        if not row:
            return '<p class="blank">&#160;</p>'
        name = "signed-on" if row[0].role == "date" else "signed-by"
        if len(row) > 1:
            name += " stamped" if row[-1].role == "stamp" else " beside"
        words = [f"<span{_stamp(each)}>{escape(each.text)}</span>" for each in row]
        if not self.for_pdf:
            inside = words if len(row) > 1 else [escape(row[0].text)]
            return f'<p class="{name}">{" ".join(inside)}</p>'
        pieces = [
            f"<span{_stamp(each)}{_width(apart)}>{escape(each.text)}</span>"
            for each, apart in zip(row, _apart(row), strict=True)
        ]
        return f'<p class="{name}">{"".join(pieces)}</p>'

    def _note(self) -> str:
        text = note_text(self.paper)
        return f'<p class="text note">{self._words(text, 2.0)}</p>' if text else ""

    def _annex(self, annex: Annex, index: int) -> str:
        blocks = "\n".join(self._block(part) for part in annex_blocks(self.paper, annex))
        kind = " figure-register" if annex.is_figure_register else ""
        audit = ""
        if self.paper.audit_head and index == len(self.paper.annexes) - 1:
            audit = f'<p class="audit-head">审计链首：{escape(self.paper.audit_head)}</p>'
        return (
            f'<section class="annex{kind}">'
            f'<p class="annex-label">{annex_label(self.paper, index)}</p>'
            f"{self._title(annex.title, 2)}\n{blocks}{audit}</section>"
        )


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _stamp(placed: Placed) -> str:
    return ' class="stamp"' if placed.role == "stamp" else ""


def _width(characters: float) -> str:
    return f' style="margin-right:{characters * page.CHARACTER_PT:.2f}pt"'


def _apart(row: tuple[Placed, ...]) -> list[float]:
    """Return what stays free between each words of a row and the next, or the right edge."""
    nexts = [each.right + display_width(each.text) for each in row[1:]]
    return [each.right - taken for each, taken in zip(row, [*nexts, 0.0], strict=True)]
