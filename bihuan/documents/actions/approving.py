"""The steps of a draft to its signature: sent up, reviewed, countersigned, signed, returned.

Each is a row that counts for the newest draft only. Whoever wrote any draft of a document neither
reviews nor countersigns nor signs it.
"""

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.documents.approval import Approval, approval_of, note_waiting
from bihuan.documents.errors import AlreadyIssued, OutOfTurn, OwnDraft
from bihuan.documents.filling import fill_document
from bihuan.documents.models import (
    ApprovalKind,
    ApprovalStep,
    CountersignRequest,
    Document,
    WaitsFor,
)
from bihuan.documents.paper import Paper
from bihuan.documents.paragraphs import paper_digest
from bihuan.documents.readiness import refuse_unready
from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.permissions import Permission

MOST_SAID = 300
REVIEWERS = (Permission.DRAFT_DOCUMENTS, Permission.ISSUE_DOCUMENTS)


@action("document.submit_draft")
def submit_draft(*, actor: Actor, document: Document, note: str = "") -> ApprovalStep:
    """Send a draft on its way (送审), also one that was returned, with a word to whoever reads it.

    Raises NotAllowed without `draft_documents`, OutOfTurn where it is on its way already.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, document.unit)
    document, approval = opened(document)
    if approval.returned is None and approval.has_begun:
        raise OutOfTurn(_("这一稿已经送审，不用再送；要改的先请退回，或直接存一稿新的。"))
    return take_step(actor, document, approval, ApprovalKind.SUBMIT, note)


@action("document.review_draft")
def review_draft(*, actor: Actor, document: Document, note: str = "") -> ApprovalStep:
    """Pass a draft that was sent up (核稿); raises NotAllowed, OwnDraft, OutOfTurn."""
    require_reviewer(actor, document)
    document, approval = opened(document)
    refuse_own(actor, approval, _("起草人不能核自己的稿，请由别人核稿。"))
    if approval.step(ApprovalKind.REVIEW):
        raise OutOfTurn(_("这一稿已经有人核过，请刷新页面。"))
    if not approval.step(ApprovalKind.SUBMIT):
        raise OutOfTurn(_("这一稿还没有送审，请起草人先送审。"))
    return take_step(actor, document, approval, ApprovalKind.REVIEW, note)


@action("document.countersign_draft")
def countersign_draft(
    *, actor: Actor, document: Document, request: CountersignRequest, note: str = ""
) -> ApprovalStep:
    """Countersign (会签) where one's unit or oneself was asked to.

    Raises NotAllowed where somebody else was, OwnDraft, OutOfTurn before review or where it was
    done.
    """
    if not is_asked(actor, request):
        raise NotAllowed(_("这份公文没有请您会签。"))
    document, approval = opened(document)
    refuse_own(actor, approval, _("起草人不能会签自己的稿，请由本单位别的人会签。"))
    if request.pk not in {each.pk for each in approval.requests}:
        raise OutOfTurn(_("这项会签已经撤回，请刷新页面。"))
    if request.pk not in {each.pk for each in approval.open_requests}:
        raise OutOfTurn(_("“%(name)s”已经会签过这一稿。") % {"name": request.name})
    if approval.waits_for != WaitsFor.COUNTERSIGN:
        raise OutOfTurn(not_yet(approval))
    return take_step(actor, document, approval, ApprovalKind.COUNTERSIGN, note, request)


@action("document.sign_draft")
def sign_draft(*, actor: Actor, document: Document, note: str = "") -> ApprovalStep:
    """Sign a draft for issue (签发); who keeps the numbers issues it then.

    Raises NotAllowed without `issue_documents`, OwnDraft, OutOfTurn before the steps that its kind
    needs, NotReady as `issue_document` does: nobody signs what cannot be issued.
    """
    actor.require(Permission.ISSUE_DOCUMENTS, document.unit)
    document, approval = opened(document)
    refuse_own(actor, approval, _("起草人不能签发自己起草的公文，请由其他负责人签发。"))
    if approval.waits_for == WaitsFor.ISSUE:
        raise OutOfTurn(_("这一稿已经签发，可以编号印发了。"))
    require_turn(approval)
    filled = fill_document(document, actor=actor)
    refuse_unready(document, filled)
    return take_step(actor, document, approval, ApprovalKind.SIGN, note, paper=filled.paper)


@action("document.return_draft")
def return_draft(*, actor: Actor, document: Document, reason: str) -> ApprovalStep:
    """Return a draft to whoever wrote it, with reasons; all steps are to be taken anew.

    Who reviews may while it waits for review, who was asked to countersign until they did, who
    signs at any time before issue. Raises NotAllowed, OutOfTurn, Invalid without a reason.
    """
    reason = checked_text(_("退回的理由"), reason, MOST_SAID)
    document, approval = opened(document)
    if not may_return(actor, document, approval):
        raise NotAllowed(_("这份公文现在不在您手上，不能由您退回。"))
    if approval.returned is not None:
        raise OutOfTurn(_("这一稿已经退回，等起草人修改。"))
    if approval.waits_for == WaitsFor.SUBMIT:
        raise OutOfTurn(_("这一稿还没有送审，不用退回。"))
    return take_step(actor, document, approval, ApprovalKind.RETURN, reason)


def opened(document: Document) -> tuple[Document, Approval]:
    """Return a draft, locked, and where it stands; raises AlreadyIssued."""
    document = locked(document)
    if document.is_issued:
        raise AlreadyIssued(_("“%(title)s”已经签发。") % {"title": document})
    return document, approval_of(document)


def take_step(
    actor: Actor,
    document: Document,
    approval: Approval,
    kind: ApprovalKind,
    note: str,
    request: CountersignRequest | None = None,
    *,
    paper: Paper | None = None,
) -> ApprovalStep:
    """Write a step with its audit entry, and what the draft waits for now."""
    if approval.revision is None:
        raise OutOfTurn(_("这份公文还没有存过稿，请先保存。"))
    paper = paper or fill_document(document, actor=actor).paper
    step = ApprovalStep(
        home=document.home,
        document=document,
        revision=approval.revision,
        kind=kind,
        request=request,
        note=checked_text(_("意见"), note, MOST_SAID, required=False),
        text_digest=paper_digest(paper),
        done_at=clock.now(),
        done_by=actor.id,
        done_by_name=name_of(actor),
    )
    step.save(force_insert=True)
    note_waiting(document, approval_of(document))
    _record(actor, step)
    return step


def require_hand(actor: Actor, document: Document) -> None:
    """Raise NotAllowed for an actor who neither signs for the unit nor drafts for it."""
    if not actor.may(Permission.DRAFT_DOCUMENTS, document.unit):
        actor.require(Permission.ISSUE_DOCUMENTS, document.unit)


def require_signature(actor: Actor, document: Document, approval: Approval) -> None:
    """Raise unless the draft is signed, or the actor may sign it now: all steps before are done."""
    require_hand(actor, document)
    if approval.waits_for == WaitsFor.ISSUE:
        return
    actor.require(Permission.ISSUE_DOCUMENTS, document.unit)
    refuse_own(actor, approval, _("起草人不能签发自己起草的公文，请由其他负责人签发。"))
    require_turn(approval)


def require_turn(approval: Approval) -> None:
    """Raise OutOfTurn unless nothing but the signature is missing."""
    if approval.waits_for != WaitsFor.SIGN:
        raise OutOfTurn(not_yet(approval))


def not_yet(approval: Approval) -> str:
    """Return the sentence that says what has to come first."""
    if approval.waits_for == WaitsFor.REVISE:
        return _("这一稿已经退回修改，请起草人改好再送。")
    if approval.waits_for == WaitsFor.SUBMIT:
        return _("这种公文要先送审、核稿，请起草人先送审。")
    if approval.waits_for == WaitsFor.REVIEW:
        return _("这种公文要先核稿，还没有人核稿。")
    if approval.lacks_countersigner:
        return _("这种公文要先会签，还没有送谁会签，请先选会签单位。")
    if approval.waits_for == WaitsFor.COUNTERSIGN:
        names = "、".join(each.name for each in approval.open_requests[:5])
        return _("还没有会签的有：%(names)s。会签齐了再签发，或者撤回这项会签。") % {"names": names}
    return _("这一稿现在不在这个环节，请刷新页面。")


def is_asked(actor: Actor, request: CountersignRequest) -> bool:
    """Tell whether an actor is the person asked, or acts for the unit asked."""
    if request.account_id is not None:
        return actor.id == request.account_id
    return request.unit is not None and request.unit.path in actor.own_paths


def may_review(actor: Actor, document: Document) -> bool:
    """Tell whether an actor reviews drafts of a unit: its other drafters, and who signs."""
    return any(actor.may(permission, document.unit) for permission in REVIEWERS)


def require_reviewer(actor: Actor, document: Document) -> None:
    """Raise NotAllowed unless an actor reviews drafts of the unit."""
    if not may_review(actor, document):
        actor.require(Permission.DRAFT_DOCUMENTS, document.unit)


def refuse_own(actor: Actor, approval: Approval, said: str) -> None:
    """Raise OwnDraft where the actor wrote a draft of the document."""
    if actor.id and actor.id in approval.drafters:
        raise OwnDraft(said)


def may_return(actor: Actor, document: Document, approval: Approval) -> bool:
    """Tell whether a draft is in the actor's hands, so that they may return it."""
    if actor.may(Permission.ISSUE_DOCUMENTS, document.unit):
        return True
    if approval.waits_for == WaitsFor.REVIEW:
        return may_review(actor, document) and actor.id not in approval.drafters
    if actor.id in approval.drafters:
        return False
    return any(is_asked(actor, each) for each in approval.open_requests)


def _record(actor: Actor, step: ApprovalStep) -> None:
    audit.append(
        actor=actor,
        action=NAMES[ApprovalKind(step.kind)],
        target=("document", step.document_id),
        unit_path=step.document.unit.path,
        values={
            "revision": step.revision.number,
            "text": step.text_digest,
            "note": step.note,
            "for": step.request.name if step.request else "",
        },
        note=step.note or step.document.title_on_one_line,
    )


NAMES = {
    ApprovalKind.SUBMIT: "document.submit_draft",
    ApprovalKind.REVIEW: "document.review_draft",
    ApprovalKind.COUNTERSIGN: "document.countersign_draft",
    ApprovalKind.SIGN: "document.sign_draft",
    ApprovalKind.RETURN: "document.return_draft",
}
