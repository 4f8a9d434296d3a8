"""Opening the box with the tellers' shares, and opening it again to verify the first opening."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.appraisals.access import JUDGE, RUN, poll_for
from bihuan.appraisals.actions import confirm_opening, record_opening
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.hall_access import sealed_list_of
from bihuan.appraisals.models import Poll, PollState, PollStepKind
from bihuan.appraisals.standalone.recount import opening_digest
from bihuan.appraisals.views.hall.live import of_hall
from bihuan.appraisals.views.hall.posted import (
    BYTES_TYPE,
    JSON_TYPE,
    answered_in_json,
    bytes_of,
    json_up_to,
    object_of,
    whole_of,
)
from bihuan.appraisals.views.sealing import seals
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor, actor_of

LONGEST = 64 * 2**20  # 20,000 ballots of 600 items as JSON, about 48 MB
PROOF_SIZE = 32
BOXED = (PollState.SEALED, PollState.COUNTED, PollState.PUBLISHED)
_tools = require_http_methods(["GET", "HEAD", "POST"])


@seals
@login_required
@_tools
@answered_in_json
def opening(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show where the tellers open the box; take what they opened, from the page or as a file."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(RUN, poll.path)
    if request.method != "POST":
        return _page(request, actor, poll, "opening")
    said = _given(request)
    opened = said.get("opening")
    if not isinstance(opened, dict):
        raise Invalid(_("这不是开票清单，没有收下，请选 open_box.py 写出的文件。"))
    record_opening(
        actor=actor, poll=poll, opening=opened, proof=bytes_of(said.get("proof"), PROOF_SIZE)
    )
    return _done(request, poll, _("已开票。"), {})


@seals
@login_required
@_tools
@answered_in_json
def verification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show where other tellers open the box again; take the digest that they came to."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(JUDGE, poll.path)
    if request.method != "POST":
        return _page(request, actor, poll, "verification")
    said = _given(request)
    agrees = confirm_opening(
        actor=actor,
        poll=poll,
        opening_digest=_digest_of(said),
        proof=bytes_of(said.get("proof"), PROOF_SIZE),
    )
    if agrees:
        told = _("复核一致：两次开票的摘要相同。")
    else:
        told = _("复核不一致：两次开票的摘要不同，已记录。请保留票箱，查明原因以前不要公布。")
    return _done(request, poll, told, {"agrees": agrees})


@login_required
@require_safe
def box_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return the sealed answers of one item by one group, one after another."""
    _actor, poll = _with_box(request, pk)
    item, group = (whole_of(request.GET.get(name)) for name in ("item", "group"))
    return HttpResponse(sealed_list_of(poll, item, group), content_type=BYTES_TYPE)


@login_required
@require_safe
def box_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return the frozen paper exactly as its digest covers it."""
    _actor, poll = _with_box(request, pk)
    return HttpResponse(poll.paper, content_type="application/json; charset=utf-8")


def _with_box(request: HttpRequest, pk: UUID) -> tuple[Actor, Poll]:
    """Return a poll with its box, for those who open it or verify; raises NotAllowed, NotNow."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    if not (actor.may(RUN, poll.path) or actor.may(JUDGE, poll.path)):
        raise NotAllowed(_("您的账号不能读票箱，请由组织测评或复核的人来做。"))
    if poll.state not in BOXED:
        raise NotNow(_("票箱还没有封，请等投票结束。"))
    return actor, poll


def _given(request: HttpRequest) -> dict[str, Any]:
    """Return what a page's script posted, or the file that open_box.py wrote; raises Invalid."""
    if request.content_type == JSON_TYPE:
        return json_up_to(request, LONGEST)
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > LONGEST:
        raise Invalid(_("没有收到文件，请选 open_box.py 写出的开票清单。"))
    return object_of(file.read())


def _digest_of(said: Mapping[str, Any]) -> str:
    digest = said.get("opening_digest")
    if isinstance(digest, str):
        return bytes_of(digest, PROOF_SIZE).hex()
    try:
        return opening_digest(said["opening"])
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid(_("这不是开票清单，没有收下，请选 open_box.py 写出的文件。")) from error


def _done(request: HttpRequest, poll: Poll, told: str, more: Mapping[str, Any]) -> HttpResponse:
    url = reverse("appraisals:verification", args=[poll.pk])
    if request.content_type == JSON_TYPE:
        return JsonResponse({"url": url, "said": told, **more})
    (messages.success if more.get("agrees", True) else messages.error)(request, told)
    return HttpResponseRedirect(url)


def _page(request: HttpRequest, actor: Actor, poll: Poll, here: str) -> HttpResponse:
    wanted = {"opening": (PollState.SEALED,), "verification": BOXED[1:]}[here]
    tellers = list(poll.tellers.all())
    context = {
        **of_hall(actor, poll, here),
        "here": here,
        "is_now": poll.state in wanted,
        "has_box": poll.sealed_lists.exists(),
        "mode": {"opening": "open", "verification": "verify"}[here],
        "tellers": tellers,
        "labels": json.dumps([each.label for each in tellers], ensure_ascii=False),
        "confirmations": poll.steps.filter(kind=PollStepKind.CONFIRM),
        "send_url": request.path,
    }
    return render(request, "appraisals/opening.html", context)
