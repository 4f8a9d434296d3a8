"""What happened to a document, for the history beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.documents.models import ApprovalKind, ApprovalStep, Document, Revision, SignOff
from bihuan.ui.history import Event

LOOKS = {
    ApprovalKind.SUBMIT: ("arrow-up", "plain"),
    ApprovalKind.REVIEW: ("eye", "info"),
    ApprovalKind.COUNTERSIGN: ("users", "info"),
    ApprovalKind.SIGN: ("rubber-stamp", "good"),
    ApprovalKind.RETURN: ("arrow-back-up", "warn"),
}


def events_of(
    document: Document,
    revisions: Sequence[Revision],
    steps: Iterable[ApprovalStep],
    sign_offs: Iterable[SignOff],
) -> list[Event]:
    """Return what happened to a document, the last first."""
    numbers = {row.pk: row.number for row in revisions}
    events = [
        Event(
            _("第%(number)s稿") % {"number": row.number},
            row.made_by_name,
            row.made_at,
            icon="pencil",
        )
        for row in revisions
    ]
    events += [_of_step(step, numbers) for step in steps]
    for row in sign_offs:
        events += _of_sign_off(row)
    if document.is_issued:
        events.append(_of_issue(document))
    # Of two at one moment (an issue that is itself the signature) the later written is the later.
    return sorted(events, key=lambda event: event.at)[::-1]


def _of_step(step: ApprovalStep, numbers: Mapping[UUID, int]) -> Event:
    icon, tone = LOOKS[ApprovalKind(step.kind)]
    name = step.request.name if step.request else ""
    what = _("%(step)s第%(number)s稿") % {
        "step": step.get_kind_display(),
        "number": numbers.get(step.revision_id, ""),
    }
    note = "：".join(part for part in (name, step.note) if part)
    return Event(what, step.done_by_name, step.done_at, note, icon, tone)


def _of_sign_off(row: SignOff) -> Iterator[Event]:
    what = _("签认“%(label)s”") % {"label": row.label}
    yield Event(what, row.signed_by_name, row.signed_at, row.source, "rubber-stamp", "info")
    if row.revoked_at:
        what = _("撤回对“%(label)s”的签认") % {"label": row.label}
        who, why = row.revoked_by_name, row.revoked_because
        yield Event(what, who, row.revoked_at, why, "arrow-back-up", "warn")


def _of_issue(document: Document) -> Event:
    issue = document.issue
    note = _("文号%(number)s") % {"number": issue} if issue.document_number else ""
    return Event(_("编号印发"), issue.issued_by_name, issue.issued_at, note, "send", "good")
