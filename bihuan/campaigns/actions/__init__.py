"""Every write of the room."""

from bihuan.campaigns.actions.cascading import answer_offer
from bihuan.campaigns.actions.making import (
    change_campaign,
    end_campaign,
    make_campaign,
    start_campaign,
)
from bihuan.campaigns.actions.phasing import (
    arrange_phases,
    close_phase,
    open_phase,
    remove_step,
    save_step,
)
from bihuan.campaigns.actions.planning import (
    add_item,
    adopt_plan,
    assign_item,
    change_item,
    issue_plan,
    withdraw_item,
)
from bihuan.campaigns.actions.readying import drop_readiness, save_readiness
from bihuan.campaigns.actions.rolling import (
    count_roll,
    import_roll,
    leave_roll,
    remove_names,
    save_participant,
)
from bihuan.campaigns.actions.specs import (
    CampaignSpec,
    Deliverable,
    ItemSpec,
    PersonSpec,
    PhaseSpec,
    ReadinessSpec,
    RollCounts,
    StepSpec,
)
from bihuan.campaigns.actions.taking_over import take_over_plan

__all__ = [
    "CampaignSpec",
    "Deliverable",
    "ItemSpec",
    "PersonSpec",
    "PhaseSpec",
    "ReadinessSpec",
    "RollCounts",
    "StepSpec",
    "add_item",
    "adopt_plan",
    "answer_offer",
    "arrange_phases",
    "assign_item",
    "change_campaign",
    "change_item",
    "close_phase",
    "count_roll",
    "drop_readiness",
    "end_campaign",
    "import_roll",
    "issue_plan",
    "leave_roll",
    "make_campaign",
    "open_phase",
    "remove_names",
    "remove_step",
    "save_participant",
    "save_readiness",
    "save_step",
    "start_campaign",
    "take_over_plan",
    "withdraw_item",
]
