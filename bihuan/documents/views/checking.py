"""Pages of the checker: a document as it stands now, and a file that is not kept."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.documents.access import may_draft_for
from bihuan.documents.checking.document_checking import check_document
from bihuan.documents.checking.file_checking import check_file, limits_for
from bihuan.documents.checking.report import Report
from bihuan.documents.checking.showing import shown_report
from bihuan.documents.checking.telling import summary
from bihuan.documents.forms import CheckForm
from bihuan.documents.layout.errors import BadFile
from bihuan.documents.template import TemplateFaults
from bihuan.documents.views.finding import actor_of, document_of
from bihuan.figures.asking import Scope
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def document_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Check a document as it stands now."""
    document = document_of(request, pk)
    context: dict[str, object] = {"document": document}
    try:
        report = check_document(document, actor=actor_of(request))
    except TemplateFaults as error:
        context["faults"] = error.faults
    else:
        context |= _report_context(report)
    return render(request, "documents/check.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file_check(request: HttpRequest) -> HttpResponse:
    """Check a file that somebody sends, against itself and the records; nothing is kept."""
    actor = actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS)
    units = may_draft_for(actor)
    if request.method != "POST":
        return render(request, "documents/check_file.html", {"form": CheckForm(None, None, units)})
    form = CheckForm(request.POST, request.FILES, units)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            report = check_file(
                sent.read(),
                sent.name,
                actor=actor,
                scope=Scope(form.asked_unit, form.asked_period),
                limits=limits_for(form.asked_unit),
                is_special=form.cleaned_data["special"],
            )
        except BadFile as error:
            form.add_error("file", error.message)
        else:
            context |= _report_context(report) | {"name": sent.name}
    return render(request, "documents/check_file.html", context, status=422 if form.errors else 200)


def _report_context(report: Report) -> dict[str, object]:
    return {"report": shown_report(report), "summary": summary(report)}
