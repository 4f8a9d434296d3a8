"""What a campaign requires stands in the self-check, counted from the records."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.campaigns.actions.requiring import (
    RequirementSpec,
    change_requirement,
    make_requirement,
)
from bihuan.campaigns.models import Campaign, Requirement
from bihuan.figures.models import Definition
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast
from bihuan.oversight import actions
from bihuan.oversight.measuring import measured
from bihuan.oversight.models import GateLine, GateRequest, Measure, Origin, Section, Standing
from bihuan.oversight.tests import making
from bihuan.registers.tests.making import make_record, make_register


@pytest.fixture
def roads(cast: Cast) -> None:
    """Let one village have a road, and roads be a figure."""
    register = make_register(cast.town)
    make_record(cast.actor("clerk"), register, cast.villages[0], finished_on="2009-11-02")
    Definition.objects.create(
        home=cast.town,
        code="roads_built",
        label="修路条数",
        source="roads",
        aggregate="count",
        nature="exact",
        unit_of_measure="条",
    )


def spec(**changes: Any) -> RequirementSpec:
    """Describe a requirement of one road a village; `changes` replace its keys."""
    given: dict[str, Any] = {
        "code": "roads",
        "label": "每村修路",
        "figure": "roads_built",
        "scope": "unit",
        "rule": "at_least",
        "threshold": 1,
        "unit_kinds": ("village",),
        "basis": "镇活动实施方案第三条",
    }
    return RequirementSpec(**(given | changes))


def define(cast: Cast, code: str, **values: Any) -> Definition:
    """Define a figure of the town."""
    return Definition.objects.create(home=cast.town, code=code, label=code, **values)


def lines_in(request: GateRequest) -> list[GateLine]:
    """Return the lines that stand in a request."""
    return list(request.lines.filter(removed_at=None))


def require(cast: Cast, campaign: Campaign, **changes: Any) -> Requirement:
    """Set a requirement by the town's clerk."""
    return make_requirement(actor=cast.actor("clerk"), campaign=campaign, spec=spec(**changes))


def lines_of(request: GateRequest) -> list[GateLine]:
    """Return the lines that requirements made."""
    return list(request.lines.filter(origin=Origin.REQUIREMENT, removed_at=None))


@pytest.mark.usefixtures("roads")
def test_units_that_have_what_is_required_are_counted(cast: Cast, campaign: Campaign) -> None:
    require(cast, campaign)
    require(cast, campaign, code="all", label="全镇修路", scope="overall", unit_kinds=())

    request = making.make_draft(cast, campaign)

    lines = lines_of(request)
    stands = measured(request, lines, actor=cast.actor("clerk"))
    said = {line.promised: stands[line.pk] for line in lines}
    by_village, whole = said.values()
    assert list(said) == [
        "每村修路（每个行政村（社区）不少于1条）",
        "全镇修路（全体合计不少于1条）",
    ]
    assert (by_village.text, by_village.standing) == (
        "应做到3个单位，已做到1个",
        Standing.PARTLY,
    )
    assert (whole.text, whole.standing) == ("1条", Standing.KEPT)
    assert "matrix" in by_village.url


@pytest.mark.usefixtures("roads")
def test_what_is_due_in_a_later_stage_or_only_history_is_not_proposed(
    cast: Cast, campaign: Campaign
) -> None:
    require(cast, campaign, code="later", due_on=dt.date(2009, 12, 20))
    history = {"is_historical": True, "why_historical": "现行规定不许作考核"}
    require(cast, campaign, code="history", **history)

    assert not lines_of(making.make_draft(cast, campaign))


@pytest.mark.usefixtures("roads")
def test_what_was_replaced_says_so_and_what_replaces_it_is_proposed(
    cast: Cast, campaign: Campaign
) -> None:
    old = require(cast, campaign)
    request = making.make_draft(cast, campaign)
    clerk = cast.actor("clerk")
    change_requirement(actor=clerk, requirement=old, spec=spec(threshold=2), reason="标准提高")

    actions.propose_lines(actor=clerk, request=request)

    before, after = lines_of(request)
    stands = measured(request, [before, after], actor=clerk)
    assert "标准提高" in stands[before.pk].text
    assert not stands[before.pk].standing
    assert stands[after.pk].text == "应做到3个单位，已做到0个"


@pytest.mark.usefixtures("roads")
def test_the_next_stage_looks_back_at_a_requirement_once(cast: Cast, campaign: Campaign) -> None:
    require(cast, campaign)
    making.make_agreed(cast, campaign=campaign)
    second = campaign.phases.select_related("campaign__home").get(position=2)

    request = actions.draft_gate(actor=cast.actor("clerk"), phase=second)

    line = request.lines.get(measure=Measure.REQUIRED)
    stand = measured(request, [line], actor=cast.actor("clerk"))[line.pk]
    assert line.section == Section.LOOK_BACK
    assert stand.text == "应做到3个单位，已做到1个"


@pytest.mark.usefixtures("roads")
@pytest.mark.parametrize("who", ["clerk", "inspection_group"])
def test_a_gate_with_lines_of_every_kind_takes_few_statements(
    cast: Cast, campaign: Campaign, who: str, django_assert_max_num_queries: Any
) -> None:
    clerk, villages = cast.actor("clerk"), [made.make_unit(cast.town, "village") for _ in range(4)]
    make_register(cast.town, code="bridges", label="桥梁台账")
    shares = {"nature": "ratio", "aggregate": "ratio", "unit_of_measure": "%", "source": ""}
    define(cast, "bridges", source="bridges", aggregate="count", nature="exact")
    define(cast, "share", numerator="roads_built", denominator="bridges", **shares)
    require(cast, campaign)
    require(cast, campaign, code="by_name", unit_kinds=(), units=(villages[0].code,))
    require(cast, campaign, code="shared", label="占比", figure="share")
    require(cast, campaign, code="all", label="全镇修路", scope="overall", unit_kinds=())
    making.make_agreed(cast, "补开座谈会", campaign=campaign)
    second = campaign.phases.select_related("campaign__home").get(position=2)
    again = actions.draft_gate(actor=clerk, phase=second)
    for code in ("bridges", "share"):
        line = actions.LineSpec(promised=code, figure_code=code, section=Section.CHECK)
        actions.add_line(actor=clerk, request=again, spec=line)
    actions.send_gate(actor=clerk, request=making.fill_in(cast, again))
    agreed = actions.agree_gate(
        actor=cast.actor("inspection_group"),
        request=again,
        conditions=[making.condition("补发问卷")],
    )
    client = Client()
    client.force_login(cast.account(who))
    page = reverse("oversight:gate", args=[agreed.pk])
    client.get(page)
    with django_assert_max_num_queries(15):
        text = client.get(page).content.decode()
    assert {line.measure for line in lines_in(agreed)} == {"figure", "required", "task", "words"}
    assert "补发问卷" in text
