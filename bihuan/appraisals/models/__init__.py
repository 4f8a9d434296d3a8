"""The models of the room, one aggregate a file."""

from bihuan.appraisals.models.box import BallotBox, BallotSlip, OpenedList, SealedList
from bihuan.appraisals.models.electorate import Candidate, RollLine, Teller, VoterGroup
from bihuan.appraisals.models.poll import (
    OF_PERSONS,
    Poll,
    PollKind,
    PollState,
    PollStep,
    PollStepKind,
)
from bihuan.appraisals.models.result import ItemResult, VoteCount

__all__ = [
    "OF_PERSONS",
    "BallotBox",
    "BallotSlip",
    "Candidate",
    "ItemResult",
    "OpenedList",
    "Poll",
    "PollKind",
    "PollState",
    "PollStep",
    "PollStepKind",
    "RollLine",
    "SealedList",
    "Teller",
    "VoteCount",
    "VoterGroup",
]
