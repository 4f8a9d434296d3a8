"""The aggregates of the room, one a file."""

from bihuan.meetings.models.attendance import Attendance, Attendee, Category, Invitation, Part
from bihuan.meetings.models.meeting import (
    LIFE_KINDS,
    Meeting,
    MeetingKind,
    MeetingState,
    MeetingStep,
    StepKind,
)
from bihuan.meetings.models.outcome import RaisedPoint, Resolution
from bihuan.meetings.models.sequence import SequenceStep
from bihuan.meetings.models.talk import HeartTalk, TalkKind

__all__ = [
    "LIFE_KINDS",
    "Attendance",
    "Attendee",
    "Category",
    "HeartTalk",
    "Invitation",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "MeetingStep",
    "Part",
    "RaisedPoint",
    "Resolution",
    "SequenceStep",
    "StepKind",
    "TalkKind",
]
