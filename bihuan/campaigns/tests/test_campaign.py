"""A campaign made from a template, started, its stages opened, ended; and what is refused."""

import datetime as dt
from dataclasses import replace

import pytest

from bihuan.audit.models import Entry
from bihuan.campaigns.actions import (
    CampaignSpec,
    PhaseSpec,
    StepSpec,
    arrange_phases,
    change_item,
    close_phase,
    end_campaign,
    issue_plan,
    make_campaign,
    open_phase,
    remove_step,
    save_step,
    start_campaign,
)
from bihuan.campaigns.drafting import from_campaign, from_template, read, template_of, templates
from bihuan.campaigns.errors import CampaignEnded, NotYet
from bihuan.campaigns.models import Campaign, CampaignState, CampaignStep, Phase, Plan, PlanItem
from bihuan.campaigns.tests.conftest import BEGINS, ENDS, TODAY, made, said_by, titled
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db


def _spec(code: str = "one") -> CampaignSpec:
    return from_template(
        template_of("scientific-outlook-2009"),
        code=code,
        title="学习实践活动",
        begins_on=BEGINS,
        ends_on=ENDS,
    )


def _specs(campaign: Campaign) -> list[PhaseSpec]:
    return [
        PhaseSpec(p.label, p.begins_on, p.ends_on, p.code, p.goal, p.is_gated)
        for p in campaign.phases.all()
    ]


def _arrange(cast: Cast, campaign: Campaign, specs: list[PhaseSpec]) -> Campaign:
    return arrange_phases(
        actor=cast.actor("clerk"),
        campaign=campaign,
        begins_on=campaign.begins_on,
        ends_on=campaign.ends_on,
        phases=specs,
    )


def test_the_2009_template_is_whole_and_the_2026_one_has_no_stages() -> None:
    old, new = templates()["scientific-outlook-2009"], templates()["study-2026"]
    assert (len(old.phases), old.steps) == (3, 6)
    assert [phase.gated for phase in old.phases] == [False, True, True]
    labels = [phase.label for phase in new.phases]
    assert labels == ["学习研讨", "查摆问题", "整改整治", "建章立制", "开门教育"]
    assert not any(phase.gated for phase in new.phases)


def test_a_template_that_says_more_than_it_may_is_refused() -> None:
    with pytest.raises(Invalid, match=r"bad\.toml"):
        read('code = "x"\nimport = "os"', "bad.toml")
    with pytest.raises(Invalid, match="TOML"):
        read("code = ", "bad.toml")


def test_a_campaign_is_made_whole_with_its_days_and_a_draft_of_its_plan(cast: Cast) -> None:
    campaign = made(cast)
    phases = list(campaign.phases.all())
    assert (phases[0].begins_on, phases[-1].ends_on) == (BEGINS, ENDS)
    assert phases[1].begins_on == dt.date(2009, 12, 1)
    assert CampaignStep.objects.filter(phase__campaign=campaign).count() == 6
    plan = campaign.plans.get()
    assert plan.set_on is None
    items = list(plan.items.select_related("step__phase"))
    assert len(items) == 14
    assert all(
        i.step.phase.begins_on <= i.begins_on <= i.due_on <= i.step.phase.ends_on for i in items
    )
    assert campaign.readiness.count() == 3
    assert Entry.objects.filter(action="campaign.make").count() == 1


def test_only_who_runs_campaigns_makes_one(cast: Cast) -> None:
    for name in ("village_reporter", "leader", "inspection_group", "outsider"):
        with pytest.raises(NotAllowed):
            make_campaign(actor=cast.actor(name), home=cast.town, spec=_spec())
    assert not Campaign.objects.exists()


def test_a_code_that_stands_twice_is_refused_and_nothing_is_half_done(cast: Cast) -> None:
    made(cast, "one")
    with pytest.raises(Invalid, match="已经存在"):
        make_campaign(actor=cast.actor("clerk"), home=cast.town, spec=_spec("one"))
    spec = _spec("two")
    doubled = replace(spec, phases=(spec.phases[0], replace(spec.phases[1], code="study")))
    with pytest.raises(Invalid, match="用了两次"):
        make_campaign(actor=cast.actor("clerk"), home=cast.town, spec=doubled)
    steps = spec.phases[0].steps
    again = replace(spec.phases[0], steps=(steps[0], replace(steps[1], code=steps[0].code)))
    with pytest.raises(Invalid, match="用了两次"):
        make_campaign(
            actor=cast.actor("clerk"), home=cast.town, spec=replace(spec, phases=(again,))
        )
    assert Campaign.objects.count() == 1
    assert Phase.objects.count() == 3


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (dt.date(2009, 11, 30), dt.date(2010, 1, 10), "重叠"),
        (dt.date(2010, 1, 10), dt.date(2009, 12, 1), "早于"),
        (dt.date(2009, 12, 1), dt.date(2010, 3, 31), "超出"),
    ],
)
def test_days_of_stages_that_contradict_each_other_are_refused(
    cast: Cast, first: dt.date, last: dt.date, said: str
) -> None:
    campaign = made(cast)
    specs = _specs(campaign)
    specs[1] = replace(specs[1], begins_on=first, ends_on=last)
    with pytest.raises(Invalid, match=said):
        _arrange(cast, campaign, specs)


def test_starting_opens_the_first_stage_only(cast: Cast, campaign: Campaign) -> None:
    assert campaign.state == CampaignState.RUNNING
    assert [phase.opened_on for phase in campaign.phases.all()] == [BEGINS, None, None]
    with pytest.raises(Conflict):
        start_campaign(actor=cast.actor("clerk"), campaign=campaign)


def test_tracks_all_open_with_the_campaign(cast: Cast) -> None:
    campaign = made(cast, "tracks", "study-2026")
    start_campaign(actor=cast.actor("clerk"), campaign=campaign)
    assert all(phase.opened_on == TODAY for phase in campaign.phases.all())


def test_a_gated_stage_is_opened_by_who_agrees_to_it_in_turn(
    cast: Cast, campaign: Campaign
) -> None:
    first, second, third = campaign.phases.all()
    on = dt.date(2009, 12, 1)
    with pytest.raises(NotYet, match="同意转段"):
        open_phase(actor=cast.actor("clerk"), phase=second, on=on)
    with pytest.raises(NotAllowed):
        open_phase(actor=cast.actor("village_reporter"), phase=second, on=on)
    group = cast.actor("inspection_group")
    with pytest.raises(NotYet, match="还没有启动"):
        open_phase(actor=group, phase=third, on=on)
    with pytest.raises(Invalid, match="还没有到"):
        open_phase(actor=group, phase=second, on=TODAY + dt.timedelta(days=1))
    with pytest.raises(Invalid, match="不能早于"):
        open_phase(actor=group, phase=second, on=BEGINS - dt.timedelta(days=1))
    opened = open_phase(actor=group, phase=second, on=on)
    first.refresh_from_db()
    assert (opened.opened_on, first.closed_on) == (on, on)
    assert open_phase(actor=group, phase=second, on=on).opened_on == on  # again: nothing changes
    with pytest.raises(Conflict):
        open_phase(actor=group, phase=second, on=TODAY)
    assert Entry.objects.filter(action="phase.open", result="done").count() == 1


def test_a_stage_without_a_gate_is_opened_by_the_clerk(cast: Cast) -> None:
    campaign = made(cast)
    specs = [replace(spec, is_gated=False) for spec in _specs(campaign)]
    _arrange(cast, campaign, specs)
    start_campaign(actor=cast.actor("clerk"), campaign=campaign, on=BEGINS)
    second = campaign.phases.all()[1]
    assert open_phase(actor=cast.actor("clerk"), phase=second, on=TODAY).opened_on == TODAY
    with pytest.raises(NotAllowed):
        open_phase(actor=cast.actor("outsider"), phase=campaign.phases.all()[2], on=TODAY)


def test_a_campaign_with_stages_open_does_not_end(cast: Cast, campaign: Campaign) -> None:
    clerk, group = cast.actor("clerk"), cast.actor("inspection_group")
    with pytest.raises(NotYet, match="学习调研"):
        end_campaign(actor=clerk, campaign=campaign)
    with pytest.raises(NotYet, match="自动结束"):
        close_phase(actor=clerk, phase=campaign.phases.all()[0])
    for phase in campaign.phases.all()[1:]:
        open_phase(actor=group, phase=phase, on=TODAY)
    with pytest.raises(NotYet, match="整改落实"):
        end_campaign(actor=clerk, campaign=campaign)
    close_phase(actor=clerk, phase=campaign.phases.all()[2])
    ended = end_campaign(actor=clerk, campaign=campaign)
    assert ended.ended_on == TODAY
    with pytest.raises(CampaignEnded):
        _arrange(cast, campaign, _specs(campaign))


def test_phases_are_edited_as_data(cast: Cast) -> None:
    campaign = made(cast)
    specs = _specs(campaign)
    more = PhaseSpec("巩固提高", ENDS, ENDS)
    specs[2] = replace(specs[2], ends_on=ENDS - dt.timedelta(days=1), label="整改")
    _arrange(cast, campaign, [*specs, more])
    labels = [phase.label for phase in campaign.phases.all()]
    assert labels == ["学习调研", "分析检查", "整改", "巩固提高"]
    _arrange(cast, campaign, _specs(campaign)[:3])
    assert campaign.phases.count() == 3
    with pytest.raises(Conflict, match="不能删除"):
        _arrange(cast, campaign, _specs(campaign)[:2])


def test_the_draft_moves_with_the_days_and_a_standing_plan_is_not_pushed_out(cast: Cast) -> None:
    campaign, clerk = made(cast), cast.actor("clerk")
    specs = _specs(campaign)
    specs[2] = replace(specs[2], begins_on=ENDS - dt.timedelta(days=9))
    _arrange(cast, campaign, specs)
    plan = campaign.plans.get()
    assert titled(plan, "制定整改落实方案并公开承诺").begins_on == ENDS - dt.timedelta(days=9)
    issue_plan(actor=clerk, plan=plan)
    specs[2] = replace(specs[2], begins_on=ENDS)
    with pytest.raises(Invalid, match="新日期以外"):
        _arrange(cast, campaign, specs)


def test_steps_are_edited_as_data(cast: Cast) -> None:
    campaign, clerk = made(cast), cast.actor("clerk")
    phase = campaign.phases.all()[0]
    step = save_step(actor=clerk, phase=phase, spec=StepSpec("补课"))
    assert (step.code, step.position) == ("step-1", 3)
    with pytest.raises(Invalid, match="换一个"):
        save_step(actor=clerk, phase=phase, spec=StepSpec("又一个", "learn"))
    save_step(actor=clerk, phase=phase, spec=StepSpec("集中补课"), step=step)
    remove_step(actor=clerk, step=CampaignStep.objects.get(label="集中补课"))
    with pytest.raises(Conflict):
        remove_step(actor=clerk, step=phase.steps.all()[0])
    with pytest.raises(NotAllowed):
        save_step(actor=cast.actor("village_reporter"), phase=phase, spec=StepSpec("x"))


def test_a_campaign_is_made_from_an_ended_one(cast: Cast, plan: Plan) -> None:
    clerk = cast.actor("clerk")
    first = titled(plan, "召开动员大会")
    change_item(actor=clerk, item=first, spec=said_by(first, title="开动员会"))
    begins, ends = dt.date(2011, 3, 1), dt.date(2011, 6, 30)
    spec = from_campaign(plan.campaign, code="again", title="再来", begins_on=begins, ends_on=ends)
    made_again = make_campaign(actor=clerk, home=cast.town, spec=spec)
    items = PlanItem.objects.filter(plan__campaign=made_again).select_related("step__phase")
    assert items.filter(title="开动员会").exists()
    assert items.count() == plan.items.count()
    assert all(i.step.phase.begins_on <= i.begins_on <= i.due_on for i in items)
    assert made_again.phases.all()[2].ends_on == ends
