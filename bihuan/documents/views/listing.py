"""The list of documents."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.documents.access import visible_to
from bihuan.documents.models import Document, WaitsFor
from bihuan.documents.views.finding import actor_of
from bihuan.orgs.permissions import Permission
from bihuan.ui.tables import Cell, Head, Row

SHOWN = 200


@login_required
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """Show the documents that the actor may see, the last changed first."""
    actor = actor_of(request)
    actor.require(Permission.SEE_FIGURES)
    sought = request.GET.get("q", "").strip()
    documents = visible_to(actor)
    if sought:
        documents = documents.filter(title__contains=sought)
    rows = [_row(document) for document in documents[:SHOWN]]
    heads = [
        Head(_("标题")),
        Head(_("文号")),
        Head(_("状态")),
        Head(_("文种")),
        Head(_("单位")),
        Head(_("修改")),
    ]
    context = {
        "heads": heads,
        "rows": rows,
        "sought": sought,
        "may_draft": actor.may(Permission.DRAFT_DOCUMENTS),
    }
    return render(request, "documents/list.html", context)


def _row(document: Document) -> Row:
    number = document.issue.document_number if document.is_issued else None
    return Row(
        [
            Cell(str(document), url=reverse("documents:document", args=[document.pk])),
            Cell(str(number or "")),
            _state(document),
            Cell(document.kind),
            Cell(str(document.unit)),
            Cell(f"{localtime(document.changed_at):%Y-%m-%d}"),
        ]
    )


def _state(document: Document) -> Cell:
    if document.is_issued:
        return Cell(_("已签发"))
    waits = WaitsFor(document.waits_for or WaitsFor.SIGN)
    parts = [] if waits in (WaitsFor.SUBMIT, WaitsFor.SIGN) else [str(waits.label)]
    if document.faults:
        parts.append(_("%(count)s处模板问题") % {"count": document.faults})
    if document.pending:
        parts.append(_("%(count)s个数据待核") % {"count": document.pending})
    return Cell(status="draft", note="，".join(parts))
