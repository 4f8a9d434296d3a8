"""A year's assessment: computed parts, decided grades, nobody placed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from pytest_django import Settings

from bihuan.appraisals import actions
from bihuan.appraisals.access_people import assessed_visible_to, assessments_visible_to
from bihuan.appraisals.actions import AssessmentSpec, Decided
from bihuan.appraisals.errors import NamesAPlace, NotNow, TooManyBest
from bihuan.appraisals.models import GradeDecision, YearlyAssessment
from bihuan.appraisals.tests.making import TODAY
from bihuan.appraisals.tests.making_people import (
    YEAR,
    as_person,
    assessed,
    decide,
    later,
    make_assessment,
    make_cadres,
    make_poll,
    make_targets,
)
from bihuan.appraisals.yearly_results import worked_out
from bihuan.appraisals.yearly_rules import Result
from bihuan.figures.models import Definition
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_account
from bihuan.presets.actions import set_preset

ONE = "一村支部书记"


def _results(cast: Cast, made: YearlyAssessment) -> dict[str, Result]:
    people = list(made.assessed.select_related("person", "unit"))
    worked = worked_out(made, people, actor=cast.actor("clerk"))
    return {one.person.name: worked[one.pk].result for one in people}


def _points(cast: Cast, made: YearlyAssessment, points: str, name: str = ONE) -> None:
    actions.add_points(
        actor=cast.actor("leader"),
        assessed=assessed(made, name),
        points=Decimal(points),
        reason="半年工作检查",
        on=TODAY.replace(year=YEAR),
    )


def test_those_who_hold_village_posts_are_assessed_in_the_villages_order(cast: Cast) -> None:
    make_cadres(cast)
    made = make_assessment(cast)
    rows = [(one.number, one.person.name, one.post) for one in made.assessed.all()]
    assert rows == [
        (1, "一村支部书记", "支部书记"),
        (2, "一村村委会主任", "村委会主任"),
        (3, "二村支部书记", "支部书记"),
        (4, "二村村委会主任", "村委会主任"),
        (5, "三村一肩挑", "支部书记、村委会主任"),
    ]


def test_the_three_parts_come_from_figures_a_ballot_and_entered_points(cast: Cast) -> None:
    people = make_cadres(cast)
    met, count = make_targets(cast)
    poll = make_poll(cast, list(people.values())[:2], {1: "1", 2: "3"})
    made = make_assessment(cast, spec=AssessmentSpec(met.code, count.code, poll))
    for points in ("95", "-3.5"):
        _points(cast, made, points)
    found = _results(cast, made)
    first = found[ONE]
    assert [part.value for part in first.parts] == [50, 98, Fraction("91.5")]
    assert first.total == 25 + Fraction("29.4") + Fraction("18.3")
    assert first.formula == "50%×50.00＋30%×98.00＋20%×91.50＝72.70"
    assert first.parts[0].said == "1条÷2条×100"
    assert first.parts[2].said == "95－3.5"
    assert found["一村村委会主任"].formula == "50%×50.00＋30%×62.00＋20%×缺（缺平时考核，不合计）"
    assert [part.value for part in found["二村支部书记"].parts] == [0, None, None]
    both = found["三村一肩挑"]
    assert [part.value for part in both.parts] == [None, None, None]
    assert [part.said for part in both.parts] == [
        "这一年没有目标",
        "测评表上没有本人",
        "还没有评分",
    ]


def test_a_ratio_alone_may_be_the_targets(cast: Cast) -> None:
    make_cadres(cast)
    met, count = make_targets(cast)
    ratio = Definition.objects.create(
        home=cast.town,
        code="roads_share",
        label="建成率",
        aggregate="ratio",
        numerator=met.code,
        denominator=count.code,
        unit_of_measure="%",
        nature="exact",
    )
    made = make_assessment(cast, spec=AssessmentSpec(ratio.code))
    found = _results(cast, made)
    assert found[ONE].parts[0].value == 50
    assert found["三村一肩挑"].parts[0].value is None
    for spec in (AssessmentSpec(ratio.code, count.code), AssessmentSpec(met.code)):
        with pytest.raises(Invalid, match="成对"):
            actions.change_assessment(actor=cast.actor("clerk"), assessment=made, spec=spec)


def test_what_rules_forbid_as_a_yardstick_is_no_target(cast: Cast) -> None:
    make_cadres(cast)
    known = {"home": cast.town, "source": "meetings.meetings", "aggregate": "count"}
    for code in ("held", "due"):
        Definition.objects.create(**known, code=code, label=f"开会{code}", nature="exact")
    with pytest.raises(Invalid, match="开会的场次"):
        make_assessment(cast, spec=AssessmentSpec("held", "due"))
    assert not YearlyAssessment.objects.exists()


def test_weights_are_those_of_the_presets_when_it_is_made_and_stay(cast: Cast) -> None:
    make_cadres(cast)
    clerk = cast.actor("clerk")

    def hold(code: str, value: str) -> None:
        set_preset(
            actor=clerk,
            home=cast.town,
            code=f"appraisals.{code}",
            value=value,
            from_on=TODAY,
            basis="镇考核办法",
        )

    hold("yearly_targets", "70")
    with pytest.raises(Invalid, match="120%"):
        make_assessment(cast)
    hold("yearly_daily", "0")
    made = make_assessment(cast)
    hold("yearly_targets", "40")
    made.refresh_from_db()
    assert (made.targets_weight, made.ballot_weight, made.daily_weight) == (70, 30, 0)
    assert [part.code for part in _results(cast, made)[ONE].counted] == ["targets", "ballot"]


def test_a_year_is_assessed_once_unless_it_was_made_void(cast: Cast) -> None:
    make_cadres(cast)
    made = make_assessment(cast)
    with pytest.raises(Conflict, match="2009年度"):
        make_assessment(cast)
    actions.void_assessment(actor=cast.actor("clerk"), assessment=made, reason="名单不对")
    assert make_assessment(cast).pk != made.pk


def test_only_a_committees_decision_recorded_by_a_leader_gives_a_grade(cast: Cast) -> None:
    make_cadres(cast)
    made = make_assessment(cast)
    grades = {made.assessed.all()[0].pk: "good"}
    decided = Decided(grades, TODAY, "党委会")
    other = Actor.of(make_account("leader", cast.other_town))
    for actor in (cast.actor("clerk"), cast.actor("inspection_group"), other):
        with pytest.raises(NotAllowed):
            actions.decide_grades(actor=actor, assessment=made, decided=decided)
    assert not GradeDecision.objects.exists()
    decide(cast, made, "good", **{ONE: "best"})
    assert list(made.assessed.values_list("grade", flat=True)) == ["best", *["good"] * 4]


def test_not_more_than_the_share_are_excellent_rounded_down(cast: Cast) -> None:
    make_cadres(cast)
    made = make_assessment(cast)
    with pytest.raises(TooManyBest, match="最多1人"):
        decide(cast, made, "good", **{ONE: "best", "三村一肩挑": "best"})
    assert not GradeDecision.objects.exists()
    decide(cast, made, "good", **{ONE: "best"})
    with pytest.raises(TooManyBest):
        actions.decide_grades(
            actor=cast.actor("leader"),
            assessment=made,
            decided=Decided({assessed(made, "三村一肩挑").pk: "best"}, TODAY, "党委会", "重新研究"),
        )


def test_nobody_gives_points_or_a_grade_to_themself(cast: Cast) -> None:
    people = make_cadres(cast)
    made = make_assessment(cast)
    leader = as_person(cast.account("leader"), people[ONE])
    own = assessed(made, ONE)
    with pytest.raises(NotAllowed, match="涉及您本人"):
        decide(cast, made)
    with pytest.raises(NotAllowed, match="涉及您本人"):
        actions.add_points(
            actor=leader,
            assessed=own,
            points=Decimal(100),
            reason="自评",
            on=TODAY.replace(year=YEAR),
        )
    rest = {one.pk: "good" for one in made.assessed.exclude(pk=own.pk)}
    actions.decide_grades(actor=leader, assessment=made, decided=Decided(rest, TODAY, "党委会"))
    assert made.assessed.filter(grade="").get() == own


@pytest.mark.parametrize(
    ("points", "said"), [("0", "不能是0"), ("101", "100之间"), ("0.005", "两位小数")]
)
def test_points_that_cannot_be_are_refused(cast: Cast, points: str, said: str) -> None:
    make_cadres(cast)
    with pytest.raises(Invalid, match=said):
        _points(cast, make_assessment(cast), points)


def test_a_place_is_no_reason_for_points(cast: Cast) -> None:
    make_cadres(cast)
    made = make_assessment(cast)
    with pytest.raises(NamesAPlace):
        actions.add_points(
            actor=cast.actor("leader"),
            assessed=assessed(made, ONE),
            points=Decimal(5),
            reason="全镇排名第一",
            on=TODAY.replace(year=YEAR),
        )


def test_it_becomes_final_only_decided_and_after_the_days_for_views(
    cast: Cast, settings: Settings
) -> None:
    people = make_cadres(cast)
    made, leader = make_assessment(cast), cast.actor("leader")
    own = as_person(cast.account("village_reporter"), people[ONE])
    with pytest.raises(NotNow, match="5人没有决定等次"):
        actions.publish_assessment(actor=leader, assessment=made)
    decide(cast, made)
    assert made.views_until == later(5)
    with pytest.raises(NotNow, match="2010-02-08"):
        actions.publish_assessment(actor=leader, assessment=made)
    view = actions.state_view(actor=own, assessed=assessed(made, ONE), text="目标数应去掉一条。")
    assert not view.is_handed_in
    settings.BIHUAN_TODAY = later(6)
    with pytest.raises(NotAllowed):
        actions.publish_assessment(actor=cast.actor("clerk"), assessment=made)
    made = actions.publish_assessment(actor=leader, assessment=made)
    with pytest.raises(NotNow, match="复核"):
        actions.state_view(actor=own, assessed=assessed(made, ONE), text="再说一次")
    with pytest.raises(NotNow):
        _points(cast, made, "5")


def test_a_final_grade_changes_only_by_a_new_decision_with_a_reason(
    cast: Cast, settings: Settings
) -> None:
    make_cadres(cast)
    made, leader = decide(cast, make_assessment(cast)), cast.actor("leader")
    settings.BIHUAN_TODAY = later(6)
    made = actions.publish_assessment(actor=leader, assessment=made)
    grades = {assessed(made, ONE).pk: "basic"}
    decided = Decided(grades, later(6), "党委会")
    with pytest.raises(Invalid, match="更改理由"):
        actions.decide_grades(actor=leader, assessment=made, decided=decided)
    decided = Decided(grades, later(6), "党委会", "复核后核减一项目标")
    actions.decide_grades(actor=leader, assessment=made, decided=decided)
    own = GradeDecision.objects.filter(assessed__person__name=ONE)
    assert list(own.values_list("number", "grade")) == [(1, "good"), (2, "basic")]
    assert GradeDecision.objects.count() == 6


def test_a_decision_keeps_the_numbers_that_stood_when_it_was_made(cast: Cast) -> None:
    make_cadres(cast)
    made = make_assessment(cast)
    _points(cast, made, "90")
    decide(cast, made)
    _points(cast, made, "-10")
    kept = Result.of_json(GradeDecision.objects.get(assessed__person__name=ONE).result)
    assert kept.parts[2].value == 90
    assert _results(cast, made)[ONE].parts[2].value == 80


def test_what_it_is_held_to_does_not_change_once_a_grade_is_decided(cast: Cast) -> None:
    people = make_cadres(cast)
    made, clerk = decide(cast, make_assessment(cast)), cast.actor("clerk")
    with pytest.raises(NotNow):
        actions.change_assessment(actor=clerk, assessment=made, spec=AssessmentSpec())
    with pytest.raises(NotNow):
        actions.set_persons(actor=clerk, assessment=made, persons=[people[ONE].pk])
    with pytest.raises(NotAllowed):
        actions.void_assessment(actor=clerk, assessment=made, reason="作废")


def test_persons_are_set_whole_and_those_with_points_stay(cast: Cast) -> None:
    people = make_cadres(cast)
    made, clerk = make_assessment(cast), cast.actor("clerk")
    _points(cast, made, "90")
    last = people["三村一肩挑"]
    actions.set_persons(actor=clerk, assessment=made, persons=[last.pk, people[ONE].pk])
    assert list(made.assessed.values_list("number", "person__name")) == [(1, ONE), (2, last.name)]
    with pytest.raises(Invalid, match="不能从考核中去掉"):
        actions.set_persons(actor=clerk, assessment=made, persons=[last.pk])
    with pytest.raises(Invalid, match="村里任职"):
        actions.set_persons(actor=clerk, assessment=made, persons=[made.pk])


def test_one_who_is_assessed_sees_only_their_own(cast: Cast) -> None:
    people = make_cadres(cast)
    made = make_assessment(cast)
    own = as_person(cast.account("village_reporter"), people[ONE])
    assert list(assessments_visible_to(own)) == [made]
    assert [one.person.name for one in assessed_visible_to(own, made)] == [ONE]
    assert assessed_visible_to(cast.actor("inspection_group"), made).count() == 5
    for who in ("station_reporter", "auditor", "outsider"):
        assert not assessments_visible_to(cast.actor(who)).exists(), who


def test_another_who_is_assessed_cannot_state_a_view_for_somebody(cast: Cast) -> None:
    people = make_cadres(cast)
    made = make_assessment(cast)
    own = as_person(cast.account("village_reporter"), people[ONE])
    with pytest.raises(NotAllowed):
        actions.state_view(actor=own, assessed=assessed(made, "三村一肩挑"), text="代写")
    handed = actions.state_view(
        actor=cast.actor("clerk"), assessed=assessed(made, "三村一肩挑"), text="本人书面意见"
    )
    assert handed.is_handed_in
