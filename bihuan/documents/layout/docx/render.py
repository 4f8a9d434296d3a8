"""Putting the elements of a paper together."""

import io

import docx

from bihuan.documents.layout.docx import sections, styles
from bihuan.documents.layout.docx.body import block
from bihuan.documents.layout.docx.closing import annexes, closing, colophon
from bihuan.documents.layout.docx.head import head
from bihuan.documents.layout.docx.inlines import Writer
from bihuan.documents.layout.docx.rare import name_rare_characters
from bihuan.documents.layout.docx.xml import Element
from bihuan.documents.layout.parts import has_colophon, text_blocks
from bihuan.documents.paper import Paper


def render_docx(paper: Paper, *, colophon_breaks: int | None = None) -> bytes:
    """Return the paper as a docx file.

    The 版记 belongs on an even page: `colophon_breaks` says how many page breaks before it bring
    it there; left out, the paper is laid out as a PDF once to see.
    """
    document = docx.Document()
    styles.write_styles(document)
    sections.set_page(document, paper)
    sections.write_settings(document)
    sections.drop_thumbnail(document)
    sections.write_font_table(document)
    sections.write_properties(document, paper)
    writer = Writer(paper)
    parts = head(writer)
    for part in text_blocks(paper)[1]:
        parts += block(writer, part)
    parts += [*closing(writer), *annexes(writer)]
    if has_colophon(paper):
        parts += colophon(writer, page_breaks=_breaks(paper, colophon_breaks))
    _append(document.element.body, parts)
    name_rare_characters(document.element.body)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _breaks(paper: Paper, given: int | None) -> int:
    if given is not None:
        return given
    from bihuan.documents.layout.pdf import breaks_before_colophon  # WeasyPrint: only when needed

    return breaks_before_colophon(paper)


def _append(body: Element, parts: list[Element]) -> None:
    """Put the parts before the section properties, which close the body."""
    section = body.sectPr
    for part in parts:
        section.addprevious(part)
