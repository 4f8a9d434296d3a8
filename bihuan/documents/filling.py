"""A document filled from the records: the way every page, command and issue gets its paper."""

import datetime as dt
from collections.abc import Iterable

from bihuan.documents.models import Document, SignOff, Status
from bihuan.documents.template import FilledDocument, Signed, fill, read_template
from bihuan.orgs.access import Actor


def signatures(document: Document, sign_offs: Iterable[SignOff] | None = None) -> dict[str, Signed]:
    """Return what stands signed for in a document, by the key of the figure.

    `sign_offs` are all of the document, where they were read already.
    """
    if sign_offs is None:
        sign_offs = SignOff.objects.filter(document=document, revoked_at__isnull=True)
    standing = (row for row in sign_offs if row.revoked_at is None)
    return {row.key: Signed(row.value, row.source, row.signed_by_name) for row in standing}


def fill_document(
    document: Document,
    *,
    actor: Actor,
    as_of: dt.datetime | None = None,
    sign_offs: Iterable[SignOff] | None = None,
) -> FilledDocument:
    """Fill a document as the records stand now, or stood at a moment.

    Raises TemplateFaults where the template cannot be read, NotAllowed as `compute` does.
    """
    return fill_text(document, document.template, actor=actor, as_of=as_of, sign_offs=sign_offs)


def fill_text(
    document: Document,
    template: str,
    *,
    actor: Actor,
    as_of: dt.datetime | None = None,
    sign_offs: Iterable[SignOff] | None = None,
) -> FilledDocument:
    """Fill a text that a document has or had; as `fill_document` fills its newest."""
    return fill(
        read_template(template),
        unit=document.unit,
        actor=actor,
        as_of=as_of,
        signed=signatures(document, sign_offs),
    )


def note_readiness(document: Document, filled: FilledDocument) -> None:
    """Keep how many faults and pending figures a draft has; a cache, written only where it differs.

    No entry of the audit chain: it follows from records and template, which have theirs.
    """
    now = (len(filled.faults), len(filled.pending))
    if document.is_issued or now == (document.faults, document.pending):
        return
    document.faults, document.pending = now
    drafts = Document.objects.filter(pk=document.pk, status=Status.DRAFT)
    drafts.update(faults=document.faults, pending=document.pending)
