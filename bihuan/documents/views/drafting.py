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
from bihuan.documents.approval import approval_of
from bihuan.documents.clashing import Clash, clash_of
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
    clash = None
    if request.method == "POST":
        form = TemplateForm(request.POST)
        if form.is_valid():
            clash = _clash(document, form)
            saved = None if clash else _saved(request, form)
            if saved is not None:
                return redirect("documents:document", pk=saved.pk)
    if clash is not None:
        form = _taken_up(request, clash)
    context = {
        "form": form,
        "clash": clash,
        "document": document,
        "definitions": list(definitions_in(home).values()),
        "kinds": kinds.apart(),
        "starting_kind": starting_kind,
        "kinds_to_start": kinds.grouped(),
    }
    status = 422 if form.errors or clash else 200
    return render(request, "documents/template.html", context, status=status)


def _clash(document: Document | None, form: TemplateForm) -> Clash | None:
    """Return what somebody else saved meanwhile, where it is not what was posted."""
    if document is None or document.is_issued:
        return None
    return clash_of(document, form.cleaned_data["template"], form.cleaned_data["revision"])


def _taken_up(request: HttpRequest, clash: Clash) -> TemplateForm:
    """Return the form with the author's own text, or both put together where they asked for it.

    It starts from the newest draft, which is shown beside it: what is saved now is saved knowingly.
    """
    text = clash.mine
    if request.POST.get("use") == "merged" and clash.merged is not None:
        text = clash.merged
        messages.info(request, _("已把两人的改动合在下面的稿里，还没有保存；请看过再保存。"))
    return TemplateForm(initial={"template": text, "revision": clash.theirs.number})


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
    approval = approval_of(document)
    messages.success(request, _("已保存。"))
    if approval.is_anew:
        messages.info(request, _("稿子改过了，先前办过的送审、核稿、会签、签发要重新办理。"))
    return document
