"""The three forms of a paper, by media type and by file name's end.

The renderers are imported where they are used: a page that shows no document pays nothing.
"""

from collections.abc import Callable
from typing import NamedTuple

from bihuan.documents.paper import Paper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html; charset=utf-8"


class Form(NamedTuple):
    """A form that a document is downloaded in."""

    media_type: str
    render: Callable[[Paper], bytes]


def docx(paper: Paper) -> bytes:
    """Return the paper as a Word document."""
    from bihuan.documents.layout.docx import render_docx

    return render_docx(paper)


def pdf(paper: Paper) -> bytes:
    """Return the paper as a PDF."""
    from bihuan.documents.layout.pdf import render_pdf

    return render_pdf(paper)


def standalone_html(paper: Paper) -> bytes:
    """Return the paper as one HTML file that needs nothing else."""
    from bihuan.documents.layout.html import render_standalone_html

    return render_standalone_html(paper).encode()


FORMS: dict[str, Form] = {
    "docx": Form(DOCX, docx),
    "pdf": Form(PDF, pdf),
    "html": Form(HTML, standalone_html),
}
