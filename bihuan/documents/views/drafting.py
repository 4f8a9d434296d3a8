"""Writing a document's template."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.documents import kinds
from bihuan.documents.access import may_draft_for
from bihuan.documents.actions import save_document
from bihuan.documents.errors import AlreadyIssued
from bihuan.documents.forms import TemplateForm
from bihuan.documents.models import Document
from bihuan.documents.starting import starting_text
from bihuan.documents.template import TemplateFaults
from bihuan.documents.views.finding import actor_of, document_of
from bihuan.figures.computing import definitions_in
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

USUAL_KIND = "工作总结"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_document(request: HttpRequest) -> HttpResponse:
    """Write a new document, beginning with the plan of the kind that is asked for."""
    actor = actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS)
    unit = may_draft_for(actor)[0]
    kind = kinds.known_kind(request.GET.get("kind", "")) or kinds.kind_named(USUAL_KIND)
    form = TemplateForm(initial={"template": starting_text(kind, unit), "revision": 0})
    return _form_page(request, None, unit.home, form, kind)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a document's template."""
    document = document_of(request, pk)
    actor_of(request).require(Permission.DRAFT_DOCUMENTS, document.unit)
    if document.is_issued:
        raise AlreadyIssued(
            _("“%(title)s”已经签发，不能再改；要更正的请另起一份。") % {"title": document}
        )
    newest = document.revisions.values_list("number", flat=True).first() or 0
    form = TemplateForm(initial={"template": document.template, "revision": newest})
    return _form_page(request, document, document.home, form)


def _form_page(
    request: HttpRequest,
    document: Document | None,
    home: Unit,
    form: TemplateForm,
    starting_kind: kinds.Kind | None = None,
) -> HttpResponse:
    if request.method == "POST":
        form = TemplateForm(request.POST)
        if form.is_valid():
            saved = _saved(request, form)
            if saved is not None:
                return redirect("documents:document", pk=saved.pk)
    context = {
        "form": form,
        "document": document,
        "definitions": list(definitions_in(home).values()),
        "kinds": kinds.apart(),
        "starting_kind": starting_kind,
        "kinds_to_start": kinds.grouped(),
    }
    status = 422 if form.errors else 200
    return render(request, "documents/template.html", context, status=status)


def _saved(request: HttpRequest, form: TemplateForm) -> Document | None:
    """Save what was posted; None where the form now says why not."""
    try:
        document = save_document(
            actor=actor_of(request),
            template=form.cleaned_data["template"],
            expected_revision=form.cleaned_data["revision"],
        )
    except TemplateFaults as error:
        for fault in error.faults:
            form.add_error("template", str(fault))
        return None
    except (Invalid, Conflict) as error:
        form.add_error(None, error.message)
        return None
    messages.success(request, _("已保存。"))
    return document
