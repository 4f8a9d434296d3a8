"""How far a draft is on its way to issue: read off the steps of its newest revision.

送审 → 核稿 → 会签 → 签发 → 编号印发. Which of them a kind needs is a preset; countersigning is
also needed wherever somebody was asked. A return sends the draft back, and a new revision begins
anew, for what was read is no longer what stands there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bihuan.documents.models import (
    ApprovalKind,
    ApprovalStep,
    CountersignRequest,
    Document,
    Revision,
    WaitsFor,
)
from bihuan.documents.policy import REVIEW, REVIEW_AND_COUNTERSIGN, steps_known
from bihuan.lib import clock, policy


@dataclass(frozen=True)
class Approval:
    """Where a draft stands.

    `level` is the preset's (0 signature, 1 review, 2 countersigning too). `steps` are those that
    count, in their order: of the newest revision, after its last return. `returned` is that return
    where nothing came after it. `drafters` wrote some revision. `is_anew` where an earlier draft
    had gone steps and this one none yet. `revisions`, the newest first, are without their texts.
    """

    level: int
    revisions: Sequence[Revision]
    every_step: Sequence[ApprovalStep]
    steps: Sequence[ApprovalStep]
    requests: Sequence[CountersignRequest]
    drafters: frozenset[UUID]
    returned: ApprovalStep | None = None
    is_anew: bool = False

    @property
    def revision(self) -> Revision | None:
        """Return the newest draft."""
        return self.revisions[0] if self.revisions else None

    def step(self, kind: ApprovalKind) -> ApprovalStep | None:
        """Return the step of a kind that counts."""
        return next((step for step in self.steps if step.kind == kind), None)

    @property
    def open_requests(self) -> list[CountersignRequest]:
        """Return the countersignatures that are still missing."""
        answered = {step.request_id for step in self.steps if step.request_id}
        return [each for each in self.requests if each.pk not in answered]

    @property
    def needs_review(self) -> bool:
        """Tell whether the kind is reviewed before it is signed."""
        return self.level >= REVIEW

    @property
    def lacks_countersigner(self) -> bool:
        """Tell whether the kind must be countersigned and nobody was asked."""
        return self.level >= REVIEW_AND_COUNTERSIGN and not self.requests

    @property
    def waits_for(self) -> WaitsFor:
        """Return what comes next."""
        if self.returned is not None:
            return WaitsFor.REVISE
        if self.step(ApprovalKind.SIGN):
            return WaitsFor.ISSUE
        if self.needs_review and not self.step(ApprovalKind.SUBMIT):
            return WaitsFor.SUBMIT
        if self.needs_review and not self.step(ApprovalKind.REVIEW):
            return WaitsFor.REVIEW
        if self.open_requests or self.lacks_countersigner:
            return WaitsFor.COUNTERSIGN
        return WaitsFor.SIGN

    @property
    def has_begun(self) -> bool:
        """Tell whether somebody has taken a step that a new revision would undo."""
        return bool(self.steps)


def approval_of(
    document: Document, *, has_steps: bool = True, has_requests: bool = True
) -> Approval:
    """Return where a document stands; three statements and what the preset asks.

    What it is known to have none of is not asked for.
    """
    revisions = list(document.revisions.order_by("-number").defer("template", "filled"))
    newest = revisions[0] if revisions else None
    every = list(document.approval_steps.select_related("request")) if has_steps else []
    asked = document.countersigners.filter(withdrawn_at__isnull=True) if has_requests else ()
    own = [step for step in every if newest and step.revision_id == newest.pk]
    last = max((at for at, s in enumerate(own) if s.kind == ApprovalKind.RETURN), default=-1)
    return Approval(
        level=policy.whole(steps_known(document.kind), document.unit.path, clock.today()),
        revisions=revisions,
        every_step=every,
        steps=own[last + 1 :],
        requests=list(asked),
        drafters=frozenset(row.made_by for row in revisions if row.made_by),
        returned=own[last] if own and last == len(own) - 1 else None,
        is_anew=bool(every) and not own,
    )


def note_waiting(document: Document, approval: Approval) -> None:
    """Keep what a draft waits for; a cache, written only where it differs."""
    now = approval.waits_for
    if document.is_issued or document.waits_for == now:
        return
    document.waits_for = now
    Document.objects.filter(pk=document.pk).update(waits_for=now)
