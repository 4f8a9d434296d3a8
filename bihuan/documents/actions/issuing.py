"""Issuing a document: its number, its paper and figures frozen, its files kept.

Laying a document out takes seconds, and nobody else may write to SQLite meanwhile. So it is laid
out ahead, with the number that it will probably get. Within the one transaction it is filled
again, and takes its number with the sequence locked; only if the paper has become another one (a
record changed, somebody else took the number) is it laid out there. Then files, rows, audit.

The audit head that is printed is the one that stood when the paper was laid out: an entry already
in the chain, so that paper and chain can be held against each other (`bihuan audit verify`). The
issue's own entry comes after it and cannot be printed in what it covers. A failure leaves at most
contents in the store that nothing names.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents import rendering
from bihuan.documents.actions.approving import (
    opened,
    require_hand,
    require_signature,
    take_step,
)
from bihuan.documents.actions.naming import name_of
from bihuan.documents.actions.numbering import next_number, take_number, taken
from bihuan.documents.approval import approval_of
from bihuan.documents.errors import NotReady
from bihuan.documents.filling import fill_document
from bihuan.documents.indexing import index_document
from bihuan.documents.models import ApprovalKind, Document, FrozenFigure, Issue, Status
from bihuan.documents.paper import DocumentNumber, Paper, StatedFigure
from bihuan.documents.paper_json import to_json
from bihuan.documents.paragraphs import paper_digest
from bihuan.documents.policy import years_known
from bihuan.documents.readiness import refuse_unready
from bihuan.documents.template import FilledDocument, FrontMatter, read_template
from bihuan.documents.template.stating import scope_text
from bihuan.figures.links import trace_url
from bihuan.files.actions import keep
from bihuan.lib import clock, policy
from bihuan.lib.errors import DomainError, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text

MOST_REASON = 200
MOST_YEARS = 100


class Layout(NamedTuple):
    """The finished files of a paper."""

    docx: bytes
    pdf: bytes
    html: bytes


class Kept(NamedTuple):
    """For how many years the paper is kept, where it is not as the preset says, and why."""

    years: int | None = None
    because: str = ""


class Prepared(NamedTuple):
    """A paper laid out ahead of its issue: when, on which head of the chain."""

    now: dt.datetime
    head: str
    paper: Paper
    files: Layout


def issue_document(
    *, actor: Actor, document: Document, keep_years: int | None = None, keep_because: str = ""
) -> Issue:
    """Issue a document: number it, freeze its figures and paper, keep its files.

    Where nobody has signed the draft, the issue is itself the signature: then the actor needs
    `issue_documents` over the unit, drafted none of it, and the steps that its kind needs are done.
    What was signed already is issued also by who drafts. `keep_years` is another retention period
    than the preset's (0 for ever), with its reason. Raises AlreadyIssued, OutOfTurn, OwnDraft,
    NotReady (naming each placeholder without figure and each figure that is pending, or that the
    records changed after the signature), NumberTaken, NotAllowed, Invalid.
    """
    kept = Kept(keep_years, keep_because)
    prepared = _prepared(actor, document)
    return _issue(actor=actor, document=document, prepared=prepared, kept=kept)


def _prepared(actor: Actor, document: Document) -> Prepared | None:
    """Lay a document out ahead; None where its issue will be refused, which says why itself."""
    try:
        require_signature(actor, document, approval_of(document))
        filled = fill_document(document, actor=actor)
        refuse_unready(document, filled)
    except DomainError:
        return None
    if document.is_issued:
        return None
    now, head, front = clock.now(), audit.head(), read_template(document.template).front
    paper = _final(filled, front, next_number(document.home, front, now.date()), now, head)
    return Prepared(now, head, paper, _laid_out(paper))


@action("document.issue")
def _issue(*, actor: Actor, document: Document, prepared: Prepared | None, kept: Kept) -> Issue:
    require_hand(actor, document)
    document, approval = opened(document)
    require_signature(actor, document, approval)
    filled = fill_document(document, actor=actor)
    front = refuse_unready(document, filled)
    signed = approval.step(ApprovalKind.SIGN)
    if signed is not None and signed.text_digest != paper_digest(filled.paper):
        raise NotReady(_("签发以后，文中的数据随记录变了，请退回后重新签发，再编号印发。"))
    now = prepared.now if prepared else clock.now()
    number = take_number(document.home, front, now.date())
    head = prepared.head if prepared else audit.head()
    paper = _final(filled, front, number, now, head)
    is_as_prepared = prepared is not None and prepared.paper == paper
    files = prepared.files if prepared and is_as_prepared else _laid_out(paper)
    issue = _write_issue(actor, document, paper, files, _checked(document, kept, now.date()))
    _freeze(issue, filled, paper.figures)
    if signed is None:  # after number and layout: its entry holds the log's head to the end
        take_step(actor, document, approval, ApprovalKind.SIGN, "", paper=filled.paper)
    document.status = Status.ISSUED
    document.save(update_fields=["status"])
    index_document(document, paper)
    audit.append(
        actor=actor,
        action="document.issue",
        target=("document", document.id),
        unit_path=document.unit.path,
        values={
            "number": number.with_series if number else "",
            "paper": issue.paper,
            "files": [issue.docx_id, issue.pdf_id, issue.html_id],
            "keep_years": issue.keep_years,
        },
        note=f"{number.with_series if number else ''}{document.title_on_one_line}",
    )
    return issue


def _final(
    filled: FilledDocument,
    front: FrontMatter,
    number: DocumentNumber | None,
    now: dt.datetime,
    head: str,
) -> Paper:
    """Return the paper as it goes out: its figures open the records as they stood now."""
    figures = tuple(
        replace(figure, as_of=now, url=trace_url(asked.code, replace(asked.scope, as_of=now)))
        if asked.scope is not None
        else replace(figure, as_of=now)
        for figure, asked in zip(filled.figures, filled.asked, strict=True)
    )
    return replace(
        filled.paper,
        number=number,
        figures=figures,
        is_preview=False,
        audit_head=head,
        signed_on=front.signed_on or now.date(),
        printed_on=front.printed_on or (now.date() if front.printed_by else None),
    )


def _laid_out(paper: Paper) -> Layout:
    return Layout(rendering.docx(paper), rendering.pdf(paper), rendering.standalone_html(paper))


def _checked(document: Document, kept: Kept, today: dt.date) -> Kept:
    """Return the retention period, the preset's where none is named; another needs its reason."""
    usual = policy.whole(years_known(document.kind), document.unit.path, today)
    if kept.years is None or kept.years == usual:
        return Kept(usual)
    if not 0 <= kept.years <= MOST_YEARS:
        raise Invalid(_("保管期限写0（永久）到%(most)s年。") % {"most": MOST_YEARS})
    return Kept(kept.years, checked_text(_("另定保管期限的理由"), kept.because, MOST_REASON))


def _write_issue(
    actor: Actor, document: Document, paper: Paper, files: Layout, kept: Kept
) -> Issue:
    number = paper.number
    issue = Issue(
        home=document.home,
        document=document,
        code=number.code if number else "",
        year=number.year if number else None,
        number=number.number if number else None,
        number_form=number.form if number else None,
        issued_at=clock.now(),
        issued_by=actor.id,
        issued_by_name=name_of(actor),
        audit_head=paper.audit_head,
        keep_years=kept.years,
        keep_because=kept.because,
        paper=to_json(paper),
        docx=keep(files.docx, rendering.DOCX),
        pdf=keep(files.pdf, rendering.PDF),
        html=keep(files.html, rendering.HTML),
    )
    try:
        with transaction.atomic():
            issue.save(force_insert=True)
    except IntegrityError as error:  # the constraint stands behind the lock
        raise taken(number) from error
    return issue


def _freeze(issue: Issue, filled: FilledDocument, figures: Sequence[StatedFigure]) -> None:
    FrozenFigure.objects.bulk_create(
        FrozenFigure(
            home=issue.home,
            issue=issue,
            position=at,
            key=asked.key,
            code=figure.code,
            label=figure.label[:200],
            text=figure.text[:200],
            value=figure.value,
            unit_of_measure=figure.unit,
            source=figure.source[:200],
            note=figure.note[:300],
            records=figure.records,
            as_of=figure.as_of,
            url=figure.url[:500],
            status=figure.status,
            signed_by=figure.signed_by[:60],
            scope=scope_text(asked.scope)[:120],
        )
        for at, (figure, asked) in enumerate(zip(figures, filled.asked, strict=True))
    )
