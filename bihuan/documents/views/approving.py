"""The page of a draft's way to issue, and what is done there."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.documents.access import works_on
from bihuan.documents.actions import (
    ask_countersign,
    countersign_draft,
    return_draft,
    review_draft,
    sign_draft,
    submit_draft,
    withdraw_countersign,
)
from bihuan.documents.approval import approval_of
from bihuan.documents.models import ApprovalKind, CountersignRequest, Document
from bihuan.documents.step_forms import PartiesForm
from bihuan.documents.turns import may_issue, stages, turns
from bihuan.documents.views.finding import actor_of, document_of, posted_key
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor

ACTS: dict[str, Callable[..., object]] = {
    ApprovalKind.SUBMIT: submit_draft,
    ApprovalKind.REVIEW: review_draft,
    ApprovalKind.SIGN: sign_draft,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far a draft is on its way, and take a step."""
    actor, document = actor_of(request), document_of(request, pk)
    if request.method == "POST":
        return _said(request, document, lambda: _taken(request, actor, document))
    if document.is_issued:
        return redirect("documents:sheet", pk=pk)
    approval = approval_of(document)
    asks = works_on(actor, document) and approval.step(ApprovalKind.SIGN) is None
    context = {
        "document": document,
        "approval": approval,
        "stages": stages(approval),
        "turns": turns(actor, document, approval),
        "may_issue": may_issue(actor, document, approval),
        "parties": PartiesForm(None, document) if asks else None,
        "withdraws": works_on(actor, document),
        "open_requests": {each.pk for each in approval.open_requests},
    }
    return render(request, "documents/steps.html", context)


@login_required
@require_POST
def countersigns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask units and persons to countersign."""
    actor, document = actor_of(request), document_of(request, pk)
    form = PartiesForm(request.POST, document)

    def ask() -> str:
        if not form.is_valid():
            raise Invalid(" ".join(str(e) for errors in form.errors.values() for e in errors))
        given = form.cleaned_data
        asked = ask_countersign(
            actor=actor, document=document, units=given["units"], accounts=given["accounts"]
        )
        return _("已送%(count)s家会签。") % {"count": len(asked)}

    return _said(request, document, ask)


@login_required
@require_POST
def withdrawal(request: HttpRequest, pk: UUID, request_pk: UUID) -> HttpResponse:
    """Take back that somebody was asked to countersign."""
    actor, document = actor_of(request), document_of(request, pk)
    rows = CountersignRequest.objects.select_related("document__unit", "unit")
    asked = get_object_or_404(rows, pk=request_pk, document=document)

    def withdraw() -> str:
        withdraw_countersign(actor=actor, request=asked, reason=request.POST.get("reason", ""))
        return _("已撤回送“%(name)s”的会签。") % {"name": asked.name}

    return _said(request, document, withdraw)


def _taken(request: HttpRequest, actor: Actor, document: Document) -> str:
    """Take the step that was posted; return what is said of it."""
    kind, note = request.POST.get("kind", ""), request.POST.get("note", "")
    if kind == ApprovalKind.RETURN:
        return_draft(actor=actor, document=document, reason=note)
        return _("已退回，等起草人修改。")
    if kind == ApprovalKind.COUNTERSIGN:
        rows = document.countersigners.select_related("unit")
        asked = get_object_or_404(rows, pk=posted_key(request, "request"))
        countersign_draft(actor=actor, document=document, request=asked, note=note)
        return _("已会签。")
    act = ACTS.get(kind)
    if act is None:
        raise Http404
    act(actor=actor, document=document, note=note)
    return _("已办理：%(step)s。") % {"step": ApprovalKind(kind).label}


def _said(request: HttpRequest, document: Document, act: Callable[[], str]) -> HttpResponse:
    """Do something and say what came of it on the page of steps."""
    try:
        messages.success(request, act())
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    return redirect("documents:steps", pk=document.pk)
