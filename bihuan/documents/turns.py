"""Whose turn it is with a draft: what an actor may do next, and the way as a page draws it."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from bihuan.documents.actions.approving import is_asked, may_return, may_review
from bihuan.documents.approval import Approval
from bihuan.documents.models import (
    ApprovalKind,
    ApprovalStep,
    CountersignRequest,
    Document,
    WaitsFor,
)
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

ISSUE = "issue"


@dataclass(frozen=True)
class Turn:
    """One thing that an actor may do with a draft now; `request` says for whom they countersign."""

    kind: str
    label: str
    text: str
    icon: str
    needs_reason: bool = False
    request: CountersignRequest | None = None

    @property
    def is_due(self) -> bool:
        """Tell whether it brings the draft on."""
        return not self.needs_reason


@dataclass(frozen=True)
class Stage:
    """One stage of the way: done, where it stands now, or yet to come."""

    label: str
    state: Literal["done", "now", "todo"]
    who: str = ""
    at: dt.datetime | None = None
    note: str = ""
    request: CountersignRequest | None = None


def turns(actor: Actor, document: Document, approval: Approval) -> list[Turn]:
    """Return what an actor may do with a draft now, what brings it on first."""
    found = [*_onwards(actor, document, approval)]
    at_rest = approval.waits_for in (WaitsFor.SUBMIT, WaitsFor.REVISE)
    if not at_rest and may_return(actor, document, approval):
        found.append(
            Turn(
                ApprovalKind.RETURN,
                _("退回修改"),
                _("写明要改什么；退回后各环节重新办理。"),
                "arrow-back-up",
                needs_reason=True,
            )
        )
    return found


def may_issue(actor: Actor, document: Document, approval: Approval) -> bool:
    """Tell whether an actor may issue a draft now, were it ready."""
    signs = actor.may(Permission.ISSUE_DOCUMENTS, document.unit)
    if approval.waits_for == WaitsFor.ISSUE:
        return signs or actor.may(Permission.DRAFT_DOCUMENTS, document.unit)
    return signs and approval.waits_for == WaitsFor.SIGN and not is_own(actor, approval)


def is_own(actor: Actor, approval: Approval) -> bool:
    """Tell whether an actor wrote some draft of the document."""
    return actor.id in approval.drafters


def stages(approval: Approval) -> list[Stage]:
    """Return the way of a draft to its issue, as far as it is known."""
    waits, found = approval.waits_for, []
    submitted = approval.step(ApprovalKind.SUBMIT)
    reviewed = approval.step(ApprovalKind.REVIEW)
    if approval.needs_review or submitted:
        is_now = waits in (WaitsFor.SUBMIT, WaitsFor.REVISE)
        found.append(_stage(_("送审"), submitted, is_now=is_now))
    if approval.needs_review or reviewed:
        found.append(_stage(_("核稿"), reviewed, is_now=waits == WaitsFor.REVIEW))
    answered = {step.request_id: step for step in approval.steps if step.request_id}
    for request in approval.requests:
        label = _("会签（%(name)s）") % {"name": request.name}
        is_now = waits == WaitsFor.COUNTERSIGN
        found.append(_stage(label, answered.get(request.pk), is_now=is_now, request=request))
    if approval.lacks_countersigner:
        found.append(_stage(_("会签（还没有选）"), None, is_now=waits == WaitsFor.COUNTERSIGN))
    signed = approval.step(ApprovalKind.SIGN)
    found.append(_stage(_("签发"), signed, is_now=waits == WaitsFor.SIGN))
    found.append(_stage(_("编号印发"), None, is_now=waits == WaitsFor.ISSUE))
    return found


def _stage(
    label: str,
    step: ApprovalStep | None,
    *,
    is_now: bool,
    request: CountersignRequest | None = None,
) -> Stage:
    if step is not None:
        return Stage(label, "done", step.done_by_name, step.done_at, step.note, request)
    return Stage(label, "now" if is_now else "todo", request=request)


def _onwards(actor: Actor, document: Document, approval: Approval) -> list[Turn]:
    """Return what brings a draft on."""
    waits = approval.waits_for
    found: list[Turn] = []
    is_unsent = waits in (WaitsFor.SUBMIT, WaitsFor.REVISE)
    if is_unsent and actor.may(Permission.DRAFT_DOCUMENTS, document.unit):
        text = _("送给核稿人、签发人看；附言可写要留意的地方。")
        found.append(Turn(ApprovalKind.SUBMIT, _("送审"), text, "arrow-up"))
    if waits == WaitsFor.REVIEW and may_review(actor, document) and not is_own(actor, approval):
        text = _("内容、数据、格式都看过，可以往下办。")
        found.append(Turn(ApprovalKind.REVIEW, _("核稿通过"), text, "eye"))
    if waits == WaitsFor.COUNTERSIGN and actor.id not in approval.drafters:
        for request in approval.open_requests:
            if is_asked(actor, request):
                label = _("会签（%(name)s）") % {"name": request.name}
                text = _("同意这一稿；有不同意见的退回修改。")
                found.append(Turn(ApprovalKind.COUNTERSIGN, label, text, "users", request=request))
    if waits == WaitsFor.SIGN and may_issue(actor, document, approval):
        text = _("只签字，由文书编号印发；要马上编号印发的，在公文页上点“签发”。")
        found.append(Turn(ApprovalKind.SIGN, _("签发（交文书编号印发）"), text, "rubber-stamp"))
    return found
