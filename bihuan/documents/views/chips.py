"""What a text being written says, and what the checker finds in it: asked by the page's editor."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.documents.access import may_draft_for, visible_to
from bihuan.documents.checking.document_checking import check_paper
from bihuan.documents.checking.showing import shown_report
from bihuan.documents.checking.telling import summary
from bihuan.documents.chips import chips_of, front_of
from bihuan.documents.filling import signatures
from bihuan.documents.template import (
    FrontMatter,
    Signed,
    TemplateFaults,
    fill,
    read_template,
)
from bihuan.documents.template.language import MOST_CHARACTERS
from bihuan.documents.views.finding import actor_of
from bihuan.figures.asking import Scope
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@login_required
@require_POST
def chips(request: HttpRequest) -> JsonResponse:
    """Answer what each placeholder of a posted text says now; nothing is saved."""
    actor = actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS)
    text = _posted(request)
    if len(text) > MOST_CHARACTERS:
        return JsonResponse({"message": _("文字太长，请分成几个公文。")}, status=422)
    try:
        front = front_of(text)
    except TemplateFaults as error:
        return JsonResponse({"message": str(error.faults[0])}, status=422)
    unit = _unit_of(actor, front)
    found = chips_of(text, front, unit=unit, actor=actor, signed=_signed(actor, request))
    return JsonResponse({"chips": [asdict(chip) for chip in found]})


@login_required
@require_POST
def text_check(request: HttpRequest) -> HttpResponse:
    """Answer, as a part of the page, what the checker finds in a posted text; nothing is saved."""
    actor = actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS)
    context: dict[str, Any] = {}
    try:
        template = read_template(_posted(request))
        unit = _unit_of(actor, template.front)
        filled = fill(template, unit=unit, actor=actor, signed=_signed(actor, request))
        scope = Scope(unit, template.front.days)
        report = check_paper(filled.paper, scope, actor=actor)
    except TemplateFaults as error:
        context["faults"] = error.faults
    else:
        context |= {"report": shown_report(report), "summary": summary(report)}
    return render(request, "documents/_text_check.html", context)


def _posted(request: HttpRequest) -> str:
    return request.POST.get("template", "").replace("\r\n", "\n")


def _unit_of(actor: Actor, front: FrontMatter) -> Unit:
    """Return the unit that the text names, where the actor drafts for it; else the actor's own."""
    named = Unit.objects.select_related("home").filter(code=front.unit).first()
    if named is not None and actor.may(Permission.DRAFT_DOCUMENTS, named):
        return named
    return may_draft_for(actor)[0]


def _signed(actor: Actor, request: HttpRequest) -> dict[str, Signed]:
    """Return what was signed for in the document that is being written, where there is one."""
    try:
        pk = UUID(request.POST.get("document", ""))
    except ValueError:
        return {}
    document = visible_to(actor).filter(pk=pk).first()
    return signatures(document) if document is not None else {}
