"""The list, one questionnaire, and how it will look to who answers."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import actor_of
from bihuan.questionnaires.access import (
    KEEPS,
    RECORDS,
    SEES,
    homes_to_ask_in,
    may_keep,
    may_see_results,
    questionnaire_for,
    questionnaires_visible_to,
    typing_unit,
)
from bihuan.questionnaires.counting import Counts
from bihuan.questionnaires.forms import CodesForm, DayForm, ReasonForm
from bihuan.questionnaires.models import QuestionKind, Questionnaire
from bihuan.questionnaires.presenting import (
    STATE_TONES,
    answering_path,
    answering_url,
    burden_of,
    fields_of,
    qr,
)


@login_required
@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """List the questionnaires that the actor sees, those being answered first."""
    actor = actor_of(request)
    if not any(actor.may(each) for each in (KEEPS, SEES, RECORDS)):
        raise NotAllowed(_("您的账号没有查看问卷的权限，请与单位的系统管理员联系。"))
    order = ("open", "draft", "closed", "void")
    seen = questionnaires_visible_to(actor).annotate(received=Count("responses"))
    context = {
        "rows": [
            {
                "questionnaire": each,
                "tone": STATE_TONES[each.state],
                "received": each.received,
                "is_overdue": each.is_overdue(clock.today()),
            }
            for each in sorted(seen, key=lambda each: order.index(each.state))
        ],
        "may_ask": bool(homes_to_ask_in(actor)),
    }
    return render(request, "questionnaires/list.html", context)


@login_required
@require_safe
def questionnaire(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Show a draft as it is built; or how an open one fares and what to do with it next."""
    actor = actor_of(request)
    found = questionnaire_for(actor, questionnaire_id)
    keeps = may_keep(actor, found)
    context = {
        "questionnaire": found,
        "tone": STATE_TONES[found.state],
        "keeps": keeps,
        "sees_results": may_see_results(actor, found),
        "burden": burden_of(found),
    }
    if found.is_draft:
        kinds = [(value, label) for value, label in QuestionKind.choices]
        context |= {"fields": fields_of(found), "kinds": kinds, "open_form": DayForm()}
        return render(request, "questionnaires/draft.html", context)
    context |= _running(request, found)
    context["types_for"] = typing_unit(actor, found) if found.is_open else None
    return render(request, "questionnaires/questionnaire.html", context)


def _running(request: HttpRequest, found: Questionnaire) -> dict[str, object]:
    url = answering_url(request, found)
    used = found.codes.filter(is_used=True).count() if found.needs_codes else 0
    return {
        "received": Counts(found).received,
        "smallest": Counts(found).smallest,
        "is_overdue": found.is_overdue(clock.today()),
        "url": url,
        "path": answering_path(found),
        "qr": qr(url, found.title),
        "codes": found.codes.count() if found.needs_codes else 0,
        "codes_used": used,
        "codes_form": CodesForm(),
        "day_form": DayForm(initial={"closes_on": found.closes_on}),
        "reopen_form": DayForm(),
        "void_form": ReasonForm(),
        "tallies": found.tallies.select_related("unit__home").order_by("-day", "unit__path"),
        "passing_on": _passing_on(found, url),
    }


def _passing_on(found: Questionnaire, url: str) -> str:
    """Return the words that go with the link into a chat."""
    burden = burden_of(found)
    said = _("请您填一份问卷：%(title)s。不记姓名，%(n)d题，约%(m)d分钟。\n%(url)s")
    words = {"title": found.title, "n": burden.questions, "m": burden.minutes, "url": url}
    return said % words


@login_required
@require_safe
def preview(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Show the page as who answers will see it; nothing can be sent."""
    actor = actor_of(request)
    found = questionnaire_for(actor, questionnaire_id)
    context = {
        "questionnaire": found,
        "burden": burden_of(found),
        "fields": fields_of(found),
        "is_preview": True,
    }
    return HttpResponse(render_to_string("answering/questionnaire.html", context))
