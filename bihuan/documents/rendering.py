"""The forms of a paper, by media type and by file name's end.

The renderers are imported where they are used: a page that shows no document pays nothing.
"""

from collections.abc import Callable
from typing import NamedTuple

from bihuan.documents.models import Issue
from bihuan.documents.paper import Paper
from bihuan.files import store

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html; charset=utf-8"
OFD = "application/ofd"


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


def ofd(paper: Paper) -> bytes:
    """Return the paper as OFD, the pages of its PDF."""
    return ofd_of_pdf(pdf(paper))


def ofd_of_pdf(data: bytes) -> bytes:
    """Return as OFD the pages of a PDF that was made here. Raises BadFile."""
    from bihuan.documents.layout.ofd import pdf_to_ofd

    return pdf_to_ofd(data)


FORMS: dict[str, Form] = {
    "docx": Form(DOCX, docx),
    "pdf": Form(PDF, pdf),
    "html": Form(HTML, standalone_html),
    "ofd": Form(OFD, ofd),
}


def kept(issue: Issue, form: str) -> bytes:
    """Return a form of an issued document: the file that was kept.

    OFD is made of the PDF that was kept: from the same PDF always the same bytes.
    """
    if form == "ofd":
        return ofd_of_pdf(store.get(issue.pdf_id))
    found: bytes = store.get(getattr(issue, f"{form}_id"))
    return found
