"""What is done on a meeting's page, each by POST: points, resolutions, steps, minutes, voiding."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.lib.errors import Conflict, Invalid
from bihuan.meetings.access import meeting_for, resolution_for
from bihuan.meetings.actions import (
    assign_resolution,
    call_again,
    draft_meeting_minutes,
    mark_step,
    note_points,
    record_resolution,
    void_meeting,
    void_resolution,
)
from bihuan.meetings.forms.outcomes import (
    AssignForm,
    PointsForm,
    ResolutionForm,
    StepForm,
    units_to_resolve,
)
from bihuan.meetings.forms.plain import DayForm, ReasonForm
from bihuan.meetings.kinds import rule_of
from bihuan.meetings.sequences import step_of
from bihuan.meetings.views.one import meeting_page
from bihuan.orgs.access import actor_of
from bihuan.orgs.permissions import Permission


@login_required
@require_POST
def points(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record what was raised, one opinion a line."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    actor.require(Permission.KEEP_MEETINGS, found.path)
    form = PointsForm(request.POST)
    if form.is_valid():
        lines, given = form.points(), form.cleaned_data
        try:
            made = note_points(
                actor=actor,
                meeting=found,
                lines=lines,
                giver=given["giver"],
                target=given["target"],
            )
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            said = _("已登记%(n)d条意见。") % {"n": len(made)}
            if len(made) < len(lines):
                said += _("有%(n)d条已经登记过，没有重复登记。") % {"n": len(lines) - len(made)}
            messages.success(request, said)
            return _back(pk, "points")
    return meeting_page(request, actor, found, status=422, points_form=form)


@login_required
@require_POST
def resolutions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record one resolution."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    actor.require(Permission.KEEP_MEETINGS, found.path)
    may_assign = actor.may(Permission.ASSIGN_TASKS, found.home)
    label = rule_of(found.kind).outcome
    form = ResolutionForm(request.POST, units_to_resolve(found), label, may_assign=may_assign)
    if form.is_valid():
        try:
            made = record_resolution(actor=actor, meeting=found, spec=form.spec())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记，并交办为任务。") if made.task else _("已登记。"))
            return _back(pk, "resolutions")
    return meeting_page(request, actor, found, status=422, resolution_form=form)


@login_required
@require_POST
def assignment(request: HttpRequest, pk: UUID, resolution_id: UUID) -> HttpResponse:
    """Assign the task of a resolution."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    actor.require(Permission.KEEP_MEETINGS, found.path)
    one = resolution_for(actor, found, resolution_id)
    form = AssignForm(request.POST, units_to_resolve(found))
    if not form.is_valid():
        said = next(iter(form.errors.values()))[0]
        messages.error(request, str(said))
        return _back(pk, "resolutions")
    given = form.cleaned_data
    assign_resolution(actor=actor, resolution=one, unit=given["unit"], due_on=given["due_on"])
    messages.success(request, _("已交办为任务。"))
    return _back(pk, "resolutions")


@login_required
@require_POST
def withdrawal(request: HttpRequest, pk: UUID, resolution_id: UUID) -> HttpResponse:
    """Withdraw a resolution with a reason."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    actor.require(Permission.KEEP_MEETINGS, found.path)
    one = resolution_for(actor, found, resolution_id)
    void_resolution(actor=actor, resolution=one, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤回。"))
    return _back(pk, "resolutions")


@login_required
@require_POST
def step(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Mark a step of the sequence as done, or as not done after all."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    known = step_of(found.kind, code)
    if known is None:
        raise Http404
    actor.require(Permission.KEEP_MEETINGS, found.path)
    form = StepForm(request.POST, known)
    if form.is_valid():
        given = form.cleaned_data
        done_on = None if request.POST.get("undo") else given["done_on"]
        try:
            mark_step(
                actor=actor,
                meeting=found,
                code=code,
                done_on=done_on,
                count=given.get("count"),
                out_of=given.get("out_of"),
            )
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记“%(step)s”。") % {"step": known.label})
            return _back(pk, "sequence")
    return meeting_page(request, actor, found, status=422, step_form=form)


@login_required
@require_POST
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draft the minutes, and open them."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    document = draft_meeting_minutes(actor=actor, meeting=found)
    messages.success(request, _("纪要已按会议登记起草，请核对修改。"))
    return HttpResponseRedirect(reverse("documents:document", args=[document.pk]))


@login_required
@require_POST
def another(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call a meeting anew that had no quorum."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    actor.require(Permission.KEEP_MEETINGS, found.path)
    form = DayForm(request.POST, prefix="another")
    if form.is_valid():
        try:
            made = call_again(actor=actor, meeting=found, on=form.cleaned_data["on"])
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已另行召开，请到会后登记。"))
            return _back(made.pk)
    return meeting_page(request, actor, found, status=422, another_form=form)


@login_required
@require_POST
def voiding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a meeting void."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    actor.require(Permission.KEEP_MEETINGS, found.path)
    form = ReasonForm(request.POST, prefix="void")
    if form.is_valid():
        try:
            void_meeting(actor=actor, meeting=found, reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已作废。"))
            return _back(pk)
    return meeting_page(request, actor, found, status=422, void_form=form)


def _back(pk: UUID, part: str = "") -> HttpResponseRedirect:
    url = reverse("meetings:meeting", args=[pk])
    return HttpResponseRedirect(f"{url}#{part}" if part else url)
