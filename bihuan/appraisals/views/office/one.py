"""The page of one poll: where it stands, the one next thing, and what the chair does."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.appraisals.access import CHAIR, RUN, poll_for, sees_result
from bihuan.appraisals.actions import keep_until
from bihuan.appraisals.forms.chairing import EndForm
from bihuan.appraisals.forms.plain import ReasonForm
from bihuan.appraisals.linking import page_of
from bihuan.appraisals.listing import TONES
from bihuan.appraisals.models import Poll, PollState, PollStepKind
from bihuan.appraisals.reading import asked_of, events_of
from bihuan.appraisals.standing import (
    Standing,
    destroy_from,
    next_thing,
    said_of_tellers,
    stages_of,
    standing_of,
)
from bihuan.orgs.access import Actor, actor_of

MOST_NAMED = 80


@login_required
@require_safe
def poll(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one poll."""
    actor = actor_of(request)
    return poll_page(request, actor, poll_for(actor, pk))


def poll_page(
    request: HttpRequest, actor: Actor, found: Poll, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """Render a poll's page; `forms` are those that came back with errors."""
    standing = standing_of(found)
    tellers = list(found.tellers.all())
    steps = list(found.steps.order_by("-at", "-pk"))
    runs, chairs = actor.may(RUN, found.path), actor.may(CHAIR, found.path)
    context = {
        "poll": found,
        "tone": TONES[found.state],
        "stages": stages_of(found),
        "next": next_thing(actor, found, standing),
        "standing": standing,
        "candidates": standing.candidates[:MOST_NAMED],
        **_asked(found),
        "tellers": tellers,
        "said_of_tellers": said_of_tellers(found.needed, len(tellers)) if tellers else "",
        "events": events_of(steps),
        "sees_result": sees_result(actor, found),
        "runs": runs,
        "chairs": chairs,
        "links": _links(found) if runs else {},
        **(_chairing(found, standing, steps) if chairs else {}),
        **forms,
    }
    return render(request, "appraisals/office/poll.html", context, status=status)


def _asked(found: Poll) -> dict[str, Any]:
    """Return what is asked; how it is answered stands once where it is the same for all."""
    asked = asked_of(found)
    ways = {how for _label, how in asked}
    return {"questions": asked, "answered": ways.pop() if len(ways) == 1 else ""}


def _links(found: Poll) -> dict[str, str]:
    """Return the addresses of the hall's pages that exist and may be of use as the poll stands."""
    pages = {
        PollState.KEYED: ("slips", "paper_slips", "door"),
        PollState.OPEN: ("slips", "paper_slips", "door", "paper_ballots"),
        PollState.ENDED: ("paper_ballots",),
        PollState.SEALED: ("opening",),
        PollState.COUNTED: ("verification",),
        PollState.PUBLISHED: ("verification",),
    }
    return {name: page_of(name, found.pk) for name in pages.get(PollState(found.state), ())}


def _chairing(found: Poll, standing: Standing, steps: list[Any]) -> dict[str, Any]:
    """Return the forms of what the chair may do as the poll stands."""
    state = found.state
    made: dict[str, Any] = {}
    if state == PollState.OPEN:
        made["end_form"] = EndForm(None, standing.rows)
    if state == PollState.COUNTED and not found.is_confirmed:
        made["publish_form"] = ReasonForm(prefix="publish")
    if state not in (PollState.PUBLISHED, PollState.VOID):
        made["void_form"] = ReasonForm(prefix="void")
    destroyed = any(step.kind == PollStepKind.DESTROY for step in steps)
    if state == PollState.PUBLISHED and not destroyed:
        made["kept"] = destroy_from(keep_until(found))
        made["may_destroy"] = not made["kept"]
    return made
