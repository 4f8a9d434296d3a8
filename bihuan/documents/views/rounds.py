"""Sending a draft round for comment, reading and answering it, reminding."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.documents.access import comments_visible_to, works_on
from bihuan.documents.actions import (
    RoundSpec,
    answer_without_remarks,
    give_comment,
    remind_addressee,
    send_for_comment,
)
from bihuan.documents.actions.rounds import is_addressee
from bihuan.documents.commenting import remarked_in_round
from bihuan.documents.models import Addressee, CommentRound, Document
from bihuan.documents.paper_json import from_json
from bihuan.documents.paragraphs import paragraphs_of
from bihuan.documents.step_forms import RoundForm
from bihuan.documents.views.finding import actor_of, document_of, posted_key, round_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

USUAL_DAYS = 3


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the newest draft for comment."""
    actor, document = actor_of(request), document_of(request, pk)
    actor.require(Permission.DRAFT_DOCUMENTS, document.unit)
    initial = {"due_on": clock.today() + dt.timedelta(days=USUAL_DAYS)}
    form = RoundForm(request.POST or None, document, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _sent(actor, document, form)
        if made is not None:
            messages.success(request, _("已送出，对方的首页会提醒。"))
            return redirect("documents:round", pk=pk, number=made.number)
    context = {"document": document, "form": form}
    status = 422 if form.errors else 200
    return render(request, "documents/new_round.html", context, status=status)


@login_required
@require_safe
def comment_round(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Show a round: its draft paragraph by paragraph, what was said, and who has answered."""
    actor, made = actor_of(request), round_of(request, pk, number)
    addressees = list(made.addressees.select_related("unit"))
    own = [each for each in addressees if is_addressee(actor, each)]
    works = works_on(actor, made.document)
    comments = comments_visible_to(actor).filter(addressee__round=made)
    context = {
        "document": made.document,
        "round": made,
        "remarked": remarked_in_round(paragraphs_of(from_json(made.paper)), comments),
        "addressees": addressees if works else own,
        "answering": _answering(made, own),
        "may_draft": actor.may(Permission.DRAFT_DOCUMENTS, made.document.unit),
        "works": works,
        "today": clock.today(),
    }
    return render(request, "documents/round.html", context)


@login_required
@require_POST
def round_comments(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Comment on the round's draft."""
    made = round_of(request, pk, number)
    addressee = get_object_or_404(_of(made), pk=posted_key(request, "addressee"))
    place = request.POST.get("place", "")

    def comment() -> str:
        give_comment(
            actor=actor_of(request),
            addressee=addressee,
            text=request.POST.get("text", ""),
            place=int(place) if place.isdecimal() and len(place) < 7 else None,
        )
        return _("已提出，起草人会看到；处理结果也写在这里。")

    return _said(request, made, comment, f"#p{place}" if place.isdecimal() else "")


@login_required
@require_POST
def round_answer(request: HttpRequest, pk: UUID, number: int, addressee_pk: UUID) -> HttpResponse:
    """Answer that there is nothing to remark."""
    made = round_of(request, pk, number)
    addressee = get_object_or_404(_of(made), pk=addressee_pk)

    def answer() -> str:
        answer_without_remarks(actor=actor_of(request), addressee=addressee)
        return _("已答复：无修改意见。")

    return _said(request, made, answer)


@login_required
@require_POST
def round_reminder(request: HttpRequest, pk: UUID, number: int, addressee_pk: UUID) -> HttpResponse:
    """Remind somebody who has not answered yet."""
    made = round_of(request, pk, number)
    addressee = get_object_or_404(_of(made), pk=addressee_pk)

    def remind() -> str:
        remind_addressee(actor=actor_of(request), addressee=addressee)
        return _("已提醒“%(name)s”。") % {"name": addressee.name}

    return _said(request, made, remind)


def _sent(actor: Actor, document: Document, form: RoundForm) -> CommentRound | None:
    """Send the draft; None where the form now says why not."""
    given = form.cleaned_data
    spec = RoundSpec(given["due_on"], given["units"], given["accounts"], given["message"])
    try:
        return send_for_comment(actor=actor, document=document, spec=spec)
    except (Invalid, Conflict) as error:
        form.add_error(None, error.message)
        return None


def _answering(made: CommentRound, own: list[Addressee]) -> Addressee | None:
    """Return for whom the actor answers: who has not yet, before who has; None once issued."""
    if made.document.is_issued:
        return None
    return next((each for each in own if each.answered_at is None), own[0] if own else None)


def _of(made: CommentRound) -> QuerySet[Addressee]:
    return made.addressees.select_related("unit", "round__document__unit", "round__document__home")


def _said(
    request: HttpRequest, made: CommentRound, act: Callable[[], str], place: str = ""
) -> HttpResponse:
    """Do something and say what came of it on the round's page."""
    try:
        messages.success(request, act())
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    back = redirect("documents:round", pk=made.document_id, number=made.number)
    back["Location"] += place
    return back
