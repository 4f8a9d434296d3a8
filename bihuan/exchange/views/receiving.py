"""A document that came in: read, signed for, returned, answered; packages taken in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.documents.models import Issue
from bihuan.documents.paper_json import from_json
from bihuan.exchange.access import (
    RECEIVE,
    covers,
    issued_visible_to,
    may_receive,
    offices_of,
    require_receive,
)
from bihuan.exchange.actions import (
    answer_document,
    receive_package,
    return_document,
    sign_receipt,
)
from bihuan.exchange.errors import AlreadyReceived
from bihuan.exchange.forms import AnswerForm, PackageForm, ReasonForm
from bihuan.exchange.models import Dispatch, Reception
from bihuan.exchange.package.reading import require_size
from bihuan.exchange.rules import WANTS_ANSWER, Way, may_follow
from bihuan.exchange.views.finding import actor_of, reception_of
from bihuan.exchange.views.history import TONES, events_of, outcome_of, replies_of
from bihuan.files.serving import stored_attachment
from bihuan.lib.errors import Conflict, Invalid

OFFERED = 50
"""Newest issued documents that are offered as an answer."""


@login_required
@require_safe
def reception_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a document that came in: re-rendered, its figures with counts, its steps."""
    return _page(request, reception_of(request, pk))


def _page(
    request: HttpRequest,
    reception: Reception,
    returning: ReasonForm | None = None,
    answering: AnswerForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    steps = list(reception.steps.all())
    mine = may_receive(actor, reception.home)
    may_answer = mine and may_follow(reception.state, Way.ANSWER)
    if may_answer and answering is None:
        answering = AnswerForm(None, _issues(request, reception))
    reaches = covers(actor, reception)
    context = {
        "reception": reception,
        "tone": TONES[reception.state],
        "events": events_of(steps),
        "outcome": outcome_of(steps),
        "replies": replies_of(steps) if mine else [],
        "may_sign": mine and may_follow(reception.state, Way.RECEIPT),
        "may_answer": may_answer,
        "wants_answer": reception.kind in WANTS_ANSWER,
        "returning": returning or ReasonForm(label_suffix=""),
        "answering": answering,
        "reaches": reaches,
        "figures": reception.figures,
        **_paper(reception, reaches=reaches),
    }
    refused = any(form is not None and form.errors for form in (returning, answering))
    return render(request, "exchange/reception.html", context, status=422 if refused else 200)


def _paper(reception: Reception, *, reaches: bool) -> dict[str, Any]:
    """Return the paper drawn anew from what was frozen; of a package, its words as we read them."""
    from bihuan.documents.layout.html import render_html

    if reception.dispatch is None:
        return {"paragraphs": [line for line in reception.text.splitlines() if line.strip()]}
    paper = from_json(reception.dispatch.issue.paper)
    # Everything in it was escaped by the renderer; it carries neither style nor script.
    html = render_html(paper, trace_links=reaches)
    return {"paper": mark_safe(html)}  # noqa: S308


def _issues(request: HttpRequest, reception: Reception) -> list[Issue]:
    rows = issued_visible_to(actor_of(request)).filter(home_id=reception.home_id)
    return list(rows[:OFFERED])


@login_required
@require_safe
def reception_file(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """Hand the frozen files over as attachments: never shown in the browser as they were sent."""
    reception = reception_of(request, pk)
    kept = {"docx": reception.docx, "pdf": reception.pdf}.get(form)
    if kept is None:
        raise Http404
    return stored_attachment(kept, f"{reception.number}{reception.title}.{form}".replace("/", ""))


@login_required
@require_POST
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign for a document."""
    reception = reception_of(request, pk)
    sign_receipt(actor=actor_of(request), reception=reception)
    return _done(request, reception, _("已签收。"))


@login_required
@require_POST
def return_(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return a document for correction."""
    actor, reception = actor_of(request), reception_of(request, pk)
    require_receive(actor, reception.home)
    form = ReasonForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, reception, returning=form)
    return_document(actor=actor, reception=reception, reason=form.cleaned_data["reason"])
    return _done(request, reception, _("已退回，来文单位会看到理由。"))


@login_required
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer a document."""
    actor, reception = actor_of(request), reception_of(request, pk)
    require_receive(actor, reception.home)
    form = AnswerForm(request.POST, _issues(request, reception))
    if form.is_valid():
        try:
            answer_document(
                actor=actor,
                reception=reception,
                text=form.cleaned_data["text"],
                issue=form.chosen,
            )
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            return _done(request, reception, _("已答复。"))
    return _page(request, reception, answering=form)


def _done(request: HttpRequest, reception: Reception, said: str) -> HttpResponse:
    if reception.correspondent_id is not None:
        said += _("对方在另一台服务器上，请把回执下载后送去。")
    messages.success(request, said)
    return redirect("exchange:reception", pk=reception.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_package(request: HttpRequest) -> HttpResponse:
    """Take a package in; what stands in the way is said at the form."""
    actor = actor_of(request)
    if not offices_of(actor, RECEIVE):
        actor.require(RECEIVE)
    form = PackageForm(label_suffix="")
    if request.method == "POST":
        form = PackageForm(request.POST, request.FILES, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["package"]
            require_size(upload.size)
            came = receive_package(actor=actor, content=upload.read())
        except AlreadyReceived as error:
            messages.info(request, error.message)
            return _to(error.standing)
        except (Invalid, Conflict) as error:
            form.add_error("package", error.message)
        else:
            messages.success(request, _("已收下，签名、收件人和文件都核对无误。"))
            return _to(came)
    return render(
        request, "exchange/new_package.html", {"form": form}, status=422 if form.errors else 200
    )


def _to(thing: Reception | Dispatch) -> HttpResponse:
    name = "exchange:reception" if isinstance(thing, Reception) else "exchange:dispatch"
    return redirect(name, pk=thing.pk)
