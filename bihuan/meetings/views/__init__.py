"""The pages of the room."""

from bihuan.meetings.views.changing import (
    another,
    assignment,
    minutes,
    points,
    resolutions,
    step,
    voiding,
    withdrawal,
)
from bihuan.meetings.views.entering import attendance, change, new
from bihuan.meetings.views.lists import meetings, workbook
from bihuan.meetings.views.one import meeting, record
from bihuan.meetings.views.talks import (
    new_talk,
    talk_list,
    talk_voiding,
    talk_workbook,
    talks,
    talks_workbook,
)

__all__ = [
    "another",
    "assignment",
    "attendance",
    "change",
    "meeting",
    "meetings",
    "minutes",
    "new",
    "new_talk",
    "points",
    "record",
    "resolutions",
    "step",
    "talk_list",
    "talk_voiding",
    "talk_workbook",
    "talks",
    "talks_workbook",
    "voiding",
    "withdrawal",
    "workbook",
]
