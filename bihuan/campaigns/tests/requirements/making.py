"""Campaigns, figures and requirements for the tests."""

import datetime as dt
from typing import Any

from bihuan.campaigns.actions.requiring import RequirementSpec, make_requirement
from bihuan.campaigns.models import Campaign, CampaignState, Mode, Phase, Requirement
from bihuan.figures.models import Definition
from bihuan.lib import clock
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast

BEGINS, ENDS = dt.date(2009, 9, 1), dt.date(2010, 2, 28)
TODAY = dt.date(2010, 2, 3)
BASIS = "镇活动实施方案第三条"


def campaign_of(home: Unit, code: str = "study", **changes: Any) -> Campaign:
    """Let a campaign of one stage run in a home."""
    given: dict[str, Any] = {
        "title": "学习实践活动",
        "mode": Mode.STAGED,
        "begins_on": BEGINS,
        "ends_on": ENDS,
        "state": CampaignState.RUNNING,
        **changes,
    }
    made = Campaign.objects.create(
        home=home, path=home.path, code=code, made_at=clock.now(), **given
    )
    Phase.objects.create(
        home=home,
        campaign=made,
        code="first",
        label="学习调研",
        position=1,
        begins_on=made.begins_on,
        ends_on=made.ends_on,
    )
    return made


def figure(home: Unit, code: str = "roads_built", **values: Any) -> Definition:
    """Define a figure over the register of roads."""
    made: dict[str, Any] = {
        "label": f"数据{code}",
        "source": "roads",
        "aggregate": "count",
        "nature": "exact",
        "unit_of_measure": "条",
    } | values
    return Definition.objects.create(home=home, code=code, **made)


def spec(**changes: Any) -> RequirementSpec:
    """Describe a requirement of two roads a village; `changes` replace its keys."""
    given: dict[str, Any] = {
        "code": "roads",
        "label": "每村修路",
        "figure": "roads_built",
        "scope": "unit",
        "rule": "at_least",
        "threshold": 2,
        "unit_kinds": ("village",),
        "basis": BASIS,
    }
    return RequirementSpec(**(given | changes))


def require(cast: Cast, campaign: Campaign, **changes: Any) -> Requirement:
    """Set a requirement by the town's clerk."""
    actor = cast.actor("clerk")
    return make_requirement(actor=actor, campaign=campaign, spec=spec(**changes))
