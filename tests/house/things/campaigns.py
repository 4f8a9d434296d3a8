"""Things of the room `campaigns` that addresses are about: one of each, in the first town."""

import datetime as dt
from functools import cached_property

from bihuan.campaigns.actions import (
    ItemSpec,
    PersonSpec,
    StepSpec,
    add_item,
    adopt_plan,
    change_item,
    issue_plan,
    make_campaign,
    save_participant,
    save_step,
    start_campaign,
)
from bihuan.campaigns.drafting import from_template, template_of
from bihuan.campaigns.models import (
    Campaign,
    CampaignStep,
    Participant,
    Phase,
    Plan,
    PlanItem,
    PlanOffer,
    ReadinessItem,
)
from bihuan.lib import clock
from bihuan.orgs.actions import close_unit
from bihuan.orgs.tests import cast as made
from tests.house.things.cast import Things


class CampaignsThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def drafted_campaign(self) -> Campaign:
        """Return the town's campaign, being prepared."""
        spec = from_template(
            template_of("study-2026"),
            code="house",
            title="学习教育",
            begins_on=clock.today(),
            ends_on=clock.today() + dt.timedelta(days=120),
        )
        return make_campaign(actor=made.keeper(), home=self.cast.town, spec=spec)

    @cached_property
    def campaign(self) -> Campaign:
        """Return the same campaign, started, its plan issued."""
        campaign = self.drafted_campaign
        issue_plan(actor=made.keeper(), plan=campaign.plans.get())
        return start_campaign(actor=made.keeper(), campaign=campaign)

    @cached_property
    def phase(self) -> Phase:
        """Return a track that has opened with the campaign."""
        return self.campaign.phases.all()[0]

    @cached_property
    def campaign_step(self) -> CampaignStep:
        """Return a step that nothing was planned in."""
        return save_step(
            actor=made.keeper(), phase=self.drafted_campaign.phases.all()[0], spec=StepSpec("补课")
        )

    @cached_property
    def draft_plan(self) -> Plan:
        """Return the campaign's own plan while it is a draft."""
        return self.drafted_campaign.plans.get()

    @cached_property
    def top_plan(self) -> Plan:
        """Return the campaign's own plan, issued."""
        return self.campaign.plans.get(parent=None)

    @cached_property
    def village_plan(self) -> Plan:
        """Return the first village's plan."""
        return adopt_plan(actor=made.keeper(), unit=self.cast.villages[0], parent=self.top_plan)

    @cached_property
    def village_item(self) -> PlanItem:
        """Return what the first village added to its plan."""
        spec = ItemSpec(
            "送学上门",
            clock.today(),
            clock.today() + dt.timedelta(days=9),
            step=self.phase.steps.all()[0],
        )
        return add_item(actor=made.keeper(), plan=self.village_plan, spec=spec)

    @cached_property
    def plan_offer(self) -> PlanOffer:
        """Return a change of the town's plan that the first village was offered."""
        mine = self.village_plan
        item = self.top_plan.items.all()[0]
        spec = ItemSpec("改过的事项", item.begins_on, item.due_on)
        change_item(actor=made.keeper(), item=item, spec=spec)
        return mine.offers.get()

    @cached_property
    def closed_plan(self) -> Plan:
        """Return the plan of a village that was merged into the first one."""
        village = made.make_unit(self.cast.town, "village", "四村")
        plan = adopt_plan(actor=made.keeper(), unit=village, parent=self.top_plan)
        close_unit(
            actor=made.keeper(),
            unit=village,
            closed_on=clock.today(),
            successor=self.cast.villages[0],
            reason="撤村并村",
        )
        return plan

    @cached_property
    def participant(self) -> Participant:
        """Return one of the first village's branch's roll."""
        return save_participant(
            actor=made.keeper(),
            campaign=self.campaign,
            unit=self.cast.branches[0],
            spec=PersonSpec("党员01"),
        )

    @cached_property
    def readiness_item(self) -> ReadinessItem:
        """Return a line of the campaign's readiness list."""
        return self.campaign.readiness.all()[0]
