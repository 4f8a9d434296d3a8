"""What came in and what was sent, the newest first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.exchange.access import (
    RECEIVE,
    SEND,
    dispatches_visible_to,
    is_of_an_office,
    offices_of,
    receptions_visible_to,
)
from bihuan.exchange.models import Standing
from bihuan.exchange.views.finding import actor_of
from bihuan.exchange.views.history import TONES
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

A_PAGE = 50


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what came to the actor's offices."""
    actor = actor_of(request)
    if not is_of_an_office(actor):
        actor.require(RECEIVE)
    context = _listed(request, receptions_visible_to(actor))
    return render(request, "exchange/inbox.html", context | _may(actor))


@login_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show what was sent of the documents that the actor sees."""
    actor = actor_of(request)
    actor.require(Permission.SEE_FIGURES)
    context = _listed(request, dispatches_visible_to(actor))
    return render(request, "exchange/outbox.html", context | _may(actor))


def _listed(request: HttpRequest, rows: QuerySet[Any]) -> dict[str, Any]:
    asked = request.GET.get("state", "")
    known = {str(value): str(label) for value, label in Standing.choices}
    if asked in known:
        rows = rows.filter(state=asked)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    query = f"state={asked}&" if asked in known else ""
    return {
        "rows": [(row, TONES[row.state]) for row in page],
        "states": known,
        "asked": asked if asked in known else "",
        "next_url": f"?{query}page={page.next_page_number()}" if page.has_next() else "",
        "previous_url": f"?{query}page={page.previous_page_number()}"
        if page.has_previous()
        else "",
        "shown": len(page),
    }


def _may(actor: Actor) -> dict[str, Any]:
    return {
        "may_receive": bool(offices_of(actor, RECEIVE)),
        "is_of_an_office": any(actor.may(permission) for permission in SEND),
        "documents_url": reverse("documents:list"),
        "hint": _("在“公文”里打开已签发的公文，点“送出”。"),
    }
