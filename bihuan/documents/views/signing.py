"""Signing for a figure that no record bears out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.documents.actions import revoke_sign_off, sign_for_figure
from bihuan.documents.filling import fill_document
from bihuan.documents.forms import RevocationForm, SignOffForm
from bihuan.documents.models import Document, SignOff
from bihuan.documents.paper import StatedFigure
from bihuan.documents.template import AskedFigure
from bihuan.documents.template.stating import scope_text
from bihuan.documents.views.finding import actor_of, document_of
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.permissions import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_offs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign for one figure of a document."""
    actor, document = actor_of(request), document_of(request, pk)
    actor.require(Permission.SIGN_FIGURES, document.unit)
    figure, asked = _figure(request, document)
    is_date = asked.kind == "date"
    form = SignOffForm(initial={"key": asked.key}, is_date=is_date, unit=figure.unit)
    if request.method == "POST":
        form = SignOffForm(request.POST, is_date=is_date, unit=figure.unit)
        if form.is_valid() and _signed(request, document, form):
            return redirect("documents:document", pk=document.pk)
    context = {
        "form": form,
        "document": document,
        "figure": figure,
        "scope": scope_text(asked.scope),
    }
    status = 422 if form.errors else 200
    return render(request, "documents/sign_off.html", context, status=status)


@login_required
@require_POST
def revocation(request: HttpRequest, pk: UUID, sign_off_pk: UUID) -> HttpResponse:
    """Take a signature back."""
    document = document_of(request, pk)
    row = get_object_or_404(SignOff.objects.select_related("document__unit"), pk=sign_off_pk)
    if row.document_id != document.pk:
        raise Http404
    form = RevocationForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    revoke_sign_off(actor=actor_of(request), sign_off=row, reason=reason)
    messages.success(request, _("已撤回签认，“%(label)s”重新待核。") % {"label": row.label})
    return redirect("documents:document", pk=document.pk)


def _figure(request: HttpRequest, document: Document) -> tuple[StatedFigure, AskedFigure]:
    """Return the figure asked for: by its key once posted, by its place in the list before."""
    filled = fill_document(document, actor=actor_of(request))
    key, at = request.POST.get("key", ""), request.GET.get("figure", "")
    for place, (figure, asked) in enumerate(zip(filled.figures, filled.asked, strict=True)):
        if asked.key == key or (not key and str(place) == at):
            return figure, asked
    raise Http404


def _signed(request: HttpRequest, document: Document, form: SignOffForm) -> bool:
    try:
        signed = sign_for_figure(
            actor=actor_of(request),
            document=document,
            key=form.cleaned_data["key"],
            value=form.cleaned_data["value"],
            source=form.cleaned_data["source"],
        )
    except (Invalid, Conflict) as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("已签认“%(label)s”。") % {"label": signed.label})
    return True
