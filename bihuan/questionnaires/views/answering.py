"""What a resident opens: no log-in, no cookie, nothing that tells one visit from another.

Without a cookie no form can act in somebody's name, so Django's token against forged forms would
protect nothing; a form that another site sends is refused all the same. Templates are drawn without
the request: nothing of a session or an account can reach them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.lib import clock
from bihuan.lib.errors import DomainError, Invalid
from bihuan.orgs.access import Actor
from bihuan.questionnaires import limiting
from bihuan.questionnaires.access import questionnaire_of_slug
from bihuan.questionnaires.actions import submit_answers
from bihuan.questionnaires.actions.holding import asked_of
from bihuan.questionnaires.errors import CodeNotGood, NotAnswerable
from bihuan.questionnaires.models import Questionnaire
from bihuan.questionnaires.presenting import burden_of, fields_of
from bihuan.questionnaires.rules.reading import read_all


def for_residents(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view that keeps nothing and turns errors into friendly pages."""

    @csrf_exempt
    @wraps(view)
    def run(request: HttpRequest, slug: str, **given: Any) -> HttpResponse:
        try:
            if request.method == "POST":
                _read_whole(request)
            response = view(request, slug, **given)
        except DomainError as error:
            response = _said(error.message, error.http_status)
        response["Cache-Control"] = "no-store"
        return response

    return run


@for_residents
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a questionnaire that may be answered now, and take a response."""
    found = questionnaire_of_slug(slug)
    if found is None or not found.is_answerable(clock.today()):
        return _gone(found)
    if request.method != "POST":
        return _form(request, found)
    limiting.check(request, "answer")
    given, wrong = read_all([asked for _q, asked in asked_of(found)], request.POST.getlist)
    if wrong:
        return _form(request, found, wrong=wrong)
    code = request.POST.get("code", "")[:40]
    try:
        submit_answers(
            actor=Actor.resident(found.home), questionnaire=found, given=given, code=code
        )
    except NotAnswerable:
        return _gone(found)
    except CodeNotGood as error:
        limiting.check(request, "code")
        return _form(request, found, code_error=str(error))
    except Invalid as error:
        return _form(request, found, said=str(error))
    return HttpResponseRedirect(_address(request, "thanks", slug))


@for_residents
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that it has come."""
    found = questionnaire_of_slug(slug)
    if found is None or found.opens_on is None:
        return _gone(None)
    context = {"questionnaire": found, "again_url": _address(request, "questionnaire", slug)}
    return HttpResponse(render_to_string("answering/thanks.html", context))


def _form(
    request: HttpRequest,
    found: Questionnaire,
    *,
    wrong: dict[int, str] | None = None,
    code_error: str = "",
    said: str = "",
) -> HttpResponse:
    context = {
        "questionnaire": found,
        "burden": burden_of(found),
        "fields": fields_of(found, request.POST.getlist, wrong),
        "wrong": wrong or {},
        "code": request.POST.get("code", "")[:40],
        "code_error": code_error,
        "said": said,
    }
    status = 422 if wrong or code_error or said else 200
    return HttpResponse(render_to_string("answering/questionnaire.html", context), status=status)


def _gone(found: Questionnaire | None) -> HttpResponse:
    """Say why nothing can be answered; of a draft or a void one nothing is said."""
    today = clock.today()
    if found is None or found.opens_on is None:
        said = _("没有这份问卷。请核对网址或二维码。")
    elif found.is_open and found.opens_on > today:
        said = _("这份问卷还没有开始，请过几天再来。")
    else:
        said = _("这份问卷已经结束，谢谢您的关心。")
    status = 404 if found is None or found.opens_on is None else 410
    return _said(said, status)


def _said(said: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string("answering/said.html", {"said": said}), status=status)


def _read_whole(request: HttpRequest) -> None:
    """Read the form; raises Invalid for what is too large, broken, or sent from another site."""
    sender = urlsplit(request.headers.get("Origin", "")).netloc
    elsewhere = request.headers.get("Sec-Fetch-Site") == "cross-site"
    if elsewhere or (sender and sender != request.get_host()):
        raise Invalid(_("这份答卷不是从本页面提交的，没有收下。请打开本页面重新填写。"))
    try:
        request.POST  # noqa: B018 (reading it is what may fail)
    except (RequestDataTooBig, SuspiciousOperation) as error:
        raise Invalid(_("浏览器发来的内容太多或不完整，没有收下。请返回重新提交。")) from error


def _address(request: HttpRequest, name: str, slug: str) -> str:
    """Return an address beside this one, wherever these pages are mounted."""
    match = request.resolver_match
    space = match.namespace if match else "answering"
    return reverse(f"{space}:{name}", kwargs={"slug": slug})
