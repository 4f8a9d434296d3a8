"""Fixtures of the room's tests."""

import datetime as dt
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.campaigns.actions import (
    ItemSpec,
    adopt_plan,
    issue_plan,
    make_campaign,
    start_campaign,
)
from bihuan.campaigns.drafting import from_template, template_of
from bihuan.campaigns.models import Campaign, Plan, PlanItem
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast, make_cast

TODAY = dt.date(2010, 2, 3)
BEGINS, ENDS = dt.date(2009, 9, 1), dt.date(2010, 2, 28)


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's."""
    settings.BIHUAN_TODAY = TODAY


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast."""
    return make_cast()


def made(cast: Cast, code: str = "outlook", template: str = "scientific-outlook-2009") -> Campaign:
    """Make a campaign of the town from a template."""
    spec = from_template(
        template_of(template), code=code, title="学习实践活动", begins_on=BEGINS, ends_on=ENDS
    )
    return make_campaign(actor=cast.actor("clerk"), home=cast.town, spec=spec)


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """Return the town's staged campaign, started on its first day."""
    return start_campaign(actor=cast.actor("clerk"), campaign=made(cast), on=BEGINS)


@pytest.fixture
def plan(cast: Cast, campaign: Campaign) -> Plan:
    """Return the campaign's own plan, issued."""
    own = campaign.plans.get(parent=None)
    return issue_plan(actor=cast.actor("clerk"), plan=own, on=dt.date(2009, 9, 7))


def adopted(cast: Cast, plan: Plan, unit: Unit | None = None) -> Plan:
    """Let a village adopt a plan: the first, whose reporter is of the cast."""
    unit = unit or cast.villages[0]
    name = "village_reporter" if unit == cast.villages[0] else "clerk"
    return adopt_plan(actor=cast.actor(name), unit=unit, parent=plan)


def titled(plan: Plan, title: str) -> PlanItem:
    """Return the item of a plan with a title."""
    return plan.items.select_related("plan__unit", "step__phase").get(title=title)


def said_by(item: PlanItem, **changes: Any) -> ItemSpec:
    """Return what an item says, with changes."""
    given: dict[str, Any] = {
        "title": item.title,
        "begins_on": item.begins_on,
        "due_on": item.due_on,
        "content": item.content,
        "deliverable": item.deliverable,
        "is_required": item.is_required,
    }
    return ItemSpec(**{**given, **changes})
