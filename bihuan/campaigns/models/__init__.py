"""The aggregates of the room, one a file."""

from bihuan.campaigns.models.campaign import Campaign, CampaignState, CampaignStep, Mode, Phase
from bihuan.campaigns.models.offer import OfferAnswer, OfferKind, PlanOffer
from bihuan.campaigns.models.plan import Plan, PlanItem
from bihuan.campaigns.models.readiness import ReadinessItem
from bihuan.campaigns.models.requirement import (
    RequiredUnit,
    Requirement,
    RequirementRule,
    RequirementScope,
)
from bihuan.campaigns.models.roll import Participant, UnitRoll, Way

__all__ = [
    "Campaign",
    "CampaignState",
    "CampaignStep",
    "Mode",
    "OfferAnswer",
    "OfferKind",
    "Participant",
    "Phase",
    "Plan",
    "PlanItem",
    "PlanOffer",
    "ReadinessItem",
    "RequiredUnit",
    "Requirement",
    "RequirementRule",
    "RequirementScope",
    "UnitRoll",
    "Way",
]
