"""The page of a document: the paper as it will look, beside it where it stands and its figures."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from bihuan.documents import upward
from bihuan.documents.access import comments_visible_to
from bihuan.documents.approval import Approval, approval_of, note_waiting
from bihuan.documents.drift import drift_of
from bihuan.documents.filling import fill_document, note_readiness
from bihuan.documents.history import events_of
from bihuan.documents.issue_form import IssueForm
from bihuan.documents.models import Correction, Document, SignOff
from bihuan.documents.offering import links_for
from bihuan.documents.paper import Paper
from bihuan.documents.paper_json import from_json
from bihuan.documents.paragraphs import texts_of
from bihuan.documents.template import TemplateFaults, read_template
from bihuan.documents.turns import is_own, may_issue, stages, turns
from bihuan.documents.typed import typed_in
from bihuan.documents.views.figure_lines import (
    Line,
    counted,
    draft_lines,
    in_order,
    issued_lines,
    lines_of,
)
from bihuan.documents.views.finding import actor_of, read_document
from bihuan.lib.moments import moment_day, read_moment, shown_time, write_moment
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def document_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a document: issued as it was frozen, a draft as the records stand now."""
    actor, document = actor_of(request), read_document(request, pk)
    moment = read_moment(request.GET.get("as_of", ""), request.GET.get("as_of_time", ""))
    sign_offs = list(document.sign_offs.all())
    if document.is_issued:
        revisions = list(document.revisions.defer("template", "filled"))
        steps = list(document.approval_steps.select_related("request"))
        shown = {} if moment else _issued(document, actor)
    else:
        approval = approval_of(
            document,
            has_steps=bool(document.n_steps),  # type: ignore[attr-defined]
            has_requests=bool(document.n_requests),  # type: ignore[attr-defined]
        )
        revisions, steps = [*approval.revisions], [*approval.every_step]
        shown = {} if moment else _draft(document, actor, approval, sign_offs)
    if moment is not None:
        shown = _as_of(document, actor, moment)
    context = shown | {
        "document": document,
        "events": events_of(document, revisions, steps, sign_offs),
        "links": links_for(actor, document),
        "may_draft": actor.may(Permission.DRAFT_DOCUMENTS, document.unit),
        "correction": getattr(document, "correction", None),
        "drafts": len(revisions),
    }
    return render(request, "documents/document.html", context | _comments(document, actor))


def _as_of(document: Document, actor: Actor, moment: dt.datetime) -> dict[str, Any]:
    """Fill a document as the records stood at a moment; nothing can be done to it there."""
    past = {"as_of": write_moment(moment), "now_url": "?", "asked_day": moment_day(moment)}
    past |= {"asked_time": shown_time(moment)}
    try:
        filled = fill_document(document, actor=actor, as_of=moment)
    except TemplateFaults as error:
        return past | {"faults": error.faults, "lines": [], "counts": []}
    return past | _paper_context(filled.paper, lines_of(filled.figures)) | {"faults": filled.faults}


def _draft(
    document: Document, actor: Actor, approval: Approval, sign_offs: list[SignOff]
) -> dict[str, Any]:
    way = _way(document, actor, approval)
    try:
        filled = fill_document(document, actor=actor, sign_offs=sign_offs)
    except TemplateFaults as error:  # the language grew stricter since it was saved
        return way | {"faults": error.faults, "lines": [], "counts": []}
    note_readiness(document, filled)
    note_waiting(document, approval)
    may_sign = actor.may(Permission.SIGN_FIGURES, document.unit)
    lines = draft_lines(document, filled, sign_offs, may_sign=may_sign)
    barred = upward.refusals(read_template(document.template).front)
    seems = upward.warnings(document.kind, texts_of(filled.paper))
    return way | _paper_context(filled.paper, lines) | {
        "faults": filled.faults,
        "barred": barred,
        "warnings": [*filled.warnings, *seems],
        "typed": typed_in(filled.paper, document.home),
        "is_ready": filled.may_be_issued and not barred,
    }  # fmt: skip


def _way(document: Document, actor: Actor, approval: Approval) -> dict[str, Any]:
    """Return where a draft stands on its way to issue, and what the actor may do next."""
    possible = turns(actor, document, approval)
    issues = may_issue(actor, document, approval)
    # By default a leader's issue is itself the signature: signing alone is on the page of steps.
    main = None if issues else next((turn for turn in possible if turn.is_due), None)
    return {
        "approval": approval,
        "stages": stages(approval),
        "turns": possible,
        "main_turn": main,
        "may_issue": issues,
        "is_own": is_own(actor, approval) and actor.may(Permission.ISSUE_DOCUMENTS, document.unit),
        "issue_form": IssueForm() if issues else None,
    }


def _issued(document: Document, actor: Actor) -> dict[str, Any]:
    paper = from_json(document.issue.paper)
    try:
        drifts = drift_of(document, actor=actor)
    except TemplateFaults:
        drifts = []
    later = Correction.objects.filter(corrects=document).select_related("document__issue")
    return _paper_context(paper, issued_lines(paper, drifts)) | {
        "issue": document.issue,
        "corrected_by": list(later),
    }


def _comments(document: Document, actor: Actor) -> dict[str, Any]:
    """Return the comments that the actor sees of a document; nothing is asked where none are."""
    if not document.n_comments:  # type: ignore[attr-defined]
        return {"comments": [], "open_comments": []}
    rows = comments_visible_to(actor).filter(addressee__round__document=document)
    found = list(rows.order_by("-given_at"))
    return {"comments": found, "open_comments": [c for c in found if c.settled_at is None]}


def _paper_context(paper: Paper, lines: list[Line]) -> dict[str, Any]:
    from bihuan.documents.layout.html import render_html

    # Everything in it was escaped by the renderer; it carries neither style nor script.
    html = mark_safe(render_html(paper))  # noqa: S308
    return {"paper": html, "lines": in_order(lines), "counts": counted(lines)}
