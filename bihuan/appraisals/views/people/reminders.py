"""Talks that were decided on: the list, one talk, and what is done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.appraisals.access_people import (
    DECIDE,
    decides,
    is_recorder,
    is_self,
    people_to_talk_with,
    person_of,
    poll_named,
    polls_as_fact,
    recorders_for,
    talk_for,
    talks_visible_to,
)
from bihuan.appraisals.actions import (
    conclude_talk,
    decide_talk,
    hold_talk,
    name_recorder,
    reply_to_talk,
    withdraw_talk,
)
from bihuan.appraisals.forms.talks import (
    REPLIED,
    ConclusionForm,
    HoldForm,
    PeopleReasonForm,
    RecorderForm,
    ReplyForm,
    TalkFilterForm,
    TalkForm,
)
from bihuan.appraisals.models import ReminderStepKind, ReminderTalk, TalkState
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor, actor_of
from bihuan.ui.history import Event

PAGE, MOST_POLLS = 50, 30
TONES = {
    TalkState.DECIDED: "info",
    TalkState.HELD: "warn",
    TalkState.ENDED: "good",
    TalkState.WITHDRAWN: "plain",
}
ICONS = {
    ReminderStepKind.DECIDE: "flag",
    ReminderStepKind.RECORDER: "user",
    ReminderStepKind.HOLD: "users",
    ReminderStepKind.REPLY: "inbox",
    ReminderStepKind.CONCLUDE: "check",
    ReminderStepKind.WITHDRAW: "ban",
}


@login_required
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """List the talks that one decides on, writes down, or is concerned by, newest first."""
    actor = actor_of(request)
    rows = talks_visible_to(actor)
    if person_of(actor) is None and not rows.exists():
        actor.require(DECIDE)
    form = TalkFilterForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    if state:
        rows = rows.filter(Q(reply_waits=True) if state == REPLIED else Q(state=state))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "lines": [(talk, TONES[TalkState(talk.state)]) for talk in page],
        "page": page,
        "is_narrowed": bool(state),
        "may_decide": actor.may(DECIDE),
        **_paging(page, state),
    }
    return render(request, "appraisals/people/reminders.html", context)


def _paging(page: Page[ReminderTalk], state: str) -> dict[str, str]:
    asked = f"&state={state}" if state else ""
    return {
        "next_url": f"?page={page.next_page_number()}{asked}" if page.has_next() else "",
        "previous_url": f"?page={page.previous_page_number()}{asked}"
        if page.has_previous()
        else "",
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_new(request: HttpRequest) -> HttpResponse:
    """Decide on a talk with somebody."""
    actor = actor_of(request)
    actor.require(DECIDE)
    data = request.POST if request.method == "POST" else None
    paths = actor.paths(DECIDE)
    polls = [poll for path in paths for poll in polls_as_fact(actor, path)[:MOST_POLLS]]
    recorders = [one for path in paths for one in recorders_for(path)]
    form = TalkForm(data, people_to_talk_with(actor), polls, recorders)
    if data is not None and form.is_valid():
        try:
            made = decide_talk(actor=actor, person=form.person_chosen(), spec=form.spec())
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记。谈过以后在这里登记日期和谈话人。"))
            return HttpResponseRedirect(reverse("appraisals:reminder", args=[made.pk]))
    status = 422 if form.errors else 200
    return render(request, "appraisals/people/reminder_new.html", {"form": form}, status=status)


@login_required
@require_safe
def reminder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one talk."""
    actor = actor_of(request)
    return _page(request, actor, talk_for(actor, pk))


@login_required
@require_POST
def holding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that it was held."""
    form = HoldForm(request.POST)
    return _do(
        request,
        pk,
        "hold_form",
        form,
        lambda actor, talk: hold_talk(
            actor=actor, talk=talk, on=form.cleaned_data["on"], by=form.cleaned_data["by"]
        ),
        _("已登记谈话，本人可以写说明。"),
    )


@login_required
@require_POST
def replies(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what the person says to it."""
    actor = actor_of(request)
    form = ReplyForm(request.POST, is_own=is_self(actor, talk_for(actor, pk).person_id))
    return _do(
        request,
        pk,
        "reply_form",
        form,
        lambda actor, talk: reply_to_talk(actor=actor, talk=talk, **form.cleaned_data),
        _("说明已收下，写了就不能改；要补充的，可以再写一份。"),
    )


@login_required
@require_POST
def conclusion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a talk with a conclusion."""
    form = ConclusionForm(request.POST, prefix="conclude")
    return _do(
        request,
        pk,
        "conclusion_form",
        form,
        lambda actor, talk: conclude_talk(actor=actor, talk=talk, **form.cleaned_data),
        _("已作结论。"),
    )


@login_required
@require_POST
def recorder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name who writes it down."""
    actor = actor_of(request)
    talk = talk_for(actor, pk)
    form = RecorderForm(request.POST, list(recorders_for(talk.path)))
    return _do(
        request,
        pk,
        "recorder_form",
        form,
        lambda actor, talk: name_recorder(actor=actor, talk=talk, recorder=form.chosen()),
        _("已更改记录人。"),
    )


@login_required
@require_POST
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw a talk."""
    form = PeopleReasonForm(request.POST, prefix="withdraw")
    return _do(
        request,
        pk,
        "withdraw_form",
        form,
        lambda actor, talk: withdraw_talk(actor=actor, talk=talk, **form.cleaned_data),
        _("已撤回。"),
    )


def _do(
    request: HttpRequest,
    pk: UUID,
    name: str,
    form: Any,
    act: Callable[[Actor, ReminderTalk], object],
    said: str,
) -> HttpResponse:
    """Act with a form and lead back to the talk; a form with faults comes back on its page."""
    actor = actor_of(request)
    talk = talk_for(actor, pk)
    if form.is_valid():
        try:
            act(actor, talk)
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("appraisals:reminder", args=[pk]))
    elif not decides(actor, talk) and name not in ("hold_form", "reply_form"):
        actor.require(DECIDE, talk.path)
    return _page(request, actor, talk, status=422, **{name: form})


def _page(
    request: HttpRequest, actor: Actor, talk: ReminderTalk, *, status: int = 200, **forms: Any
) -> HttpResponse:
    context = {
        "talk": talk,
        "tone": TONES[TalkState(talk.state)],
        "poll": poll_named(talk.poll_id),
        "replies": list(talk.replies.all()),
        "events": _events(talk),
        "is_own": is_self(actor, talk.person_id),
        **_doings(actor, talk),
        **forms,
    }
    return render(request, "appraisals/people/reminder.html", context, status=status)


def _doings(actor: Actor, talk: ReminderTalk) -> dict[str, Any]:
    """Return the forms of what the actor may do with a talk now."""
    leads, own = decides(actor, talk), is_self(actor, talk.person_id)
    records = leads or is_recorder(actor, talk)
    found: dict[str, Any] = {}
    if records and talk.may_be_held:
        found["hold_form"] = HoldForm()
    if (records or own) and not talk.is_withdrawn:
        found["reply_form"] = ReplyForm(is_own=own)
    if leads and talk.may_be_ended:
        found["conclusion_form"] = ConclusionForm(prefix="conclude")
    if leads and talk.state in (TalkState.DECIDED, TalkState.HELD):
        found["withdraw_form"] = PeopleReasonForm(prefix="withdraw")
        known = list(recorders_for(talk.path))
        found["recorder_form"] = RecorderForm(None, known, talk.recorder_id)
    return found


def _events(talk: ReminderTalk) -> list[Event]:
    return [
        Event(
            what=step.get_kind_display(),
            who=step.by_name,
            at=step.at,
            note=step.note,
            icon=ICONS[ReminderStepKind(step.kind)],
            tone="bad" if step.kind == ReminderStepKind.WITHDRAW else "plain",
        )
        for step in talk.steps.order_by("-at", "-pk")
    ]
