"""What the chair does: begin voting, end it, and have the box sealed."""

import random
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from bihuan.appraisals.actions.stepping import audited, held, moved, stepped
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import (
    BallotBox,
    BallotSlip,
    Poll,
    PollState,
    PollStepKind,
    RollLine,
    SealedList,
    VoterGroup,
)
from bihuan.appraisals.papers import BallotPaper, paper_of
from bihuan.appraisals.standalone.open_box import digest_of_box
from bihuan.appraisals.standalone.recount import receipt_of, receipts_digest, written
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.permissions import Permission

_DRAW = random.SystemRandom()
BEFORE_ENDING = (PollState.DRAFT, PollState.KEYED, PollState.OPEN)


@action("poll.present")
def set_present(*, actor: Actor, poll: Poll, present: Mapping[int, int]) -> None:
    """Record how many of each group have come, by group number; raises NotAllowed, Invalid."""
    poll = held(actor, poll, Permission.RUN_POLLS, *BEFORE_ENDING)
    for group in VoterGroup.objects.filter(poll=poll, number__in=present):
        if not 0 <= present[group.number] <= group.should:
            raise Invalid(
                _("“%(group)s”应到%(should)d人，实到人数不对，请改正。")
                % {"group": group.label, "should": group.should}
            )
        group.present = present[group.number]
        group.save(update_fields=["present"])
    audited(actor, "poll.present", poll, dict(present))


@action("poll.present")
def tick_roll(*, actor: Actor, poll: Poll, line: RollLine, is_present: bool) -> None:
    """Tick a name at the door, or take the tick back; the count follows. No time is kept.

    Raises NotAllowed, NotNow.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, *BEFORE_ENDING)
    if line.group.poll_id != poll.pk:
        raise NotNow(_("这个名字不在这次测评的签到名单上。"))
    RollLine.objects.filter(pk=line.pk).update(is_present=is_present)
    came = RollLine.objects.filter(group=line.group, is_present=True).count()
    VoterGroup.objects.filter(pk=line.group_id).update(present=came)
    # Neither name nor count: ticks in the order of the log would tell who came when.
    audited(actor, "poll.present", poll)


@action("poll.open")
def open_poll(*, actor: Actor, poll: Poll) -> Poll:
    """Begin voting; raises NotAllowed, NotNow without slips or with too few present."""
    poll = held(actor, poll, Permission.CHAIR_POLLS, PollState.KEYED)
    groups = list(VoterGroup.objects.filter(poll=poll))
    with_slips = set(
        BallotSlip.objects.filter(poll=poll, is_spoilt=False)
        .values_list("group__number", flat=True)
        .distinct()
    )
    for group in groups:
        if group.number not in with_slips:
            raise NotNow(_("“%(group)s”还没有票证，请先印制。") % {"group": group.label})
    should, present = (sum(getattr(g, name) for g in groups) for name in ("should", "present"))
    if poll.quorum and present * 100 < should * poll.quorum:
        raise NotNow(
            _("应到%(should)d人，实到%(present)d人，不到%(quorum)d%%，不能开始投票。")
            % {"should": should, "present": present, "quorum": poll.quorum}
        )
    if poll.quorum and not should:
        raise NotNow(_("还没有登记应到人数，不能核对到会比例，请先登记。"))
    moved(poll, PollState.OPEN)
    note = _("应到%(should)d人，实到%(present)d人") % {"should": should, "present": present}
    facts = {"should": should, "present": present}
    stepped(actor, poll, PollStepKind.OPEN, note=note, facts=facts)
    return poll


@action("poll.end")
def end_poll(*, actor: Actor, poll: Poll, handed_out: Mapping[int, int]) -> Poll:
    """End voting with how many slips were handed out to each group, by number.

    Where there are no paper ballots the box is sealed at once. A ballot that is being recorded is
    waited for; one that comes later is refused. Raises NotAllowed, NotNow, Invalid.
    """
    poll = held(actor, poll, Permission.CHAIR_POLLS, PollState.OPEN)
    for group in VoterGroup.objects.filter(poll=poll):
        made = BallotSlip.objects.filter(poll=poll, group=group, is_spoilt=False).count()
        given = handed_out.get(group.number)
        if given is None or not 0 <= given <= made:
            raise Invalid(
                _("“%(group)s”有票证%(made)d张，发出票数应为0到%(made)d，请填写。")
                % {"group": group.label, "made": made}
            )
        if group.present and given > group.present:
            raise Invalid(
                _("“%(group)s”实到%(present)d人，发出票数不能多于实到人数，请核对。")
                % {"group": group.label, "present": group.present}
            )
        group.handed_out = given
        group.save(update_fields=["handed_out"])
    moved(poll, PollState.ENDED)
    stepped(actor, poll, PollStepKind.END, facts={"handed_out": dict(handed_out)})
    if not BallotSlip.objects.filter(poll=poll, is_paper=True).exists():
        _seal(actor, poll)
    return poll


@action("poll.seal")
def seal_box(*, actor: Actor, poll: Poll) -> Poll:
    """Seal the box once all paper ballots are typed in twice; raises NotAllowed, NotNow."""
    poll = held(actor, poll, Permission.CHAIR_POLLS, PollState.ENDED)
    _seal(actor, poll)
    return poll


def _seal(actor: Actor, poll: Poll) -> None:
    """Take the ballots apart into a shuffled list an item and group, and delete them whole."""
    once = BallotSlip.objects.filter(poll=poll).exclude(tags=None).count()
    if once:
        raise NotNow(
            _("还有%(n)d张纸质票只录入了一次，请由另一人再录一遍，或核对不一致的。") % {"n": once}
        )
    paper = paper_of(poll)
    ballots = {
        group.number: _ballots_of(poll, group)
        for group in VoterGroup.objects.filter(poll=poll).order_by("number")
    }
    receipts = sorted(receipt_of(ballot) for own in ballots.values() for ballot in own)
    lists = list(_lists(paper, ballots))
    SealedList.objects.bulk_create(
        (
            SealedList(
                home_id=poll.home_id,
                poll=poll,
                item=item,
                group=group,
                ballots=len(sealed),
                content=b"".join(sealed),
            )
            for item, group, sealed in lists
        ),
        batch_size=100,
    )
    poll.box_digest = digest_of_box(paper.digest, lists)
    counts = {str(number): len(own) for number, own in ballots.items()}
    BallotBox.objects.create(
        poll=poll,
        home_id=poll.home_id,
        counts=counts,
        came=len(receipts),
        receipts=b"".join(receipts),
    )
    BallotSlip.objects.filter(poll=poll).update(ballot=None, tags=None, typed_by=None)
    moved(poll, PollState.SEALED, "box_digest")
    note = _("收回%(n)d张，封箱摘要%(digest)s") % {
        "n": len(receipts),
        "digest": poll.box_digest[:16],
    }
    # Receipts stand in no other digest: without this one a receipt could be exchanged later.
    digest = receipts_digest([written(each) for each in receipts])
    facts = {"counts": counts, "box_digest": poll.box_digest, "receipts_digest": digest}
    stepped(actor, poll, PollStepKind.SEAL, note=note, facts=facts)


def _ballots_of(poll: Poll, group: VoterGroup) -> list[bytes]:
    rows = BallotSlip.objects.filter(poll=poll, group=group).exclude(ballot=None)
    return [bytes(ballot) for ballot in rows.values_list("ballot", flat=True) if ballot is not None]


def _lists(
    paper: BallotPaper, ballots: Mapping[int, Sequence[bytes]]
) -> Sequence[tuple[int, int, list[bytes]]]:
    """Return (item, group, sealed answers), items and groups ascending, every list shuffled."""
    size = paper.sealed_size
    place = {
        group: {item["number"]: at for at, item in enumerate(paper.items_of(group))}
        for group in ballots
    }
    made = []
    for item in paper.said["items"]:
        for group in item["groups"]:
            start = place[group][item["number"]] * size
            sealed = [ballot[start : start + size] for ballot in ballots[group]]
            _DRAW.shuffle(sealed)
            made.append((item["number"], group, sealed))
    return made
