"""The shape of a pack's polls.yaml, checked by pydantic; docs/reference/packs.md explains it."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bihuan.packs.schema import Strict, UnitCode

Kind = Literal[
    "persons", "leadership", "report", "satisfaction", "recommendation", "election", "mutual"
]
Label = Annotated[str, Field(min_length=1, max_length=60)]
Count = Annotated[int, Field(ge=0, le=10_000)]
EVERY = "*"


class VotesShape(Strict):
    """How a group voted on an item: votes for each option, the best first; the rest abstained.

    Of a recommendation or an election it is votes for each candidate, in the paper's order.
    """

    subject: str = EVERY
    question: str = EVERY
    counts: tuple[Count, ...]


class VoterGroupShape(Strict):
    """A group of voters: how many there should be, came, got a slip and gave a ballot."""

    label: Annotated[str, Field(min_length=1, max_length=40)]
    weight: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(100)
    should: Count
    present: Count = 0
    printed: Count = 0
    handed_out: Count = 0
    ballots: Count = 0
    votes_on: tuple[str, ...] = ()  # labels of what they vote on; all where none is named
    votes: tuple[VotesShape, ...] = ()

    @model_validator(mode="after")
    def numbers_fit(self) -> "VoterGroupShape":
        if not self.ballots <= self.handed_out <= self.printed or self.present > self.should:
            raise ValueError("应有 ballots ≤ handed_out ≤ printed，present ≤ should")
        if any(max(each.counts, default=0) > self.ballots for each in self.votes):
            raise ValueError("得票不能多于 ballots")
        return self


class CandidateShape(Strict):
    """What is voted on: a person of the pack by code, or a label."""

    label: Label
    part: Annotated[str, Field(max_length=40)] = ""
    person: str = ""
    unit: UnitCode | None = None


class QuestionShape(Strict):
    """What is asked; what is not given is the kind's own."""

    label: Annotated[str, Field(min_length=1, max_length=40)]
    weight: Decimal = Decimal(1)
    cap: Count = 0
    most: Annotated[int, Field(ge=1, le=30)] = 1
    seats: Annotated[int, Field(ge=1, le=15)] = 1
    write_ins: Count = 0


class TellerShape(Strict):
    """A teller by post and unit."""

    label: Annotated[str, Field(min_length=1, max_length=40)]
    unit: Annotated[str, Field(min_length=1, max_length=60)]
    above: bool = False


class PollShape(Strict):
    """One poll, up to where it came: a moment that is not given did not come yet."""

    ref: Annotated[str, Field(min_length=1, max_length=60)]
    unit: UnitCode
    kind: Kind
    title: Annotated[str, Field(min_length=1, max_length=80)]
    about: Annotated[str, Field(max_length=1000)] = ""
    held_on: dt.date
    meeting: str = ""
    quorum: Annotated[int, Field(ge=0, le=100)] | None = None
    by: str
    chair: str
    groups: tuple[VoterGroupShape, ...]
    candidates: tuple[CandidateShape, ...] = ()
    questions: tuple[QuestionShape, ...] = ()
    tellers: tuple[TellerShape, ...] = ()
    needed: Annotated[int, Field(ge=2, le=9)] = 2
    made_at: dt.datetime
    keyed_at: dt.datetime | None = None
    opened_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    counted_at: dt.datetime | None = None
    published_at: dt.datetime | None = None

    @model_validator(mode="after")
    def moments_follow_each_other(self) -> "PollShape":
        moments = [
            *(self.made_at, self.keyed_at, self.opened_at),
            *(self.ended_at, self.counted_at, self.published_at),
        ]
        came = [moment for moment in moments if moment is not None]
        if moments[: len(came)] != came or came != sorted(came):
            raise ValueError("各个时刻（made_at 到 published_at）应依次，前面的不能缺")
        return self


class PollsFile(Strict):
    polls: tuple[PollShape, ...]
