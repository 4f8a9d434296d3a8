"""Slips: registered by what is kept of them, printed by the browser that made them, made void."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.appraisals.access import RUN, group_of, poll_for
from bihuan.appraisals.actions import register_slips, spoil_slips
from bihuan.appraisals.actions.keying import KEPT_SIZE, MOST_AT_ONCE
from bihuan.appraisals.counting import GroupCount, slips_by_group
from bihuan.appraisals.models import PollState
from bihuan.appraisals.papers import paper_of
from bihuan.appraisals.presenting import printed_papers
from bihuan.appraisals.views.hall.live import of_hall
from bihuan.appraisals.views.hall.posted import answered_in_json, bytes_of, json_up_to, whole_of
from bihuan.appraisals.views.sealing import seals
from bihuan.appraisals.voters import voters_url
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import actor_of

LONGEST = 256 * 1024
PAPERS = 10  # paper ballots that are offered to be made at once
SPARE = 10  # per cent more slips than voters, for those that are lost or spoilt
PRINTING = (PollState.KEYED, PollState.OPEN)


@seals
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@answered_in_json
def slips(request: HttpRequest, pk: UUID, *, is_paper: bool = False) -> HttpResponse:
    """Show how many slips each group has; register those that the page has just made.

    With `is_paper` they are paper ballots, printed whole.
    """
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(RUN, poll.path)
    if request.method == "POST":
        said = json_up_to(request, LONGEST)
        group = group_of(poll, whole_of(said.get("group")))
        made = register_slips(
            actor=actor, poll=poll, group=group, kept=_kept(said), is_paper=is_paper
        )
        return JsonResponse({"made": made})
    counts = slips_by_group(poll)
    may_print = poll.state in PRINTING
    context = {
        **of_hall(actor, poll, "slips"),
        "lines": [(each, PAPERS if is_paper else _wanted(each)) for each in counts],
        "may_print": may_print,
        "most": MOST_AT_ONCE,
        "voters_url": voters_url(request, poll),
        "is_paper": is_paper,
        "papers": printed_papers(paper_of(poll)) if is_paper and may_print else (),
        "register_url": request.path,
    }
    return render(request, "appraisals/slips.html", context)


@login_required
@require_POST
@answered_in_json
def spoilt_slips(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make slips void that were left over or lost, by what is kept of them."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(RUN, poll.path)
    said = json_up_to(request, LONGEST)
    group = group_of(poll, whole_of(said.get("group")))
    spoilt = spoil_slips(actor=actor, poll=poll, group=group, kept=_kept(said))
    return JsonResponse({"spoilt": spoilt})


def _wanted(count: GroupCount) -> int:
    """Return how many slips to make: those there should be and a tenth more, without those made."""
    should = count.group.should
    return min(max(should + -(-should * SPARE // 100) - count.made, 1), MOST_AT_ONCE)


def _kept(said: Mapping[str, Any]) -> list[bytes]:
    given = said.get("kept")
    if not isinstance(given, list):
        raise Invalid(_("没有收到票证，请刷新页面再试。"))
    return [bytes_of(each, KEPT_SIZE) for each in given]
