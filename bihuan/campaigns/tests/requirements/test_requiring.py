"""Setting, changing and ending requirements: what is refused, and that history stays right."""

import datetime as dt
from typing import Any

import pytest

from bihuan.audit.models import Entry
from bihuan.campaigns.actions.requiring import (
    change_requirement,
    end_requirement,
    make_requirement,
)
from bihuan.campaigns.models import Campaign, CampaignState, Requirement
from bihuan.campaigns.requirements.access import standing_on
from bihuan.campaigns.requirements.errors import ForbiddenYardstick, RequirementClosed
from bihuan.campaigns.tests.requirements.making import TODAY, campaign_of, figure, require, spec
from bihuan.figures.errors import UnknownFigure
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast, make_team
from bihuan.registers.models import Column, Register

pytestmark = pytest.mark.usefixtures("roads", "on_a_day")


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """Return a running campaign of the town, with a figure to require."""
    figure(cast.town)
    return campaign_of(cast.town)


def test_a_clerk_sets_a_requirement_and_the_log_says_so(cast: Cast, campaign: Campaign) -> None:
    made = require(cast, campaign, units=(cast.station.code,), phase="first")
    assert (made.position, made.from_on, str(made.phase)) == (1, TODAY, "学习调研")
    assert [row.unit for row in made.required_units.all()] == [cast.station]
    assert Entry.objects.filter(action="requirement.make", note="每村修路").count() == 1


@pytest.mark.parametrize("who", ["village_reporter", "leader", "inspection_group", "outsider"])
def test_nobody_else_sets_one(cast: Cast, campaign: Campaign, who: str) -> None:
    with pytest.raises(NotAllowed):
        make_requirement(actor=cast.actor(who), campaign=campaign, spec=spec())
    assert not Requirement.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"threshold": -1}, "不能是负数"),
        ({"threshold": "NaN"}, "不能是负数"),
        ({"threshold": "两条"}, "不是数"),
        ({"threshold": "1.00001"}, "四位小数"),
        ({"due_on": dt.date(2010, 3, 1)}, "不在活动期间"),
        ({"due_on": dt.date(2009, 8, 31)}, "不在活动期间"),
        ({"rule": "by_date"}, "写明期限"),
        ({"rule": "coverage"}, "不是比率"),
        ({"rule": "exactly"}, "无法识别"),
        ({"scope": "everybody"}, "无法识别"),
        ({"unit_kinds": ()}, "请选单位类别"),
        ({"unit_kinds": ("moon",)}, "无法识别"),
        ({"units": ("nowhere",)}, "不在"),
        ({"phase": "second"}, "没有代码为“second”的阶段"),
        ({"scope": "person"}, "二者选一"),
        ({"scope": "person", "post_kinds": ("cadre",), "team": "t"}, "二者选一"),
        ({"scope": "person", "team": "nobody"}, "没有代码为“nobody”的工作组"),
        ({"basis": ""}, "请填写文件依据"),
        ({"label": ""}, "请填写名称"),
        ({"code": "路"}, "代码"),
        ({"is_historical": True}, "请填写只作史料的理由"),
    ],
)
def test_what_a_requirement_cannot_be_is_said_in_a_sentence(
    cast: Cast, campaign: Campaign, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        require(cast, campaign, **changes)
    assert not Requirement.objects.exists()
    assert not Entry.objects.filter(action="requirement.make").exists()


def test_a_figure_of_nobody_or_of_another_administration_is_refused(
    cast: Cast, campaign: Campaign
) -> None:
    figure(cast.other_town, "elsewhere")
    figure(cast.county, "above")
    for code in ("elsewhere", "nothing"):
        with pytest.raises(UnknownFigure, match="别处定义的数据不能用来作要求"):
            require(cast, campaign, figure=code)
    assert require(cast, campaign, figure="above").figure == "above"


def test_a_unit_of_another_town_is_refused(cast: Cast, campaign: Campaign) -> None:
    with pytest.raises(Invalid, match="不在"):
        require(cast, campaign, units=(cast.other_village.code,))


def test_what_knows_of_no_person_is_not_required_of_persons(cast: Cast, campaign: Campaign) -> None:
    figure(cast.town, "units", source="orgs.units")
    figure(
        cast.town, "share", source="", aggregate="ratio", numerator="units",
        denominator="roads_built",
    )  # fmt: skip
    for code in ("units", "share"):
        with pytest.raises(Invalid, match="不能按人要求"):
            require(cast, campaign, figure=code, scope="person", post_kinds=("leadership",))
    team = make_team(cast.town)
    made = require(cast, campaign, scope="person", team=team.code)
    assert (made.team, made.unit_kinds) == (team, [])


def test_days_ratios_and_plans_take_only_the_rules_they_can(cast: Cast, campaign: Campaign) -> None:
    figure(cast.town, "first", aggregate="min", field="date", nature="date")
    figure(
        cast.town, "share", source="", aggregate="ratio", numerator="roads_built",
        denominator="roads_built", unit_of_measure="%", nature="ratio",
    )  # fmt: skip
    figure(cast.town, "planned", nature="plan")
    refused: list[tuple[dict[str, Any], str]] = [
        ({"figure": "first"}, "是日期"),
        ({"figure": "share", "rule": "by_date", "due_on": TODAY}, "是比率"),
        ({"figure": "share", "rule": "coverage", "threshold": 101}, "不能要求超过100"),
        ({"figure": "planned"}, "本身是计划"),
    ]
    for changes, said in refused:
        with pytest.raises(Invalid, match=said):
            require(cast, campaign, **changes)
    require(cast, campaign, figure="share", rule="coverage", threshold=100)


def test_one_code_stands_once(cast: Cast, campaign: Campaign) -> None:
    first = require(cast, campaign)
    with pytest.raises(Invalid, match="已经存在"):
        require(cast, campaign)
    end_requirement(actor=cast.actor("clerk"), requirement=first, reason="写错了")
    assert require(cast, campaign).position == 2


def test_an_ended_campaign_requires_nothing_more(cast: Cast, campaign: Campaign) -> None:
    made = require(cast, campaign)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.ENDED)
    with pytest.raises(RequirementClosed, match="已经办结"):
        require(cast, campaign, code="more")
    with pytest.raises(RequirementClosed, match="已经办结"):
        end_requirement(actor=cast.actor("clerk"), requirement=made, reason="晚了")


def test_a_change_sets_another_and_leaves_the_past_as_it_was(
    cast: Cast, campaign: Campaign
) -> None:
    with clock.set_back_to(dt.datetime(2009, 10, 1, 9, tzinfo=dt.UTC)):
        old = require(cast, campaign)
    actor = cast.actor("clerk")
    new = change_requirement(
        actor=actor, requirement=old, spec=spec(code="other", threshold=3), reason="县里加了一条"
    )
    assert (new.code, new.position, new.replaces) == ("roads", old.position, old)
    day = dt.date(2009, 12, 1)
    assert [str(one.threshold) for one in standing_on(campaign, day)] == ["2.0000"]
    assert [str(one.threshold) for one in standing_on(campaign, TODAY)] == ["3.0000"]
    with pytest.raises(RequirementClosed):
        change_requirement(actor=actor, requirement=old, spec=spec(), reason="再改")
    assert Entry.objects.get(action="requirement.change").note == "每村修路：县里加了一条"


def test_a_change_that_is_refused_ends_nothing(cast: Cast, campaign: Campaign) -> None:
    old = require(cast, campaign)
    for changes, reason in (({"threshold": -1}, "加"), ({}, "")):
        with pytest.raises(Invalid):
            change_requirement(
                actor=cast.actor("clerk"), requirement=old, spec=spec(**changes), reason=reason
            )
    old.refresh_from_db()
    assert not old.is_ended


def test_an_end_needs_a_reason(cast: Cast, campaign: Campaign) -> None:
    made = require(cast, campaign)
    with pytest.raises(Invalid, match="请填写理由"):
        end_requirement(actor=cast.actor("clerk"), requirement=made, reason=" ")
    end_requirement(actor=cast.actor("clerk"), requirement=made, reason="与县里重复")
    assert not standing_on(campaign, TODAY).exists()


def test_a_historical_register_measures_nobody(
    cast: Cast, campaign: Campaign, roads: Register
) -> None:
    Register.objects.filter(pk=roads.pk).update(is_historical=True)
    with pytest.raises(ForbiddenYardstick, match="仅供历史查阅"):
        require(cast, campaign)
    made = require(cast, campaign, is_historical=True, why_historical="当年的定额")
    assert made.is_historical


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"label": "照片张数"}, "照片"),
        ({"label": "在线时长"}, "积分"),
        ({"label": "学习笔记"}, "笔记"),
        ({"label": "召开座谈会次数"}, "开会"),
    ],
)
def test_a_forbidden_yardstick_is_told_by_its_words(
    cast: Cast, campaign: Campaign, values: dict[str, Any], said: str
) -> None:
    figure(cast.town, "counted", **values)
    with pytest.raises(ForbiddenYardstick, match=said):
        require(cast, campaign, figure="counted")


def test_a_forbidden_yardstick_is_told_by_the_concept_of_its_field_even_in_a_ratio(
    cast: Cast, campaign: Campaign, roads: Register
) -> None:
    Column.objects.filter(register=roads, code="lanes").update(concept="study_record.note_length")
    figure(cast.town, "lanes", aggregate="sum", field="lanes")
    figure(
        cast.town, "share", source="", aggregate="ratio", numerator="lanes",
        denominator="roads_built", nature="ratio",
    )  # fmt: skip
    for code in ("lanes", "share"):
        with pytest.raises(ForbiddenYardstick, match="字数"):
            require(cast, campaign, figure=code)
