"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.campaigns.views.arranging import (
    new_step,
    phase_closing,
    phase_opening,
    phases,
    step,
    step_removal,
)
from bihuan.campaigns.views.items import item, item_task, new_item, withdrawal
from bihuan.campaigns.views.making import change, end, new_campaign, start
from bihuan.campaigns.views.planning import (
    adoption,
    comparison,
    issue,
    offer_answer,
    plan,
    plans,
    taking_over,
)
from bihuan.campaigns.views.reading import campaign, campaigns, timeline
from bihuan.campaigns.views.readying import readiness, readiness_line, readiness_removal
from bihuan.campaigns.views.rolling import (
    counts,
    leaving,
    people,
    person,
    roll,
    unit_roll,
    workbook,
)

__all__ = [
    "adoption",
    "campaign",
    "campaigns",
    "change",
    "comparison",
    "counts",
    "end",
    "issue",
    "item",
    "item_task",
    "leaving",
    "new_campaign",
    "new_item",
    "new_step",
    "offer_answer",
    "people",
    "person",
    "phase_closing",
    "phase_opening",
    "phases",
    "plan",
    "plans",
    "readiness",
    "readiness_line",
    "readiness_removal",
    "roll",
    "start",
    "step",
    "step_removal",
    "taking_over",
    "timeline",
    "unit_roll",
    "withdrawal",
    "workbook",
]
