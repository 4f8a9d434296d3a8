"""The page of a document: the paper as it will look, beside it what each figure stands on."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from bihuan.documents.drift import drift_of
from bihuan.documents.filling import fill_document, note_readiness
from bihuan.documents.models import Document, SignOff
from bihuan.documents.offering import links_for
from bihuan.documents.paper import Paper, StatedFigure
from bihuan.documents.paper_json import from_json
from bihuan.documents.template import FilledDocument, TemplateFaults
from bihuan.documents.typed import typed_in
from bihuan.documents.views.finding import actor_of, document_of
from bihuan.lib.moments import moment_day, read_moment, shown_time, write_moment
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

LOOKS = {
    "traced": (gettext_noop("有记录"), "good", "circle-check"),
    "signed": (gettext_noop("已签认"), "info", "rubber-stamp"),
    "pending": (gettext_noop("待核"), "bad", "alert-circle"),
    "drifted": (gettext_noop("有变化"), "warn", "git-compare"),
}


@dataclass(frozen=True)
class Line:
    """A figure in the list beside the paper: how it stands, and what may be done about it."""

    figure: StatedFigure
    state: str
    label: str
    tone: str
    icon: str
    drift: str = ""
    drift_url: str = ""
    sign_url: str = ""
    sign_off: SignOff | None = None


@dataclass(frozen=True)
class Event:
    """One thing that happened to a document."""

    what: str
    who: str
    at: Any
    icon: str
    tone: str = "plain"
    note: str = ""


@login_required
@require_safe
def document_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a document: issued as it was frozen, a draft as the records stand now."""
    actor, document = actor_of(request), document_of(request, pk)
    moment = read_moment(request.GET.get("as_of", ""), request.GET.get("as_of_time", ""))
    if moment is not None:
        shown = _as_of(document, actor, moment)
    else:
        shown = _issued(document, actor) if document.is_issued else _draft(document, actor)
    context = shown | {
        "document": document,
        "events": _events(document),
        "links": links_for(actor, document),
        "may_draft": actor.may(Permission.DRAFT_DOCUMENTS, document.unit),
    }
    return render(request, "documents/document.html", context)


def _as_of(document: Document, actor: Actor, moment: dt.datetime) -> dict[str, Any]:
    """Fill a document as the records stood at a moment; nothing can be done to it there."""
    past = {"as_of": write_moment(moment), "now_url": "?", "asked_day": moment_day(moment)}
    past |= {"asked_time": shown_time(moment)}
    try:
        filled = fill_document(document, actor=actor, as_of=moment)
    except TemplateFaults as error:
        return past | {"faults": error.faults, "lines": [], "counts": []}
    lines = [Line(figure, figure.status, *_look(figure.status)) for figure in filled.figures]
    return past | _paper_context(filled.paper, lines) | {"faults": filled.faults}


def _draft(document: Document, actor: Actor) -> dict[str, Any]:
    try:
        filled = fill_document(document, actor=actor)
    except TemplateFaults as error:  # the language grew stricter since it was saved
        return {"faults": error.faults, "lines": [], "counts": []}
    note_readiness(document, filled)
    lines = _draft_lines(document, filled, actor)
    may_issue = actor.may(Permission.ISSUE_DOCUMENTS, document.unit)
    return _paper_context(filled.paper, lines) | {
        "faults": filled.faults,
        "warnings": filled.warnings,
        "typed": typed_in(filled.paper, document.home),
        "may_issue": may_issue,
        "is_ready": filled.may_be_issued,
    }


def _issued(document: Document, actor: Actor) -> dict[str, Any]:
    paper = from_json(document.issue.paper)
    try:
        drifts = drift_of(document, actor=actor)
    except TemplateFaults:
        drifts = []
    now = {drift.frozen.position: drift for drift in drifts}
    lines = []
    for at, figure in enumerate(paper.figures):
        drift = now.get(at)
        said = drift.said if drift else ""
        state = "drifted" if said else figure.status
        url = drift.now.url if drift and drift.now else ""
        lines.append(Line(figure, state, *_look(state), drift=said, drift_url=url))
    return _paper_context(paper, lines) | {"issue": document.issue}


def _paper_context(paper: Paper, lines: list[Line]) -> dict[str, Any]:
    from bihuan.documents.layout.html import render_html

    states = [line.state for line in lines]
    first = {"pending": 0, "drifted": 1}  # what somebody has to look at; the rest as in the text
    lines = sorted(lines, key=lambda line: first.get(line.state, len(first)))
    counts = [(state, states.count(state), *_look(state)) for state in LOOKS if state in states]
    # Everything in it was escaped by the renderer; it carries neither style nor script.
    html = mark_safe(render_html(paper))  # noqa: S308
    return {"paper": html, "lines": lines, "counts": counts}


def _look(state: str) -> tuple[str, str, str]:
    label, tone, icon = LOOKS[state]
    return _(label), tone, icon


def _draft_lines(document: Document, filled: FilledDocument, actor: Actor) -> list[Line]:
    may_sign = actor.may(Permission.SIGN_FIGURES, document.unit)
    standing = document.sign_offs.filter(revoked_at__isnull=True) if may_sign else ()
    signed = {row.key: row for row in standing}
    address = reverse("documents:sign_offs", args=[document.pk])
    lines = []
    for at, (figure, asked) in enumerate(zip(filled.figures, filled.asked, strict=True)):
        sign_url = f"{address}?figure={at}" if may_sign and figure.status == "pending" else ""
        line = Line(
            figure,
            figure.status,
            *_look(figure.status),
            sign_url=sign_url,
            sign_off=signed.get(asked.key) if figure.status == "signed" else None,
        )
        lines.append(line)
    return lines


def _events(document: Document) -> list[Event]:
    """Return what happened to the document, the last first."""
    events = [
        Event(_("第%(number)s稿") % {"number": row.number}, row.made_by_name, row.made_at, "pencil")
        for row in document.revisions.defer("template")
    ]
    for row in document.sign_offs.all():
        what = _("签认“%(label)s”") % {"label": row.label}
        events.append(
            Event(what, row.signed_by_name, row.signed_at, "rubber-stamp", "info", row.source)
        )
        if row.revoked_at:
            what = _("撤回对“%(label)s”的签认") % {"label": row.label}
            events.append(
                Event(
                    what,
                    row.revoked_by_name,
                    row.revoked_at,
                    "arrow-back-up",
                    "warn",
                    row.revoked_because,
                )
            )
    if document.is_issued:
        issue = document.issue
        note = _("文号%(number)s") % {"number": issue} if issue.document_number else ""
        events.append(Event(_("签发"), issue.issued_by_name, issue.issued_at, "send", "good", note))
    return sorted(events, key=lambda event: event.at, reverse=True)
