"""What is done to a questionnaire: by POST, then back to its page."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of
from bihuan.questionnaires import actions
from bihuan.questionnaires.access import questionnaire_for
from bihuan.questionnaires.forms import DayForm
from bihuan.questionnaires.views.building import address


def _done(
    request: HttpRequest,
    questionnaire_id: UUID,
    act: Callable[..., Any],
    said: str,
    **given: Any,
) -> HttpResponse:
    """Do one thing to a questionnaire and lead to its page; what is refused is said there."""
    actor = actor_of(request)
    found = questionnaire_for(actor, questionnaire_id)
    try:
        made = act(actor=actor, questionnaire=found, **given)
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
        made = found
    else:
        messages.success(request, said)
    return HttpResponseRedirect(address(made))


def _day(request: HttpRequest) -> dt.date | None:
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("截止日期请写成 2026-03-01 的样子，或者不填。"))
    day: dt.date | None = form.cleaned_data["closes_on"]
    return day


@login_required
@require_POST
def opening(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Let a draft be answered."""
    said = _("问卷已开放。把链接、二维码或纸质问卷发出去即可。")
    act = actions.open_questionnaire
    return _done(request, questionnaire_id, act, said, closes_on=_day(request))


@login_required
@require_POST
def taking_back(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Make one that nobody has answered a draft again."""
    said = _("已收回，可以接着改题。")
    return _done(request, questionnaire_id, actions.take_back_questionnaire, said)


@login_required
@require_POST
def last_day(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Change the last day."""
    said, act = _("截止日期已改。"), actions.extend_questionnaire
    return _done(request, questionnaire_id, act, said, closes_on=_day(request))


@login_required
@require_POST
def closing(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Take no more answers."""
    said = _("问卷已结束，收到的答卷全部计入结果。")
    return _done(request, questionnaire_id, actions.close_questionnaire, said)


@login_required
@require_POST
def reopening(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Take answers again."""
    said, act = _("问卷已重新开放。"), actions.reopen_questionnaire
    return _done(request, questionnaire_id, act, said, closes_on=_day(request))


@login_required
@require_POST
def void(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Make a questionnaire void, with a reason."""
    reason, said = request.POST.get("reason", ""), _("问卷已作废，不再计入任何数据。")
    return _done(request, questionnaire_id, actions.void_questionnaire, said, reason=reason)


@login_required
@require_POST
def copy(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Begin a new edition."""
    said = _("已复制成一份新的问卷，可以改题；原来的不变。")
    return _done(request, questionnaire_id, actions.copy_questionnaire, said)
