"""Beginning the correction of an issued document, and the sheet of who signed it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.documents.actions import begin_correction
from bihuan.documents.models import Document
from bihuan.documents.sheet import sheet_of
from bihuan.documents.step_forms import CorrectionForm
from bihuan.documents.views.finding import actor_of, document_of
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a document that corrects an issued one."""
    actor, document = actor_of(request), document_of(request, pk)
    actor.require(Permission.DRAFT_DOCUMENTS, document.unit)
    form = CorrectionForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        made = _begun(actor, document, form)
        if made is not None:
            messages.success(request, _("更正件已起草，请改好文字、写明更正了什么，再送签。"))
            return redirect("documents:template", pk=made.pk)
    context = {"document": document, "form": form}
    status = 422 if form.errors else 200
    return render(request, "documents/correction.html", context, status=status)


@login_required
@require_safe
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the sheet that goes with a paper (发文稿纸): who reviewed, countersigned, signed."""
    document = document_of(request, pk)
    return render(request, "documents/sheet.html", {"sheet": sheet_of(document)})


def _begun(actor: Actor, document: Document, form: CorrectionForm) -> Document | None:
    """Begin the correction; None where the form now says why not."""
    try:
        made = begin_correction(actor=actor, document=document, reason=form.cleaned_data["reason"])
    except (Invalid, Conflict) as error:
        form.add_error(None, error.message)
        return None
    return made.document
