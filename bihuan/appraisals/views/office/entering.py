"""Registering a poll, and changing what it is called."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.appraisals.access import RUN, poll_for, units_to_poll
from bihuan.appraisals.actions import change_poll, make_poll
from bihuan.appraisals.actions.stepping import require_state
from bihuan.appraisals.forms.polls import PollForm
from bihuan.appraisals.models import PollState
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@GET_OR_POST
def new(request: HttpRequest) -> HttpResponse:
    """Register a poll; what it asks begins with what its kind asks."""
    actor = actor_of(request)
    actor.require(RUN)
    data = request.POST if request.method == "POST" else None
    form = PollForm(data, list(units_to_poll(actor)))
    if data is not None and form.is_valid():
        try:
            made = make_poll(actor=actor, unit=form.chosen_unit, spec=form.spec())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记，请接着核对测评内容、对象和投票人组。"))
            return HttpResponseRedirect(reverse("appraisals:poll", args=[made.pk]))
    status = 422 if form.errors else 200
    return render(request, "appraisals/office/new.html", {"form": form}, status=status)


@login_required
@GET_OR_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a draft's name, day, meeting, quorum or explanation."""
    actor = actor_of(request)
    found = poll_for(actor, pk)
    actor.require(RUN, found.path)
    require_state(found, PollState.DRAFT)
    data = request.POST if request.method == "POST" else None
    form = PollForm(data, [found.unit], found)
    if data is not None and form.is_valid():
        try:
            change_poll(actor=actor, poll=found, spec=form.spec())
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已更改。"))
            return HttpResponseRedirect(reverse("appraisals:poll", args=[pk]))
    context = {"form": form, "poll": found}
    return render(
        request, "appraisals/office/new.html", context, status=422 if form.errors else 200
    )
