"""What the pages of the hall share, and what the chair shows while voting goes on."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.appraisals.access import JUDGE, RUN, poll_for
from bihuan.appraisals.counting import slips_by_group
from bihuan.appraisals.models import Poll, PollState
from bihuan.orgs.access import Actor, actor_of
from bihuan.ui.middleware import is_fragment

EVERY_SECONDS = 5
TONES = {
    PollState.DRAFT: "warn",
    PollState.OPEN: "good",
    PollState.PUBLISHED: "good",
    PollState.VOID: "bad",
}


def of_hall(actor: Actor, poll: Poll, here: str) -> dict[str, Any]:
    """Return what every page of the hall is given: the poll, and the way through the pages."""
    steps = [
        ("ceremony", _("制作密钥"), RUN),
        ("slips", _("印票证"), RUN),
        ("door", _("签到"), RUN),
        ("hall", _("现场"), None),
        ("paper_ballots", _("录纸质票"), RUN),
        ("opening", _("开票"), RUN),
        ("verification", _("复核"), JUDGE),
    ]
    return {
        "poll": poll,
        "poll_url": _poll_url(poll),
        "tone": TONES.get(PollState(poll.state), "info"),
        "steps": [
            (label, reverse(f"appraisals:{name}", args=[poll.pk]), name == here)
            for name, label, needs in steps
            if needs is None or actor.may(needs, poll.path)
        ],
    }


def _poll_url(poll: Poll) -> str:
    try:
        return reverse("appraisals:poll", args=[poll.pk])
    except NoReverseMatch:
        return ""


@login_required
@require_safe
def hall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how many have come and voted, large; asked again every few seconds, only the numbers."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    context = {
        **of_hall(actor, poll, "hall"),
        "groups": slips_by_group(poll),
        "every": EVERY_SECONDS,
    }
    name = "appraisals/hall/_counts.html" if is_fragment(request) else "appraisals/hall.html"
    return render(request, name, context)
