"""Paper ballots: how many were typed in, and the page on which two people do it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.appraisals.access import RUN, poll_for
from bihuan.appraisals.actions import type_paper_ballot
from bihuan.appraisals.actions.paper_ballots import TAG_SIZE
from bihuan.appraisals.actions.voting import CREDENTIAL_SIZE
from bihuan.appraisals.counting import slips_by_group
from bihuan.appraisals.hall_access import paper_slip_of, typists_of
from bihuan.appraisals.papers import paper_of
from bihuan.appraisals.views.hall.live import of_hall
from bihuan.appraisals.views.hall.posted import answered_in_json, body_up_to
from bihuan.appraisals.views.sealing import seals
from bihuan.orgs.access import actor_of


@seals
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@answered_in_json
def paper_ballots(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how many were typed in once and twice; take one as credential, tags, sealed answers."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(RUN, poll.path)
    if request.method != "POST":
        counts = [each for each in slips_by_group(poll) if each.paper]
        context = {
            **of_hall(actor, poll, "paper_ballots"),
            "counts": counts,
            "typists": typists_of(poll),
            "may_type": poll.takes_paper and bool(counts),
        }
        return render(request, "appraisals/paper_ballots.html", context)
    paper = paper_of(poll)
    items = len(paper.said["items"])
    body = body_up_to(request, CREDENTIAL_SIZE + items * (TAG_SIZE + paper.sealed_size))
    credential, rest = body[:CREDENTIAL_SIZE], body[CREDENTIAL_SIZE:]
    slip = paper_slip_of(poll, credential)
    tags = TAG_SIZE * len(paper.items_of(slip.group.number))
    typed = type_paper_ballot(
        actor=actor, poll=poll, credential=credential, tags=rest[:tags], ballot=rest[tags:]
    )
    return JsonResponse({"state": typed.state, "differing": list(typed.differing)})


@login_required
@require_POST
@answered_in_json
def typed_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer the credential of a paper ballot with its paper, and how often it was typed in."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(RUN, poll.path)
    slip = paper_slip_of(poll, body_up_to(request, CREDENTIAL_SIZE))
    is_alike = slip.tags is None and slip.has_ballot  # type: ignore[attr-defined]
    times = 2 if is_alike else int(slip.tags is not None)
    return JsonResponse(
        {
            "paper": poll.paper,
            "group": slip.group.number,
            "is_paper": slip.is_paper,
            "times": times,
            "is_own": slip.typed_by == actor.id,
        }
    )
