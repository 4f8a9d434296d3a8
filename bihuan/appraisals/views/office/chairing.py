"""What the chair does on a poll's page, each by POST: begin, end, seal, publish, void, destroy."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.appraisals.access import CHAIR, poll_for
from bihuan.appraisals.actions import (
    destroy_box,
    end_poll,
    open_poll,
    publish_result,
    seal_box,
    void_poll,
)
from bihuan.appraisals.actions.stepping import require_state
from bihuan.appraisals.forms.chairing import EndForm
from bihuan.appraisals.forms.plain import ReasonForm
from bihuan.appraisals.models import PollState
from bihuan.appraisals.standing import standing_of
from bihuan.appraisals.views.office.one import poll_page
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of


@login_required
@require_POST
def voting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin voting."""
    actor = actor_of(request)
    open_poll(actor=actor, poll=poll_for(actor, pk))
    messages.success(request, _("投票开始。都投完以后，在这里结束投票。"))
    return _back(pk)


@login_required
@require_POST
def ending(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End voting, with how many slips were handed out."""
    actor = actor_of(request)
    found = poll_for(actor, pk)
    actor.require(CHAIR, found.path)
    require_state(found, PollState.OPEN)
    form = EndForm(request.POST, standing_of(found).rows)
    if form.is_valid():
        try:
            ended = end_poll(actor=actor, poll=found, handed_out=form.handed_out())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            said = _("投票结束，票箱已封。请打印封箱记录，监票人当场签名。")
            if ended.state == PollState.ENDED:
                said = _("投票结束。纸质票录完两遍以后，再封箱。")
            messages.success(request, said)
            return _back(pk)
    return poll_page(request, actor, found, status=422, end_form=form)


@login_required
@require_POST
def seal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Seal the box after the paper ballots."""
    actor = actor_of(request)
    seal_box(actor=actor, poll=poll_for(actor, pk))
    messages.success(request, _("票箱已封。请打印封箱记录，监票人当场签名。"))
    return _back(pk)


@login_required
@require_POST
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publish the result; with a reason where nobody opened the box a second time."""
    actor = actor_of(request)
    found = poll_for(actor, pk)
    actor.require(CHAIR, found.path)
    form = ReasonForm(request.POST, prefix="publish")
    if found.is_confirmed or form.is_valid():
        note = "" if found.is_confirmed else form.cleaned_data["reason"]
        publish_result(actor=actor, poll=found, note=note)
        messages.success(request, _("结果已公布。"))
        return _back(pk)
    return poll_page(request, actor, found, status=422, publish_form=form)


@login_required
@require_POST
def voiding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a poll void, with a reason."""
    actor = actor_of(request)
    found = poll_for(actor, pk)
    actor.require(CHAIR, found.path)
    form = ReasonForm(request.POST, prefix="void")
    if form.is_valid():
        void_poll(actor=actor, poll=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("已作废，封存的票没有打开就删除了。"))
        return _back(pk)
    return poll_page(request, actor, found, status=422, void_form=form)


@login_required
@require_POST
def destruction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Destroy the sealed lists once their days are over."""
    actor = actor_of(request)
    destroy_box(actor=actor, poll=poll_for(actor, pk))
    messages.success(request, _("封存的票已销毁，公布清单和回执还在。"))
    return _back(pk)


def _back(pk: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("appraisals:poll", args=[pk]))
