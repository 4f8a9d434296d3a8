"""The drafts of a document, and what changed between two of them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.documents.access import works_on
from bihuan.documents.comparing import compare
from bihuan.documents.filling import fill_revision
from bihuan.documents.models import Document, Revision
from bihuan.documents.template import TemplateFaults
from bihuan.documents.views.finding import actor_of, document_of
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor


@login_required
@require_safe
def drafts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List the drafts, and show what changed between two; without a choice the last two."""
    actor, document = actor_of(request), document_of(request, pk)
    if not works_on(actor, document):
        raise NotAllowed(_("各稿只给起草和签发这份公文的人看；您可以看现在这一稿。"))
    rows = list(document.revisions.all())
    earlier, later = _chosen(request, rows)
    context = {"document": document, "drafts": rows, "earlier": earlier, "later": later}
    if earlier is not None and later is not None:
        context |= _compared(document, earlier, later, actor)
    return render(request, "documents/drafts.html", context)


def _chosen(request: HttpRequest, rows: list[Revision]) -> tuple[Revision | None, Revision | None]:
    """Return the two drafts to compare, the earlier first; none where there is only one."""
    by_number = {str(row.number): row for row in rows}
    if len(rows) < 2:
        return None, None
    one = by_number.get(request.GET.get("earlier", ""), rows[1])
    other = by_number.get(request.GET.get("later", ""), rows[0])
    return (one, other) if one.number <= other.number else (other, one)


def _compared(
    document: Document, earlier: Revision, later: Revision, actor: Actor
) -> dict[str, Any]:
    try:
        before = fill_revision(document, earlier, actor=actor)
        after = fill_revision(document, later, actor=actor)
    except TemplateFaults as error:  # the language grew stricter since one was saved
        return {"faults": error.faults}
    return {"comparison": compare(before, after)}
