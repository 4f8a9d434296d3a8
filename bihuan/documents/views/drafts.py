"""The drafts of a document, and what changed between two of them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.documents.access import works_on
from bihuan.documents.comparing import SaidDraft, compare, said_in, said_then
from bihuan.documents.filling import fill_text
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
    rows = list(document.revisions.defer("template", "filled"))
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
        before = _said(document, earlier, actor)
        after = _said(document, later, actor)
    except TemplateFaults as error:  # the language grew stricter since it was saved
        return {"faults": error.faults}
    return {"comparison": compare(before, after)}


def _said(document: Document, draft: Revision, actor: Actor) -> SaidDraft:
    """Return what a draft said when it was saved; the newest of a draft document says it now.

    One saved before that was kept is filled from the records of now.
    """
    is_newest = draft.template == document.template
    if draft.filled is not None and (document.is_issued or not is_newest):
        return said_then(draft.filled)
    return said_in(fill_text(document, draft.template, actor=actor))
