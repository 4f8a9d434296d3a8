"""The sheet that goes with a paper (发文稿纸): its elements, and who did what on its way."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from bihuan.documents.approval import approval_of
from bihuan.documents.models import ApprovalKind, ApprovalStep, Document, Issue
from bihuan.documents.policy import years_known
from bihuan.documents.template import FrontMatter, TemplateFaults, read_template
from bihuan.lib import clock, policy


@dataclass(frozen=True)
class Sheet:
    """What the sheet shows; of a draft what has been done so far."""

    document: Document
    issue: Issue | None
    front: FrontMatter | None
    signed: ApprovalStep | None
    reviewed: ApprovalStep | None
    countersigned: list[tuple[str, ApprovalStep | None]]
    drafter: str
    drafted_on: dt.date | None
    keep_years: int


def sheet_of(document: Document) -> Sheet:
    """Return the sheet of a document."""
    approval = approval_of(document)
    issue = document.issue if document.is_issued else None
    answered = {step.request_id: step for step in approval.steps if step.request_id}
    revision = approval.revision
    return Sheet(
        document=document,
        issue=issue,
        front=_front_of(document),
        signed=approval.step(ApprovalKind.SIGN),
        reviewed=approval.step(ApprovalKind.REVIEW),
        countersigned=[(each.name, answered.get(each.pk)) for each in approval.requests],
        drafter=revision.made_by_name if revision else "",
        drafted_on=timezone.localdate(revision.made_at) if revision else None,
        keep_years=_years(document, issue),
    )


def _front_of(document: Document) -> FrontMatter | None:
    try:
        return read_template(document.template).front
    except TemplateFaults:
        return None


def _years(document: Document, issue: Issue | None) -> int:
    if issue is not None and issue.keep_years is not None:
        return issue.keep_years
    return policy.whole(years_known(document.kind), document.unit.path, clock.today())
