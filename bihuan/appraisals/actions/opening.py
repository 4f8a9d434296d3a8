"""After the box is sealed: what the tellers opened, its second opening, publishing, destroying."""

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.appraisals import policy
from bihuan.appraisals.actions.counting import write_counts
from bihuan.appraisals.actions.stepping import held, moved, stepped
from bihuan.appraisals.errors import MoreThanHandedOut, NotNow, OpeningNotGood
from bihuan.appraisals.models import (
    OpenedList,
    Poll,
    PollKind,
    PollState,
    PollStep,
    PollStepKind,
    VoterGroup,
)
from bihuan.appraisals.papers import paper_of
from bihuan.appraisals.standalone import recount
from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import value_at

_DRAW = random.SystemRandom()


@action("poll.count")
def record_opening(*, actor: Actor, poll: Poll, opening: Mapping[str, Any], proof: bytes) -> Poll:
    """Keep what the tellers opened and the result that follows from it.

    `proof` shows that whoever sends it had the tellers' key. Raises NotAllowed, NotNow,
    OpeningNotGood where it is not an opening of this box.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.SEALED)
    _require_key(poll, proof)
    paper, box = paper_of(poll), poll.box
    counts = counts_of(paper.said, box.counts)
    try:
        if opening["box_digest"] != poll.box_digest:
            raise recount.Faulty(_("开票清单不是这个票箱的"))
        if opening["paper_digest"] != paper.digest.hex():
            raise recount.Faulty(_("开票清单不是这张票面的"))
        recount.check_opening(paper.said, opening, counts)
    except (recount.Faulty, KeyError, TypeError) as error:
        said = str(error) if isinstance(error, recount.Faulty) else _("开票清单的格式不对")
        raise OpeningNotGood(_("%(said)s，没有收下，请重新开票。") % {"said": said}) from error
    kept = {
        "version": 1,
        "poll": opening["poll"],
        "paper_digest": opening["paper_digest"],
        "box_digest": opening["box_digest"],
        "items": [
            {"item": each["item"], "cells": [_cell(cell) for cell in each["cells"]]}
            for each in opening["items"]
        ],
    }
    OpenedList.objects.bulk_create(
        OpenedList(home_id=poll.home_id, poll=poll, item=each["item"], cells=each["cells"])
        for each in kept["items"]
    )
    box.result = recount.result_of(paper.said, kept)
    box.save(update_fields=["result"])
    if not poll.is_of_persons:
        write_counts(poll, paper.said, box.result)
    poll.opening_digest = recount.opening_digest(kept)
    moved(poll, PollState.COUNTED, "opening_digest")
    facts = {"opening_digest": poll.opening_digest}
    note = _("开票摘要%(digest)s") % {"digest": poll.opening_digest[:16]}
    stepped(actor, poll, PollStepKind.COUNT, note=note, facts=facts)
    return poll


def _require_key(poll: Poll, proof: bytes) -> None:
    if recount.H("proofkept", proof).hex() != poll.proof_kept:
        raise OpeningNotGood(_("没有监票人的密钥不能开票，请监票人输入密钥单后再试。"))


def counts_of(said: Mapping[str, Any], counts: Mapping[str, int]) -> dict[tuple[int, int], int]:
    """Return how many ballots there are by item and group."""
    return {
        (item["number"], group): counts.get(str(group), 0)
        for item in said["items"]
        for group in item["groups"]
    }


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Return a cell with nothing in it but what belongs there."""
    kept = {name: cell[name] for name in ("groups", "ballots", "invalid", "answers")}
    # The browser shuffled them; that nothing is told by their order shall not rest on it alone.
    kept["answers"] = _DRAW.sample(cell["answers"], len(cell["answers"]))
    return {**kept, "suppressed": True} if cell.get("suppressed") else kept


@action("poll.confirm")
def confirm_opening(*, actor: Actor, poll: Poll, opening_digest: str, proof: bytes) -> bool:
    """Record a second opening of the box by its digest; return whether both agree.

    Raises NotAllowed, NotNow, OpeningNotGood without the tellers' key.
    """
    poll = held(actor, poll, Permission.SEE_APPRAISALS, PollState.COUNTED, PollState.PUBLISHED)
    _require_key(poll, proof)
    agrees = opening_digest == poll.opening_digest
    if agrees and not poll.is_confirmed:
        poll.is_confirmed = True
        poll.save(update_fields=["is_confirmed"])
    note = (
        _("与开票摘要一致")
        if agrees
        else _("与开票摘要不一致：%(digest)s") % {"digest": opening_digest[:16]}
    )
    facts = {"opening_digest": opening_digest[:64], "agrees": agrees}
    stepped(actor, poll, PollStepKind.CONFIRM, note=note, facts=facts)
    return agrees


@action("poll.cross_check")
def cross_check(*, actor: Actor, poll: Poll, part: str, note: str) -> PollStep:
    """Record that a leader looked over an office's mutual assessment, of which they are not part.

    Raises NotAllowed for a leader of that office, NotNow, Invalid.
    """
    poll = held(actor, poll, Permission.CHAIR_POLLS, PollState.COUNTED, PollState.PUBLISHED)
    if poll.kind != PollKind.MUTUAL:
        raise NotNow(_("只有科室内部互评才由分管领导交叉把关。"))
    parts = {item.get("part", "") for item in paper_of(poll).said["items"]}
    if part not in parts:
        raise NotNow(_("这次互评没有这个科室，请刷新页面再看。"))
    own = poll.candidates.filter(part=part, unit__path__in=actor.own_paths)
    if part and own.exists():
        raise NotAllowed(_("交叉把关由不在这个科室的领导来做，请换一位。"))
    note = checked_text(_("把关意见"), note, 300)
    return stepped(
        actor, poll, PollStepKind.CROSS_CHECK, note=f"{part}：{note}", facts={"part": part}
    )


@action("poll.publish")
def publish_result(*, actor: Actor, poll: Poll, note: str = "") -> Poll:
    """Publish the result; without a second opening that agreed, only with a reason.

    Raises NotAllowed, NotNow, MoreThanHandedOut, Invalid.
    """
    poll = held(actor, poll, Permission.CHAIR_POLLS, PollState.COUNTED)
    for group in VoterGroup.objects.filter(poll=poll):
        came = poll.box.counts.get(str(group.number), 0)
        if group.handed_out is not None and came > group.handed_out:
            raise MoreThanHandedOut(
                _("“%(group)s”发出%(out)d张，收回%(came)d张，收回多于发出，这次测评无效。")
                % {"group": group.label, "out": group.handed_out, "came": came}
            )
    if not poll.is_confirmed:
        note = checked_text(_("没有复核就公布的理由"), note, 300)
    moved(poll, PollState.PUBLISHED)
    facts = {"opening_digest": poll.opening_digest, "is_confirmed": poll.is_confirmed}
    stepped(actor, poll, PollStepKind.PUBLISH, note=note, facts=facts)
    return poll


@action("poll.destroy")
def destroy_box(*, actor: Actor, poll: Poll) -> Poll:
    """Delete the sealed lists after the days they are kept; published lists and receipts stay.

    Raises NotAllowed, NotNow before that day or where there is nothing left.
    """
    poll = held(actor, poll, Permission.CHAIR_POLLS, PollState.PUBLISHED)
    due = keep_until(poll)
    if clock.today() < due:
        raise NotNow(_("封存的票要保存到%(day)s，之前不能销毁。") % {"day": write_date(due)})
    gone, _each = poll.sealed_lists.all().delete()
    if not gone:
        raise NotNow(_("封存的票已经销毁。"))
    stepped(actor, poll, PollStepKind.DESTROY, facts={"lists": gone})
    return poll


def keep_until(poll: Poll) -> dt.date:
    """Return the day from which the sealed lists of a published poll may be destroyed."""
    published = timezone.localdate(poll.state_at)
    days = int(value_at(policy.KEEP_BOX_DAYS, poll.path, published))
    return published + dt.timedelta(days=days)
