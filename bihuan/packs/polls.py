"""Loading polls: held from ceremony to opening by the room's own actions, each at its moment.

The pack says how many voted how; ballots are made of that at loading, sealed and opened like any
other, by tellers whose shares are thrown away with the loading.
"""

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils import timezone

from bihuan.appraisals import actions
from bihuan.appraisals.files import box_file
from bihuan.appraisals.models import Poll, PollKind, VoterGroup
from bihuan.appraisals.papers import paper_of
from bihuan.appraisals.standalone import open_box, recount, vote
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.meetings.models import Meeting
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.packs.content import Pack, PollEntry
from bihuan.packs.memory import Memory
from bihuan.packs.poll_shapes import EVERY, PollShape, VoterGroupShape
from bihuan.packs.problems import ProblemLoading

KIND = "poll"
_DRAW = random.SystemRandom()


@dataclass
class Hall:
    """A poll that is being held: what is on paper alone, and who acts."""

    shape: PollShape
    poll: Poll
    clerk: Actor
    chair: Actor
    ceremony: vote.Ceremony | None = None
    slips: dict[int, list[str]] = field(default_factory=dict)


class PollLoading:
    """Loads a pack's polls; faults are noted with file and line."""

    def __init__(self, pack: Pack, home: Unit, memory: Memory) -> None:
        self.pack, self.home, self.memory = pack, home, memory
        self.names = ProblemLoading(pack, home, memory)

    def load(self) -> None:
        """Hold every poll that was not held before."""
        for entry in self.pack.polls:
            said = entry.shape.model_dump(mode="json")
            self.memory.place(
                (entry.file, entry.line), KIND, entry.shape.ref, said, partial(self._held, entry)
            )

    def _held(self, entry: PollEntry) -> Poll:
        shape = entry.shape
        hall: list[Hall] = []
        self._at(shape.made_at, lambda: hall.append(self._made(shape)))
        for moment, act in (
            (shape.keyed_at, _key),
            (shape.opened_at, _open),
            (shape.ended_at, _end),
            (shape.counted_at, _count),
            (shape.published_at, _publish),
        ):
            if moment is not None:
                self._at(moment, partial(act, hall[0]))
        return hall[0].poll

    def _at(self, moment: dt.datetime, act: Callable[[], object]) -> None:
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        if aware > clock.now():
            raise Invalid(f"时间 {moment:%Y-%m-%dT%H:%M} 还没有到。")
        with clock.set_back_to(aware):
            act()

    def _made(self, shape: PollShape) -> Hall:
        clerk = self.names.actor(shape.by)
        spec = actions.PollSpec(
            kind=shape.kind,
            title=shape.title,
            on=shape.held_on,
            about=shape.about,
            meeting=self._meeting(shape.meeting) if shape.meeting else None,
            quorum=shape.quorum,
        )
        poll = actions.make_poll(actor=clerk, unit=self.names.unit(shape.unit), spec=spec)
        if shape.candidates:
            candidates = [
                actions.CandidateSpec(
                    each.label,
                    each.part,
                    person=self.names.person(each.person) if each.person else None,
                    unit=self.names.unit(each.unit) if each.unit else None,
                )
                for each in shape.candidates
            ]
            actions.set_candidates(actor=clerk, poll=poll, candidates=candidates)
        if shape.questions:
            actions.set_questions(actor=clerk, poll=poll, questions=_questions(shape, poll))
        actions.set_groups(actor=clerk, poll=poll, groups=_groups(shape))
        poll.refresh_from_db()
        return Hall(shape, poll, clerk, self.names.actor(shape.chair))

    def _meeting(self, ref: str) -> Meeting:
        item = self.memory.known("meeting", ref)
        found = Meeting.objects.filter(pk=item.object_id).first() if item else None
        if found is None:
            raise Invalid(f"meetings.csv 里没有“{ref}”。")
        return found


def _questions(shape: PollShape, poll: Poll) -> list[dict[str, Any]]:
    """Return the pack's questions, each with the scale that the kind begins with."""
    scale = poll.questions[0].get("scale", [])
    return [
        {
            "label": each.label,
            "scale": scale,
            "weight": str(each.weight),
            "cap": each.cap,
            "most": each.most,
            "seats": each.seats,
            "write_ins": each.write_ins,
        }
        for each in shape.questions
    ]


def _groups(shape: PollShape) -> list[actions.GroupSpec]:
    numbers = {each.label: number for number, each in enumerate(shape.candidates, 1)}
    unknown = {label for group in shape.groups for label in group.votes_on} - set(numbers)
    if unknown:
        raise Invalid(f"没有名为“{min(unknown)}”的测评对象。")
    return [
        actions.GroupSpec(
            each.label, each.weight, each.should, [numbers[label] for label in each.votes_on]
        )
        for each in shape.groups
    ]


def _key(hall: Hall) -> None:
    """Hold the ceremony, and print the slips."""
    shape = hall.shape
    made = hall.ceremony = vote.ceremony(hall.poll.pk.hex, shape.needed, len(shape.tellers))
    hall.poll = actions.key_poll(
        actor=hall.clerk,
        poll=hall.poll,
        public_key=made.public_key.hex(),
        proof_kept=made.proof_kept,
        needed=shape.needed,
        tellers=[
            actions.TellerSpec(each.label, each.unit, each.above, commitment)
            for each, commitment in zip(shape.tellers, made.commitments, strict=True)
        ],
    )
    for group, said in _groups_of(hall):
        slips = hall.slips[group.number] = [vote.new_slip() for _at in range(said.printed)]
        kept = [vote.kept_of(hall.poll.pk.hex, slip) for slip in slips]
        actions.register_slips(actor=hall.clerk, poll=hall.poll, group=group, kept=kept)


def _open(hall: Hall) -> None:
    present = {group.number: said.present for group, said in _groups_of(hall)}
    actions.set_present(actor=hall.clerk, poll=hall.poll, present=present)
    hall.poll = actions.open_poll(actor=hall.chair, poll=hall.poll)
    key = bytes.fromhex(hall.poll.public_key)
    for group, said in _groups_of(hall):
        drawn = _DRAW.sample(hall.slips[group.number], said.ballots)
        for slip, answers in zip(drawn, _answers(hall, group.number, said), strict=True):
            actions.cast_ballot(
                poll_id=hall.poll.pk,
                credential=vote.credential_of(hall.poll.pk.hex, slip),
                ballot=vote.ballot_of(hall.poll.paper, key, group.number, answers),
            )


def _answers(hall: Hall, group: int, said: VoterGroupShape) -> list[dict[int, str]]:
    """Return a ballot's answers by item for each ballot: every item's votes dealt out by lot."""
    dealt: list[dict[int, str]] = [{} for _at in range(said.ballots)]
    for item in paper_of(hall.poll).items_of(group):
        for ballot, answer in zip(dealt, _of_item(item, said), strict=True):
            ballot[item["number"]] = answer
    return dealt


def _of_item(item: Mapping[str, Any], said: VoterGroupShape) -> list[str]:
    counts = _counts(item, said)
    if item["form"] == "grade":
        answers = [str(at) for at, count in enumerate(counts, 1) for _n in range(count)]
        answers += ["0"] * (said.ballots - len(answers))
        if len(answers) > said.ballots:
            raise Invalid(f"“{said.label}”的得票多于收回的票。")
        _DRAW.shuffle(answers)
        return answers
    chosen: list[list[int]] = [[] for _at in range(said.ballots)]
    for at, count in enumerate(counts, 1):
        for ballot in sorted(chosen, key=lambda each: (len(each), _DRAW.random()))[:count]:
            ballot.append(at)
    if item["form"] == "names":
        return [",".join(str(at) for at in each) for each in chosen]
    everybody = range(1, len(item["candidates"]) + 1)
    return ["".join("y" if at in each else "n" for at in everybody) for each in chosen]


def _counts(item: Mapping[str, Any], said: VoterGroupShape) -> tuple[int, ...]:
    for each in said.votes:
        if each.subject in (EVERY, item.get("subject")) and each.question in (
            EVERY,
            item["question"],
        ):
            return each.counts
    return ()


def _end(hall: Hall) -> None:
    out = {group.number: said.handed_out for group, said in _groups_of(hall)}
    hall.poll = actions.end_poll(actor=hall.chair, poll=hall.poll, handed_out=out)


def _count(hall: Hall) -> None:
    """Open the box twice, as the tellers do: once to count, once to confirm."""
    assert hall.ceremony is not None
    proof = hall.ceremony.proof
    secret = open_box.combine(hall.ceremony.shares[: hall.shape.needed])
    opening = open_box.open_box(box_file(hall.poll), secret)
    hall.poll = actions.record_opening(
        actor=hall.clerk, poll=hall.poll, opening=opening, proof=proof
    )
    again = open_box.combine(hall.ceremony.shares[-hall.shape.needed :])
    actions.confirm_opening(
        actor=hall.chair,
        poll=hall.poll,
        opening_digest=recount.opening_digest(open_box.open_box(box_file(hall.poll), again)),
        proof=proof,
    )


def _publish(hall: Hall) -> None:
    hall.poll.refresh_from_db()
    hall.poll = actions.publish_result(actor=hall.chair, poll=hall.poll)
    if hall.poll.kind in (PollKind.REPORT, PollKind.SATISFACTION):
        actions.draft_result(actor=hall.clerk, poll=hall.poll)


def _groups_of(hall: Hall) -> list[tuple[VoterGroup, VoterGroupShape]]:
    groups = VoterGroup.objects.filter(poll=hall.poll).order_by("number")
    return list(zip(groups, hall.shape.groups, strict=True))
