"""What the placeholders of a text that is being written say: asked by the page's editor."""

from dataclasses import asdict
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.documents.access import may_draft_for, visible_to
from bihuan.documents.chips import chips_of, front_of
from bihuan.documents.filling import signatures
from bihuan.documents.template import FrontMatter, Signed, TemplateFaults
from bihuan.documents.template.language import MOST_CHARACTERS
from bihuan.documents.views.finding import actor_of
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@login_required
@require_POST
def chips(request: HttpRequest) -> JsonResponse:
    """Answer what each placeholder of a posted text says now; nothing is saved."""
    actor = actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS)
    text = request.POST.get("template", "").replace("\r\n", "\n")
    if len(text) > MOST_CHARACTERS:
        return JsonResponse({"message": _("文字太长，请分成几个公文。")}, status=422)
    try:
        front = front_of(text)
    except TemplateFaults as error:
        return JsonResponse({"message": str(error.faults[0])}, status=422)
    unit = _unit_of(actor, front)
    found = chips_of(text, front, unit=unit, actor=actor, signed=_signed(actor, request))
    return JsonResponse({"chips": [asdict(chip) for chip in found]})


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
