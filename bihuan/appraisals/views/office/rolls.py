"""Who is on the roll, how many should come and came: before and while voting goes on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.appraisals.access import RUN, poll_for
from bihuan.appraisals.actions import set_counts, set_present, set_roll
from bihuan.appraisals.actions.chairing import BEFORE_ENDING
from bihuan.appraisals.actions.stepping import require_state
from bihuan.appraisals.forms.people import PeopleForm
from bihuan.appraisals.forms.preparing import lines_of, whole
from bihuan.appraisals.models import Poll, PollState, RollLine, VoterGroup
from bihuan.appraisals.views.office.entering import GET_OR_POST
from bihuan.lib.errors import Conflict, Invalid
from bihuan.meetings.models import Attendance, Category
from bihuan.orgs.access import Actor, actor_of

BEFORE_VOTING = (PollState.DRAFT, PollState.KEYED)


def roll_poll_for(actor: Actor, pk: UUID, *states: PollState) -> Poll:
    """Return a poll whose roll an actor keeps; raises NoSuchPoll, NotAllowed, NotNow."""
    found = poll_for(actor, pk)
    actor.require(RUN, found.path)
    require_state(found, *states)
    return found


@login_required
@GET_OR_POST
def roll(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the counts of all groups and the roll of one; set that roll, one name a line."""
    actor = actor_of(request)
    if request.method != "POST":
        return _page(request, roll_poll_for(actor, pk, *BEFORE_ENDING))
    found = roll_poll_for(actor, pk, *BEFORE_VOTING)
    group = _group(found, request.POST.get("group", ""))
    text = request.POST.get("names", "")
    try:
        set_roll(actor=actor, poll=found, group=group, labels=lines_of(text))
    except Invalid as refused:
        return _page(request, found, error=refused.message, names=text)
    messages.success(request, _("“%(group)s”的签到名单已保存。") % {"group": group.label})
    return _back(pk, group)


@login_required
@require_POST
def roll_people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add to a group's roll the people who hold some posts; who stands there stays."""
    actor = actor_of(request)
    found = roll_poll_for(actor, pk, *BEFORE_VOTING)
    group = _group(found, request.POST.get("group", ""))
    form = PeopleForm(request.POST, found)
    if not form.is_valid():
        return _page(request, found, people_form=form, status=422)
    kept = list(RollLine.objects.filter(group=group).values_list("label", flat=True))
    more = [held.label[:40] for held in form.people()]
    more = [label for label in more if label not in kept]
    if not more:
        form.add_error(None, _("没有新的人：这些职务没有人担任，或者都已列上。请换单位或职务。"))
        return _page(request, found, people_form=form, status=422)
    set_roll(actor=actor, poll=found, group=group, labels=[*kept, *more])
    messages.success(request, _("已添加%(n)d人。") % {"n": len(more)})
    return _back(pk, group)


@login_required
@require_POST
def counts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record how many of each group should come and have come, as typed."""
    actor = actor_of(request)
    found = roll_poll_for(actor, pk, *BEFORE_ENDING)
    groups = list(VoterGroup.objects.filter(poll=found))
    try:
        typed = {group.number: _typed(request.POST, group) for group in groups}
        if found.state == PollState.OPEN:
            present = {number: came for number, (_should, came) in typed.items()}
            set_present(actor=actor, poll=found, present=present)
        else:
            set_counts(actor=actor, poll=found, counts=typed)
    except Invalid as refused:
        return _page(request, found, error=refused.message)
    messages.success(request, _("应到、实到人数已登记。"))
    return _back(pk)


@login_required
@require_POST
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take how many should come and came from the attendance of the poll's meeting."""
    actor = actor_of(request)
    found = roll_poll_for(actor, pk, *BEFORE_VOTING)
    came = _attendance(found)
    taken: dict[int, tuple[int, int]] = {}
    for group in VoterGroup.objects.filter(poll=found):
        chosen = [c for c in request.POST.getlist(f"category_{group.number}") if c in came]
        if chosen:
            should, present = (sum(came[code][at] for code in chosen) for at in (0, 1))
            taken[group.number] = (should, present)
    try:
        if not taken:
            raise Invalid(_("没有选哪一类人算哪一组，请至少为一组选一类。"))
        set_counts(actor=actor, poll=found, counts=taken)
    except Invalid as refused:
        return _page(request, found, error=refused.message)
    messages.success(request, _("已按会议到会填写应到、实到。"))
    return _back(pk)


def _typed(data: Any, group: VoterGroup) -> tuple[int, int]:
    said = {"group": group.label}
    should = data.get(f"should_{group.number}", str(group.should))
    present = data.get(f"present_{group.number}", "")
    return (
        whole(should, _("“%(group)s”的应到人数") % said),
        whole(present, _("“%(group)s”的实到人数") % said),
    )


def _group(found: Poll, number: str) -> VoterGroup:
    rows = VoterGroup.objects.filter(poll=found)
    group = rows.filter(number=number).first() if number.isdecimal() else None
    if group is None:
        raise Conflict(_("没有这个投票人组，请刷新页面再看。"))
    return group


def _attendance(found: Poll) -> dict[str, tuple[int, int]]:
    """Return how many of each category should come and came to the poll's meeting."""
    if found.meeting_id is None:
        return {}
    rows = Attendance.objects.filter(meeting=found.meeting_id, should__gt=0)
    return {row.category: (row.should, row.came) for row in rows}


def _page(
    request: HttpRequest, found: Poll, *, error: str = "", status: int = 200, **given: Any
) -> HttpResponse:
    groups = list(VoterGroup.objects.filter(poll=found).annotate(names=Count("roll")))
    asked = request.POST.get("group") or request.GET.get("group", "")
    shown = next((group for group in groups if str(group.number) == asked), None)
    shown = shown or next(iter(groups), None)
    names = ""
    if shown is not None and shown.names:
        names = "\n".join(RollLine.objects.filter(group=shown).values_list("label", flat=True))
    came = _attendance(found)
    context = {
        "poll": found,
        "groups": groups,
        "group": shown,
        "names": names,
        "before_voting": found.state in BEFORE_VOTING,
        "categories": [
            (code, Category(code).label, should, present)
            for code, (should, present) in came.items()
        ],
        "people_form": PeopleForm(None, found),
        "error": error,
        **given,
    }
    page = "appraisals/office/roll.html"
    return render(request, page, context, status=422 if error else status)


def _back(pk: UUID, group: VoterGroup | None = None) -> HttpResponseRedirect:
    url = reverse("appraisals:roll", args=[pk])
    return HttpResponseRedirect(f"{url}?group={group.number}#roll" if group else url)
