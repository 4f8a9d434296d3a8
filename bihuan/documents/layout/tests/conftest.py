"""Papers for the tests of the layout, and LibreOffice's rendering of them, made once."""

import os
from collections.abc import Callable

import pytest
from django.conf import settings

from bihuan.documents.layout.office import docx_to_pdf, office_path
from bihuan.documents.layout.tests.rendered import Render
from bihuan.documents.paper import Paper

if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
    settings.configure(USE_I18N=False)  # the layout needs no settings; its errors are translated

OFFICE_MARKS = (
    pytest.mark.office,
    pytest.mark.skipif(
        office_path() is None, reason="LibreOffice (soffice) is not installed on this machine"
    ),
)


def needs_office(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that needs LibreOffice; it is skipped only where that is absent."""
    for mark in OFFICE_MARKS:
        test = mark(test)
    return test


@pytest.fixture(scope="session")
def office_pdf() -> Callable[[Paper], bytes]:
    """Return a function that lays out a paper's docx with LibreOffice, once each paper."""
    from bihuan.documents.layout.docx import render_docx

    made: dict[str, bytes] = {}

    def lay_out(paper: Paper) -> bytes:
        key = repr(paper)
        if key not in made:
            made[key] = docx_to_pdf(render_docx(paper))
        return made[key]

    return lay_out


@pytest.fixture(
    params=[
        pytest.param("pdf", id="pdf"),
        pytest.param("docx", id="docx-in-libreoffice", marks=OFFICE_MARKS),
    ]
)
def render(request: pytest.FixtureRequest) -> Render:
    """Return each of the two ways from a paper to pages."""
    if request.param == "pdf":
        from bihuan.documents.layout.pdf import render_pdf

        return render_pdf
    office: Render = request.getfixturevalue("office_pdf")
    return office
