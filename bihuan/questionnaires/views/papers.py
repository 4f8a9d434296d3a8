"""What is printed and what comes back on paper: poster, form, code slips, typing in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.access import actor_of
from bihuan.orgs.models import Unit
from bihuan.questionnaires import actions
from bihuan.questionnaires.access import KEEPS, questionnaire_for, typing_unit
from bihuan.questionnaires.actions.holding import asked_of
from bihuan.questionnaires.errors import NotAnswerable
from bihuan.questionnaires.forms import CodesForm
from bihuan.questionnaires.models import Questionnaire
from bihuan.questionnaires.presenting import answering_url, burden_of, fields_of, qr
from bihuan.questionnaires.rules.asked import Asked, Given
from bihuan.questionnaires.rules.reading import read_all, typed_of
from bihuan.questionnaires.views.building import address


@login_required
@require_safe
def poster(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Show a sheet to hang up: title, QR code, address."""
    found = questionnaire_for(actor_of(request), questionnaire_id)
    url = answering_url(request, found)
    context = {
        "questionnaire": found,
        "url": url,
        "qr": qr(url, found.title),
        "burden": burden_of(found),
    }
    return render(request, "questionnaires/poster.html", context)


@login_required
@require_safe
def paper(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Show the form to print, to be ticked by pen."""
    found = questionnaire_for(actor_of(request), questionnaire_id)
    context = {"questionnaire": found, "fields": fields_of(found)}
    return render(request, "questionnaires/paper.html", context)


@login_required
@require_POST
@never_cache
def codes(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Make codes and show their slips; whoever leaves the page cannot come back to it."""
    actor = actor_of(request)
    found = questionnaire_for(actor, questionnaire_id)
    actor.require(KEEPS, found.home)
    form = CodesForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(_("一次可印1到500个，请填一个整数。"))
        made = actions.make_codes(
            actor=actor, questionnaire=found, count=form.cleaned_data["count"]
        )
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(address(found))
    slips = [
        {"code": f"{code[:5]} {code[5:]}", "qr": qr(answering_url(request, found, code))}
        for code in made
    ]
    context = {"questionnaire": found, "slips": slips, "url": answering_url(request, found)}
    return render(request, "questionnaires/slips.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Type papers in, one after another, by digits."""
    actor = actor_of(request)
    found = questionnaire_for(actor, questionnaire_id)
    unit = typing_unit(actor, found)
    if unit is None:
        raise NotAllowed(_("您的账号不能录入这份问卷的纸质答卷。"))
    if not found.is_open:
        raise NotAnswerable(_("这份问卷没有开放，不能录入纸质答卷。"))
    if request.method != "POST":
        return _typing_page(request, found, unit)
    asked = [each for _question, each in asked_of(found)]
    given, wrong = read_all(asked, request.POST.getlist, is_paper=True)
    if wrong:
        return _typing_page(request, found, unit, wrong)
    try:
        actions.type_in_paper(actor=actor, questionnaire=found, given=given)
    except Invalid as error:
        return _typing_page(request, found, unit, said=str(error))
    messages.success(request, _taken(asked, given))
    return HttpResponseRedirect(reverse("questionnaires:papers", args=[found.pk]))


def _taken(asked: list[Asked], given: dict[int, Given]) -> str:
    """Return what was taken, so that a slip of the finger is seen while the paper lies there."""
    parts = [f"{each.position}：{typed_of(each, given)[:12] or '空'}" for each in asked]
    return _("已录入一份（%(what)s）。接着录下一份。") % {"what": "，".join(parts)}


def _typing_page(
    request: HttpRequest,
    found: Questionnaire,
    unit: Unit,
    wrong: dict[int, str] | None = None,
    said: str = "",
) -> HttpResponse:
    context = {
        "questionnaire": found,
        "unit": unit,
        "fields": fields_of(found, request.POST.getlist, wrong),
        "wrong": wrong or {},
        "said": said,
        "typed": found.tallies.filter(unit=unit).order_by("-day"),
    }
    return render(
        request, "questionnaires/papers.html", context, status=422 if wrong or said else 200
    )
