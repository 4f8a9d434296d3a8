"""A document as a file: an issued one as it was kept, a draft laid out now as a preview."""

import re
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bihuan.documents.filling import fill_document
from bihuan.documents.models import Document
from bihuan.documents.rendering import FORMS, kept
from bihuan.documents.views.finding import actor_of, document_of
from bihuan.files.serving import attachment, stored_attachment

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


@login_required
@require_safe
def document_file(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """Send a document as docx, pdf, html or ofd."""
    document = document_of(request, pk)
    if form not in FORMS:
        raise Http404
    name = f"{_NOT_IN_NAMES.sub('', str(document))[:80]}.{form}"
    if document.is_issued and form == "ofd":
        content = kept(document.issue, form)
        return attachment(content, FORMS[form].media_type, _numbered(document, name))
    if document.is_issued:
        return stored_attachment(getattr(document.issue, form), _numbered(document, name))
    filled = fill_document(document, actor=actor_of(request))
    kind = FORMS[form]
    return attachment(kind.render(filled.paper), kind.media_type, name)


def _numbered(document: Document, name: str) -> str:
    number = document.issue.document_number
    return f"{number}{name}" if number else name
