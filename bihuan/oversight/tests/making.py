"""Campaigns, gates and answers for the tests of this and other rooms, through the actions."""

import datetime as dt

from bihuan.campaigns import actions as campaigns
from bihuan.campaigns.actions import CampaignSpec, Deliverable, PhaseSpec, StepSpec
from bihuan.campaigns.models import Campaign, Mode, Phase
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast
from bihuan.oversight import actions
from bihuan.oversight.models import GateLine, GateRequest, Standing

STUDY = (dt.date(2009, 10, 8), dt.date(2009, 11, 30))
ANALYSIS = (dt.date(2009, 12, 1), dt.date(2010, 1, 10))
REPORT = (Deliverable("调研报告", is_required=True, code="report"),)


def make_campaign(home: Unit, code: str = "study-2009", mode: str = Mode.STAGED) -> Campaign:
    """Make a running campaign of two stages, the second gated, the first open."""
    is_staged = mode == Mode.STAGED
    spec = CampaignSpec(
        code=code,
        title="学习实践科学发展观活动",
        mode=mode,
        begins_on=STUDY[0],
        ends_on=ANALYSIS[1],
        phases=(
            PhaseSpec(
                "学习调研", *STUDY, "study", steps=(StepSpec("学习培训", "learn", "", REPORT),)
            ),
            PhaseSpec(
                "分析检查",
                *ANALYSIS,
                "analysis",
                is_gated=is_staged,
                steps=(StepSpec("专题民主生活会", "life", "", REPORT),),
            ),
        ),
        plan_kinds=("village",),
    )
    keeper = Actor.installation()
    made = campaigns.make_campaign(actor=keeper, home=home, spec=spec)
    return campaigns.start_campaign(actor=keeper, campaign=made, on=STUDY[0])


def first_phase(campaign: Campaign) -> Phase:
    """Return a campaign's first stage, read anew."""
    return campaign.phases.select_related("campaign__home").order_by("position")[0]


def make_draft(cast: Cast, campaign: Campaign | None = None) -> GateRequest:
    """Begin the self-check of the first stage by the town's clerk."""
    campaign = campaign or make_campaign(cast.town)
    return actions.draft_gate(actor=cast.actor("clerk"), phase=first_phase(campaign))


def fill_in(cast: Cast, request: GateRequest) -> GateRequest:
    """Write the summary and what stands of each line in words."""
    clerk = cast.actor("clerk")
    for line in GateLine.objects.filter(request=request, removed_at=None):
        spec = actions.LineSpec(
            promised=line.promised,
            stands="已印发3篇",
            standing=Standing.KEPT,
            doing="按计划推进",
            section=line.section,
        )
        actions.change_line(actor=clerk, line=line, spec=spec)
    return actions.write_summary(actor=clerk, request=request, summary="学习调研按方案完成。")


def make_sent(cast: Cast, campaign: Campaign | None = None) -> GateRequest:
    """Return a request that was sent to the inspection group."""
    request = fill_in(cast, make_draft(cast, campaign))
    return actions.send_gate(actor=cast.actor("clerk"), request=request)


def condition(text: str) -> actions.Condition:
    """Return a condition of the town's, due in twenty days."""
    return actions.Condition(text, clock.today() + dt.timedelta(days=20))


def make_agreed(cast: Cast, *texts: str, campaign: Campaign | None = None) -> GateRequest:
    """Return a request agreed to by the group, with a condition for each text."""
    return actions.agree_gate(
        actor=cast.actor("inspection_group"),
        request=make_sent(cast, campaign),
        conditions=[condition(text) for text in texts],
    )
