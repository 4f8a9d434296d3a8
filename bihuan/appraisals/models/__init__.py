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
from bihuan.appraisals.models.talk import (
    ReminderStep,
    ReminderStepKind,
    ReminderTalk,
    TalkReply,
    TalkState,
)
from bihuan.appraisals.models.yearly import (
    AssessedPerson,
    AssessmentState,
    AssessmentStep,
    AssessmentStepKind,
    AssessmentView,
    DailyPoints,
    Grade,
    GradeDecision,
    YearlyAssessment,
)

__all__ = [
    "OF_PERSONS",
    "AssessedPerson",
    "AssessmentState",
    "AssessmentStep",
    "AssessmentStepKind",
    "AssessmentView",
    "BallotBox",
    "BallotSlip",
    "Candidate",
    "DailyPoints",
    "Grade",
    "GradeDecision",
    "ItemResult",
    "OpenedList",
    "Poll",
    "PollKind",
    "PollState",
    "PollStep",
    "PollStepKind",
    "ReminderStep",
    "ReminderStepKind",
    "ReminderTalk",
    "RollLine",
    "SealedList",
    "TalkReply",
    "TalkState",
    "Teller",
    "VoteCount",
    "VoterGroup",
    "YearlyAssessment",
]
