"""Paper ballots: typed in by two people, compared by tags that tell only whether they agree."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.appraisals.actions.stepping import held
from bihuan.appraisals.actions.voting import kept_of, require_size
from bihuan.appraisals.errors import SlipNotGood
from bihuan.appraisals.models import BallotSlip, Poll, PollState
from bihuan.appraisals.papers import paper_of
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.permissions import Permission

TAG_SIZE = 16


@dataclass(frozen=True)
class Typed:
    """What typing a paper ballot came to: `state` first, agreed, or differs with the items."""

    state: str
    differing: tuple[int, ...] = ()


@action("poll.paper")
def type_paper_ballot(
    *, actor: Actor, poll: Poll, credential: bytes, tags: bytes, ballot: bytes
) -> Typed:
    """Take a paper ballot the first time, or compare the second typing with the first.

    What agrees is kept as any other ballot, and who typed it is forgotten. What differs leaves the
    first typing, which whoever typed it first may type anew. It has no audit entry, as no ballot
    has. Raises NotAllowed, NotNow, SlipNotGood, BallotNotGood, Invalid.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.OPEN, PollState.ENDED)
    slip = _slip(poll, credential)
    paper = paper_of(poll)
    require_size(paper, slip.group.number, ballot)
    items = paper.items_of(slip.group.number)
    if len(tags) != TAG_SIZE * len(items):
        raise Invalid(_("录入不完整，没有收下，请刷新页面重新录入。"))
    first = bytes(slip.tags) if slip.tags is not None else None
    if first is None and slip.ballot is not None:
        raise SlipNotGood(_("这张纸质票已经录入两遍并且一致，不必再录。"))
    if first is None or slip.typed_by == actor.id:
        slip.tags, slip.ballot, slip.typed_by = tags, ballot, actor.id
        slip.save(update_fields=["tags", "ballot", "typed_by"])
        return Typed("first")
    differing = tuple(
        item["number"]
        for at, item in enumerate(items)
        if first[at * TAG_SIZE : (at + 1) * TAG_SIZE] != tags[at * TAG_SIZE : (at + 1) * TAG_SIZE]
    )
    if differing:
        return Typed("differs", differing)
    slip.tags = slip.typed_by = None
    slip.save(update_fields=["tags", "typed_by"])
    return Typed("agreed")


def _slip(poll: Poll, credential: bytes) -> BallotSlip:
    rows = BallotSlip.objects.select_for_update(of=("self",)).select_related("group")
    slip = rows.filter(poll=poll, kept=kept_of(credential)).first()
    if slip is None or slip.is_spoilt:
        raise SlipNotGood(_("没有这张纸质票，或已作废，请核对票上的码。"))
    if not slip.is_paper:
        raise SlipNotGood(_("这张票证是网上投票用的，不能录入；没有网络的请换纸质票。"))
    return slip
