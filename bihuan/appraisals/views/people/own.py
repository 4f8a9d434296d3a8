"""One who is assessed: how the parts come out, points with reasons, views, decisions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.appraisals.access_people import (
    DECIDE,
    RUN,
    assessed_for,
    assessment_for,
    is_self,
    sees_whole,
)
from bihuan.appraisals.actions import add_points, state_view
from bihuan.appraisals.forms.yearly import PointsForm, ViewForm
from bihuan.appraisals.models import AssessedPerson, YearlyAssessment
from bihuan.appraisals.yearly_presenting import lines_of
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor, actor_of


@login_required
@require_safe
def assessed(request: HttpRequest, pk: UUID, assessed_id: UUID) -> HttpResponse:
    """Show one who is assessed."""
    actor = actor_of(request)
    found = assessment_for(actor, pk)
    return _page(request, actor, found, assessed_for(actor, found, assessed_id))


@login_required
@require_POST
def points(request: HttpRequest, pk: UUID, assessed_id: UUID) -> HttpResponse:
    """Enter points of the daily part."""
    actor = actor_of(request)
    found = assessment_for(actor, pk)
    one = assessed_for(actor, found, assessed_id)
    actor.require(DECIDE, found.path)
    form = PointsForm(found.year, request.POST)
    if form.is_valid():
        try:
            add_points(
                actor=actor,
                assessed=one,
                points=form.value(),
                reason=form.cleaned_data["reason"],
                on=form.cleaned_data["on"],
            )
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记。写错的另加一行更正，写明理由。"))
            return _to(pk, assessed_id)
    return _page(request, actor, found, one, status=422, points_form=form)


@login_required
@require_POST
def views(request: HttpRequest, pk: UUID, assessed_id: UUID) -> HttpResponse:
    """Keep what somebody says of their own assessment."""
    actor = actor_of(request)
    found = assessment_for(actor, pk)
    one = assessed_for(actor, found, assessed_id)
    if not _may_state(actor, found, one):
        actor.require(RUN, found.path)
    form = ViewForm(request.POST)
    if form.is_valid():
        try:
            state_view(actor=actor, assessed=one, text=form.cleaned_data["text"])
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("意见已收下，写了就不能改；要补充的，可以再写。"))
            return _to(pk, assessed_id)
    return _page(request, actor, found, one, status=422, view_form=form)


def _may_state(actor: Actor, found: YearlyAssessment, one: AssessedPerson) -> bool:
    return (
        is_self(actor, one.person_id) or actor.may(DECIDE, found.path) or actor.may(RUN, found.path)
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    found: YearlyAssessment,
    one: AssessedPerson,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    own = is_self(actor, one.person_id)
    offered: dict[str, Any] = {}
    if found.is_open and actor.may(DECIDE, found.path) and not own:
        offered["points_form"] = PointsForm(found.year)
    if found.is_open and _may_state(actor, found, one):
        offered["view_form"] = ViewForm()
    (line,) = lines_of(actor, found, one)
    context = {
        "assessment": found,
        "one": one,
        "line": line,
        "rows": list(one.daily_points.all()),
        "views": list(one.views.all()),
        "decisions": list(one.decisions.order_by("-number")),
        "is_own": own,
        "sees_whole": sees_whole(actor, found),
        **offered,
        **forms,
    }
    return render(request, "appraisals/people/assessed.html", context, status=status)


def _to(pk: UUID, assessed_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("appraisals:assessed", args=[pk, assessed_id]))
