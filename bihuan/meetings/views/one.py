"""The page of one meeting, and its record to be printed."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.lib import clock
from bihuan.meetings.access import keeps, meeting_for
from bihuan.meetings.forms.outcomes import (
    PointsForm,
    ResolutionForm,
    StepForm,
    units_to_resolve,
)
from bihuan.meetings.forms.plain import DayForm, ReasonForm
from bihuan.meetings.kinds import rule_of
from bihuan.meetings.listing import TONES
from bihuan.meetings.models import Meeting, MeetingState
from bihuan.meetings.reading import (
    events_of,
    outcomes_of,
    people_of,
    points_of,
    sequence_of,
)
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one meeting."""
    actor = actor_of(request)
    return meeting_page(request, actor, meeting_for(actor, pk))


@login_required
@require_safe
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the record (会议记录) of a meeting, to be printed."""
    actor = actor_of(request)
    found = meeting_for(actor, pk)
    context = {
        "meeting": found,
        "people": people_of(found),
        "outcomes": outcomes_of(found),
        "points": points_of(actor, found),
        "outcome": rule_of(found.kind).outcome,
        "agenda": [line for line in found.agenda.splitlines() if line.strip()],
    }
    return render(request, "meetings/record.html", context)


def meeting_page(
    request: HttpRequest,
    actor: Actor,
    found: Meeting,
    *,
    status: int = 200,
    step_form: StepForm | None = None,
    **forms: Any,
) -> HttpResponse:
    """Render a meeting's page; `forms` and `step_form` are those that came back with errors."""
    outcomes = outcomes_of(found)
    context = {
        "meeting": found,
        "tone": TONES[MeetingState(found.state)],
        "people": people_of(found),
        "outcomes": outcomes,
        "sequence": sequence_of(actor, found, outcomes, step_form),
        "points": points_of(actor, found),
        "events": events_of(found),
        "invited": _invited(found),
        "again": found.called_again.exclude(state=MeetingState.VOID).first()
        if found.is_quorate is False
        else None,
        "rule": rule_of(found.kind),
        "days_left": (found.on - clock.today()).days,
        **_doings(actor, found),
        **forms,
    }
    return render(request, "meetings/meeting.html", context, status=status)


def _invited(found: Meeting) -> list[Unit]:
    """Return the units that were invited; to a life meeting none is."""
    if found.is_life:
        return []
    invited = found.invitations.filter(withdrawn_at=None).values("unit_id")
    return list(Unit.objects.filter(pk__in=invited).order_by("path"))


def _doings(actor: Actor, found: Meeting) -> dict[str, Any]:
    """Return what the actor may do with a meeting, and the forms for it."""
    may_keep = keeps(actor, found)
    may_assign = actor.may(Permission.ASSIGN_TASKS, found.home)
    units = units_to_resolve(found)
    resolves = may_keep and found.may_resolve
    resolution_form = ResolutionForm(
        None, units, rule_of(found.kind).outcome, may_assign=may_assign
    )
    return {
        "may_keep": may_keep,
        "may_assign": may_assign and may_keep,
        "resolution_form": resolution_form if resolves else None,
        "units": list(units.select_related("parent")[:500]) if resolves else [],
        "points_form": PointsForm()
        if may_keep and found.is_held and rule_of(found.kind).channel
        else None,
        "void_form": ReasonForm(prefix="void") if may_keep else None,
        "another_form": DayForm(prefix="another", initial={"on": clock.today()}),
        "may_draft": may_keep
        and found.is_held
        and not found.is_life
        and found.is_quorate is not False
        and actor.may(Permission.DRAFT_DOCUMENTS, found.home),
    }
