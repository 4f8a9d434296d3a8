"""What a voter opens: the ballot, the receipts, the result. No log-in and no cookie."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.appraisals.actions import cast_ballot, slip_opens
from bihuan.appraisals.actions.voting import CREDENTIAL_SIZE
from bihuan.appraisals.errors import NoSuchPoll, NotNow, SlipNotGood
from bihuan.appraisals.files import published_file, receipts_of
from bihuan.appraisals.models import Poll, PollState
from bihuan.appraisals.papers import paper_of
from bihuan.appraisals.presenting import lines_of
from bihuan.appraisals.standalone import recount as recount_program
from bihuan.appraisals.views.sealing import seals
from bihuan.appraisals.views.unknown import body_of, for_voters, page, said_as_json
from bihuan.questionnaires import limiting

BOXED = (PollState.SEALED, PollState.COUNTED, PollState.PUBLISHED)
RECOUNT = Path(recount_program.__file__)


@seals
@for_voters("GET")
def ballot(request: HttpRequest, poll: Poll) -> HttpResponse:  # noqa: ARG001
    """Show the page on which a slip is typed in and a ballot filled in, or why there is none."""
    if poll.state == PollState.OPEN:
        return page("voting/ballot.html", _context(poll))
    return page("voting/closed.html", {**_context(poll), "said": _why_not(poll)})


@for_voters("POST", said_as_json)
def paper(request: HttpRequest, poll: Poll) -> HttpResponse:
    """Answer a slip's credential with the paper that it opens."""
    credential = body_of(request, CREDENTIAL_SIZE)
    try:
        known = slip_opens(poll, credential)
    except SlipNotGood:
        limiting.check(request, "slip")
        raise
    return JsonResponse(
        {
            "paper": known.paper.text,
            "group": known.group,
            "has_ballot": known.has_ballot,
            "is_paper": known.is_paper,
        }
    )


@for_voters("POST", said_as_json)
def ballots(request: HttpRequest, poll: Poll) -> HttpResponse:
    """Take a credential and the ballot behind it; answer the receipt."""
    limiting.check(request, "ballot")
    frozen = paper_of(poll)
    groups = [group["number"] for group in frozen.said["groups"]]
    body = body_of(request, CREDENTIAL_SIZE + max(map(frozen.ballot_size, groups)))
    try:
        receipt = cast_ballot(
            poll_id=poll.pk, credential=body[:CREDENTIAL_SIZE], ballot=body[CREDENTIAL_SIZE:]
        )
    except SlipNotGood:
        limiting.check(request, "slip")
        raise
    return JsonResponse({"receipt": receipt})


@for_voters("GET")
def receipts(request: HttpRequest, poll: Poll) -> HttpResponse:  # noqa: ARG001
    """Show all receipts; which of them somebody looks for, the server is not told."""
    if poll.state not in BOXED:
        raise NotNow(_("投票结束、封箱以后，这里公布全部回执。请到时再来核对。"))
    return page("voting/receipts.html", {**_context(poll), "receipts": receipts_of(poll)})


@for_voters("GET")
def result(request: HttpRequest, poll: Poll) -> HttpResponse:  # noqa: ARG001
    """Show a published result that speaks of no person."""
    _require_public(poll)
    steps = poll.groups.all()
    context = {
        "lines": lines_of(paper_of(poll).said, poll.box.result),
        "came": sum(poll.box.counts.values()),
        "handed_out": sum(group.handed_out or 0 for group in steps),
    }
    return page("voting/result.html", {**_context(poll), **context})


@for_voters("GET")
def published(request: HttpRequest, poll: Poll) -> HttpResponse:  # noqa: ARG001
    """Return all that a recount needs, as a file."""
    _require_public(poll)
    response = JsonResponse(published_file(poll), json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="published-{poll.slug}.json"'
    return response


@for_voters("GET")
def recount(request: HttpRequest, poll: Poll) -> HttpResponse:  # noqa: ARG001
    """Return the program that counts again and needs nothing but Python."""
    return HttpResponse(
        RECOUNT.read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="recount.py"'},
    )


def _require_public(poll: Poll) -> None:
    if poll.is_of_persons:
        raise NoSuchPoll(_("这次测评的结果只在单位内部公布，这里没有。您可以核对回执。"))
    if poll.state != PollState.PUBLISHED:
        raise NotNow(_("结果还没有公布，请过几天再来。"))


def _why_not(poll: Poll) -> str:
    if poll.state == PollState.KEYED:
        return _("投票还没有开始。请等主持人宣布开始以后，刷新本页。")
    if poll.state == PollState.ENDED:
        return _("投票已经结束，不能再投。封箱以后，可以在“核对回执”核对自己的票是否记入。")
    return _("投票已经结束，不能再投。您可以核对自己的票是否记入。")


def _context(poll: Poll) -> dict[str, Any]:
    """Return what every page says of a poll, with the addresses beside it."""
    names = ("ballot", "paper", "ballots", "receipts", "result", "published", "recount")
    urls = {name: reverse(f"voting:{name}", kwargs={"slug": poll.slug}) for name in names}
    return {
        "poll": poll,
        "urls": urls,
        "is_open": poll.is_open,
        "is_boxed": poll.state in BOXED,
        "is_public": poll.state == PollState.PUBLISHED and not poll.is_of_persons,
    }
