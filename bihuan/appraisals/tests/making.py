"""Polls in every state, reached through the actions; voters and tellers as in a browser."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bihuan.appraisals import actions
from bihuan.appraisals.actions import CandidateSpec, GroupSpec, PollSpec, TellerSpec
from bihuan.appraisals.files import box_file
from bihuan.appraisals.models import Poll, PollKind, PollState, VoterGroup
from bihuan.appraisals.standalone import open_box, vote
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast

TODAY = dt.date(2010, 2, 3)
TELLERS = (
    ("纪委委员", "小河镇", False),
    ("党员代表", "小河镇", False),
    ("检查组成员", "丰收市", True),
)


@dataclass
class Held:
    """A poll with what only paper and browsers hold: the ceremony and the slips by group."""

    poll: Poll
    clerk: Actor
    leader: Actor
    ceremony: vote.Ceremony | None = None
    slips: dict[int, list[str]] = field(default_factory=dict)
    paper_slips: dict[int, list[str]] = field(default_factory=dict)

    @property
    def hex(self) -> str:
        """Return the poll's id as the protocol takes it."""
        return self.poll.pk.hex

    def group(self, number: int = 1) -> VoterGroup:
        """Return a group by its number."""
        return VoterGroup.objects.get(poll=self.poll, number=number)

    def key(self, needed: int = 2) -> "Held":
        """Hold the ceremony."""
        self.ceremony = made = vote.ceremony(self.hex, needed, len(TELLERS))
        tellers = [
            TellerSpec(label, unit, above, commitment)
            for (label, unit, above), commitment in zip(TELLERS, made.commitments, strict=True)
        ]
        self.poll = actions.key_poll(
            actor=self.clerk,
            poll=self.poll,
            public_key=made.public_key.hex(),
            proof_kept=made.proof_kept,
            needed=needed,
            tellers=tellers,
        )
        return self

    def print_slips(self, counts: Mapping[int, int], *, is_paper: bool = False) -> "Held":
        """Print slips, so many for each group."""
        for number, count in counts.items():
            slips = [vote.new_slip() for _at in range(count)]
            actions.register_slips(
                actor=self.clerk,
                poll=self.poll,
                group=self.group(number),
                kept=[vote.kept_of(self.hex, slip) for slip in slips],
                is_paper=is_paper,
            )
            (self.paper_slips if is_paper else self.slips).setdefault(number, []).extend(slips)
        return self

    def open(self) -> "Held":
        """Have the chair begin."""
        present = {each.number: each.should for each in VoterGroup.objects.filter(poll=self.poll)}
        actions.set_present(actor=self.clerk, poll=self.poll, present=present)
        self.poll = actions.open_poll(actor=self.leader, poll=self.poll)
        return self

    def ballot(self, group: int, answers: Mapping[int, str]) -> bytes:
        """Return a sealed ballot."""
        key = bytes.fromhex(self.poll.public_key)
        return vote.ballot_of(self.poll.paper, key, group, answers)

    def cast(self, slip: str, group: int, answers: Mapping[int, str]) -> str:
        """Vote with a slip; return the receipt."""
        return actions.cast_ballot(
            poll_id=self.poll.pk,
            credential=vote.credential_of(self.hex, slip),
            ballot=self.ballot(group, answers),
        )

    def type_paper(self, actor: Actor, slip: str, group: int, answers: Mapping[int, str]) -> str:
        """Type a paper ballot; return first, agreed or differs."""
        return actions.type_paper_ballot(
            actor=actor,
            poll=self.poll,
            credential=vote.credential_of(self.hex, slip),
            tags=vote.tags_of(self.poll.paper, self.hex, slip, group, answers),
            ballot=self.ballot(group, answers),
        ).state

    def end(self) -> "Held":
        """Have the chair end voting; everybody who came was handed a slip."""
        out = {
            each.number: min(each.slips.filter(is_spoilt=False).count(), each.present)
            for each in VoterGroup.objects.filter(poll=self.poll)
        }
        self.poll = actions.end_poll(actor=self.leader, poll=self.poll, handed_out=out)
        return self

    def end_with_paper(self) -> "Held":
        """Have the chair end voting, and seal the box once paper ballots are in."""
        self.end()
        if self.poll.state == PollState.ENDED:
            self.poll = actions.seal_box(actor=self.leader, poll=self.poll)
        return self

    def opened(self, shares: Sequence[int] = (0, 2)) -> dict[str, Any]:
        """Return what the tellers open with some of their shares."""
        assert self.ceremony is not None
        secret = open_box.combine([self.ceremony.shares[at] for at in shares])
        opening: dict[str, Any] = open_box.open_box(box_file(self.poll), secret)
        return opening

    def count(self) -> "Held":
        """Record the opening."""
        assert self.ceremony is not None
        self.poll = actions.record_opening(
            actor=self.clerk, poll=self.poll, opening=self.opened(), proof=self.ceremony.proof
        )
        return self

    def publish(self) -> "Held":
        """Open the box a second time, and publish."""
        assert self.ceremony is not None
        actions.confirm_opening(
            actor=self.leader,
            poll=self.poll,
            opening_digest=self.poll.opening_digest,
            proof=self.ceremony.proof,
        )
        self.poll.refresh_from_db()
        self.poll = actions.publish_result(actor=self.leader, poll=self.poll)
        return self


def make_held(
    cast: Cast,
    kind: str = PollKind.REPORT,
    *,
    groups: Sequence[GroupSpec] = (
        GroupSpec("党员代表", Decimal(60), 12),
        GroupSpec("群众代表", Decimal(40), 9),
    ),
    candidates: Sequence[CandidateSpec] = (),
    title: str = "分析检查报告群众评议",
) -> Held:
    """Make a poll of the town, still a draft, with its groups and candidates."""
    clerk, leader = cast.actor("clerk"), cast.actor("leader")
    poll = actions.make_poll(
        actor=clerk, unit=cast.town, spec=PollSpec(kind=kind, title=title, on=TODAY)
    )
    actions.set_groups(actor=clerk, poll=poll, groups=groups)
    if candidates:
        actions.set_candidates(actor=clerk, poll=poll, candidates=candidates)
    poll.refresh_from_db()
    return Held(poll, clerk, leader)
