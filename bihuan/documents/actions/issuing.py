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
from bihuan.documents.actions.naming import name_of
from bihuan.documents.actions.numbering import next_number, take_number, taken
from bihuan.documents.errors import AlreadyIssued, NotReady
from bihuan.documents.filling import fill_document
from bihuan.documents.models import Document, FrozenFigure, Issue, Status
from bihuan.documents.paper import DocumentNumber, Paper, StatedFigure
from bihuan.documents.paper_json import to_json
from bihuan.documents.template import FilledDocument, FrontMatter, read_template
from bihuan.documents.template.stating import scope_text
from bihuan.figures.links import trace_url
from bihuan.files.actions import keep
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, locked
from bihuan.orgs.permissions import Permission

NAMED_AT_MOST = 5


class Layout(NamedTuple):
    """The finished files of a paper."""

    docx: bytes
    pdf: bytes
    html: bytes


class Prepared(NamedTuple):
    """A paper laid out ahead of its issue: when, on which head of the chain."""

    now: dt.datetime
    head: str
    paper: Paper
    files: Layout


def issue_document(*, actor: Actor, document: Document) -> Issue:
    """Issue a document: number it, freeze its figures and paper, keep its files.

    Raises AlreadyIssued, NotReady (naming each placeholder without figure and each figure that is
    pending), NumberTaken, NotAllowed without `issue_documents` over the unit.
    """
    return _issue(actor=actor, document=document, prepared=_prepared(actor, document))


def _prepared(actor: Actor, document: Document) -> Prepared | None:
    """Lay a document out ahead; None where its issue will be refused, which says why itself."""
    if document.is_issued or not actor.may(Permission.ISSUE_DOCUMENTS, document.unit):
        return None
    filled = fill_document(document, actor=actor)
    if not filled.may_be_issued:
        return None
    now, head, front = clock.now(), audit.head(), read_template(document.template).front
    paper = _final(filled, front, next_number(document.home, front, now.date()), now, head)
    return Prepared(now, head, paper, _laid_out(paper))


@action("document.issue")
def _issue(*, actor: Actor, document: Document, prepared: Prepared | None) -> Issue:
    actor.require(Permission.ISSUE_DOCUMENTS, document.unit)
    document = locked(document)
    if document.is_issued:
        raise AlreadyIssued(_("“%(title)s”已经签发。") % {"title": document})
    filled = fill_document(document, actor=actor)
    refuse_unready(filled)
    front = read_template(document.template).front
    now = prepared.now if prepared else clock.now()
    number = take_number(document.home, front, now.date())
    head = prepared.head if prepared else audit.head()
    paper = _final(filled, front, number, now, head)
    is_as_prepared = prepared is not None and prepared.paper == paper
    files = prepared.files if prepared and is_as_prepared else _laid_out(paper)
    issue = _write_issue(actor, document, paper, files)
    _freeze(issue, filled, paper.figures)
    document.status = Status.ISSUED
    document.save(update_fields=["status"])
    audit.append(
        actor=actor,
        action="document.issue",
        target=("document", document.id),
        unit_path=document.unit.path,
        values={
            "number": number.with_series if number else "",
            "paper": issue.paper,
            "files": [issue.docx_id, issue.pdf_id, issue.html_id],
        },
        note=f"{number.with_series if number else ''}{document.title_on_one_line}",
    )
    return issue


def refuse_unready(filled: FilledDocument) -> None:
    """Raise NotReady where something stands in the way of issue, naming it."""
    if filled.faults:
        raise NotReady(
            _("模板还有问题，不能签发：%(faults)s")
            % {"faults": _some([str(fault) for fault in filled.faults])}
        )
    if filled.pending:
        names = list(dict.fromkeys(figure.label for figure in filled.pending))
        raise NotReady(
            _("还有%(count)s个数据待核，不能签发：%(names)s。请补记录，或由负责人写明来源签认。")
            % {"count": len(names), "names": _some(names)}
        )


def _some(names: Sequence[str]) -> str:
    shown = "；".join(names[:NAMED_AT_MOST])
    return shown if len(names) <= NAMED_AT_MOST else _("%(shown)s等") % {"shown": shown}


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


def _write_issue(actor: Actor, document: Document, paper: Paper, files: Layout) -> Issue:
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
