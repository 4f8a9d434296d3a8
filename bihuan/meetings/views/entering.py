"""Calling a meeting, changing it, recording who came."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.meetings.access import meeting_for, units_to_meet
from bihuan.meetings.actions import call_meeting, change_meeting, hold_meeting
from bihuan.meetings.forms.attendance import ABSENT, AttendanceForm, Offered
from bihuan.meetings.forms.calling import MeetingForm
from bihuan.meetings.kinds import rule_of
from bihuan.meetings.models import Category, Meeting
from bihuan.meetings.pairs import order_in
from bihuan.orgs.access import actor_of
from bihuan.orgs.models import PostKind, PostTerm
from bihuan.orgs.permissions import Permission

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@GET_OR_POST
def new(request: HttpRequest) -> HttpResponse:
    """Call a meeting, or register one that took place; then, if it did, who came."""
    actor = actor_of(request)
    actor.require(Permission.KEEP_MEETINGS)
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(data, list(units_to_meet(actor)))
    if data is not None and form.is_valid():
        try:
            made = call_meeting(actor=actor, spec=form.spec())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            return _called(request, made)
    status = 422 if form.errors else 200
    return render(request, "meetings/new.html", {"form": form}, status=status)


def _called(request: HttpRequest, made: Meeting) -> HttpResponse:
    if made.on <= clock.today():
        messages.success(request, _("已登记，请接着填写到会情况。"))
        return HttpResponseRedirect(reverse("meetings:attendance", args=[made.pk]))
    messages.success(request, _("已登记，开过会后在这里填写到会情况。"))
    return HttpResponseRedirect(reverse("meetings:meeting", args=[made.pk]))


@login_required
@GET_OR_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change day, place, agenda or invited units."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    actor.require(Permission.KEEP_MEETINGS, found.path)
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(data, list(units_to_meet(actor)), found)
    if data is not None and form.is_valid():
        try:
            change_meeting(actor=actor, meeting=found, spec=form.spec())
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已更改。"))
            return HttpResponseRedirect(reverse("meetings:meeting", args=[pk]))
    context = {"form": form, "meeting": found}
    return render(request, "meetings/new.html", context, status=422 if form.errors else 200)


@login_required
@GET_OR_POST
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record who came, or correct it."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    actor.require(Permission.KEEP_MEETINGS, found.path)
    data = request.POST if request.method == "POST" else None
    form = AttendanceForm(data, found, people_offered(found))
    if data is not None and form.is_valid():
        try:
            hold_meeting(actor=actor, meeting=found, counts=form.counts(), named=form.named())
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("到会情况已登记。"))
            return HttpResponseRedirect(reverse("meetings:meeting", args=[pk]))
    context = {"form": form, "meeting": found, "is_to_come": found.on > clock.today()}
    return render(request, "meetings/attendance.html", context, status=422 if form.errors else 200)


def people_offered(meeting: Meeting) -> list[Offered]:
    """Return who is offered by name: the leadership, and station heads who may observe.

    Only for meetings of the leadership; others are counted, not named.
    """
    if rule_of(meeting.kind).counted != Category.LEADERS or not meeting.unit.is_administration:
        return []
    leaders = order_in(meeting.home, meeting.on).leaders
    found = [Offered(leader.person, leader.title) for leader in leaders]
    if not found or meeting.is_life:
        return found
    heads = (
        PostTerm.objects.on(meeting.on)
        .filter(post__home=meeting.home, post__kind=PostKind.STATION_HEAD)
        .select_related("person__unit", "post")
        .order_by("post__sort_order")
    )
    known = {each.person.pk for each in found}
    return found + [
        Offered(term.person, f"{term.person.unit}{term.post.title}", ABSENT)
        for term in heads
        if term.person_id not in known
    ]
