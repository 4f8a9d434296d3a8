"""All comments on a document at the paragraphs of its newest draft, and settling them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.documents.access import comments_visible_to, rounds_visible_to, works_on
from bihuan.documents.actions import settle_comment
from bihuan.documents.commenting import remarked_later
from bihuan.documents.filling import fill_document
from bihuan.documents.models import Outcome
from bihuan.documents.paper_json import from_json
from bihuan.documents.paragraphs import paragraphs_of
from bihuan.documents.step_forms import SettlementForm
from bihuan.documents.views.finding import actor_of, document_of
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def comments(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the comments that the actor sees, each at its paragraph as it reads now."""
    actor, document = actor_of(request), document_of(request, pk)
    if document.is_issued:
        paper = from_json(document.issue.paper)
    else:
        paper = fill_document(document, actor=actor).paper
    rows = comments_visible_to(actor).filter(addressee__round__document=document)
    found = list(rows.order_by("given_at", "pk"))
    rounds = rounds_visible_to(actor).filter(document=document).prefetch_related("addressees")
    context = {
        "document": document,
        "remarked": remarked_later(paragraphs_of(paper), found),
        "count": len(found),
        "open_count": sum(comment.settled_at is None for comment in found),
        "rounds": rounds,
        "works": works_on(actor, document),
        "may_draft": actor.may(Permission.DRAFT_DOCUMENTS, document.unit),
        "outcomes": Outcome.choices,
    }
    return render(request, "documents/comments.html", context)


@login_required
@require_POST
def settlement(request: HttpRequest, pk: UUID, comment_pk: UUID) -> HttpResponse:
    """Say what became of a comment."""
    actor, document = actor_of(request), document_of(request, pk)
    rows = comments_visible_to(actor).filter(addressee__round__document=document)
    comment = get_object_or_404(rows, pk=comment_pk)
    form = SettlementForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(_("请选采纳、部分采纳或未采纳，理由不超过300字。"))
        settle_comment(
            actor=actor,
            comment=comment,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
        )
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已处理，提出人会看到结果。"))
    back = redirect("documents:comments", pk=pk)
    back["Location"] += f"#c{comment.pk}"
    return back
