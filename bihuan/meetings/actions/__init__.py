"""Every write of the room."""

from bihuan.meetings.actions.calling import (
    MeetingSpec,
    call_again,
    call_meeting,
    change_meeting,
    void_meeting,
)
from bihuan.meetings.actions.holding import Counts, Named, hold_meeting
from bihuan.meetings.actions.marking import mark_step
from bihuan.meetings.actions.minutes import draft_meeting_minutes
from bihuan.meetings.actions.points import link_points, note_points
from bihuan.meetings.actions.resolving import (
    ResolutionSpec,
    assign_resolution,
    record_resolution,
    void_resolution,
)
from bihuan.meetings.actions.talking import FollowUp, TalkSpec, record_talks, void_talk

__all__ = [
    "Counts",
    "FollowUp",
    "MeetingSpec",
    "Named",
    "ResolutionSpec",
    "TalkSpec",
    "assign_resolution",
    "call_again",
    "call_meeting",
    "change_meeting",
    "draft_meeting_minutes",
    "hold_meeting",
    "link_points",
    "mark_step",
    "note_points",
    "record_resolution",
    "record_talks",
    "void_meeting",
    "void_resolution",
    "void_talk",
]
