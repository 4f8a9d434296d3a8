"""Those who raised it say what they think, somebody looks back, and a leader decides."""

import datetime as dt

import pytest
from pytest_django import Settings

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.actions import merge_groups
from bihuan.orgs.tests.cast import Cast
from bihuan.rectification.actions import (
    answer_satisfaction,
    decide,
    do_look_back,
    publish_problem,
    take_up_groups,
    withdraw_problem,
)
from bihuan.rectification.asking import outcomes_for, problem_of
from bihuan.rectification.errors import (
    AlreadyPublic,
    AlreadyTakenUp,
    NoSuchProblem,
    OwnDeed,
    WrongState,
)
from bihuan.rectification.models import Decision, Problem, Satisfaction, State
from bihuan.rectification.rates import rates_of
from bihuan.rectification.tests.conftest import Open, Plan, Say, group_of

pytestmark = pytest.mark.django_db


def test_a_group_is_of_one_problem_at_a_time(cast: Cast, opened: Open, said: Say) -> None:
    opinion = said()
    problem = opened([group_of(opinion)])
    assert problem.category == opinion.category
    with pytest.raises(AlreadyTakenUp):
        opened([group_of(opinion)])
    assert Problem.objects.count() == 1


def test_an_opinion_finds_its_problem_after_its_group_was_merged(
    cast: Cast, opened: Open, said: Say
) -> None:
    opinion, other = said(), said("渠里全是泥")
    problem = opened([group_of(opinion)])
    merge_groups(
        actor=cast.actor("clerk"),
        into=group_of(other),
        others=[group_of(opinion)],
        reason="同一条渠",
    )
    for each in (opinion, other):
        each.refresh_from_db()
        assert problem_of(each) == problem


def test_only_what_a_clerk_made_public_is_told(cast: Cast, closed: Plan, said: Say) -> None:
    opinion = said()
    problem = closed([group_of(opinion)])
    assert outcomes_for(opinion) == []
    given = {"wording": "一干排渠道淤塞", "outcome": "渠道已清淤通水"}
    publish_problem(actor=cast.actor("clerk"), problem=problem, **given)
    (told,) = outcomes_for(opinion)
    assert (told.title, told.state_word, told.text) == (
        "一干排渠道淤塞",
        "已经办结",
        "渠道已清淤通水",
    )
    assert told.can_answer
    with pytest.raises(AlreadyPublic):
        publish_problem(actor=cast.actor("clerk"), problem=problem, **given)
    withdraw_problem(actor=cast.actor("clerk"), problem=problem, reason="措辞有误")
    assert outcomes_for(opinion) == []
    with pytest.raises(AlreadyPublic):
        withdraw_problem(actor=cast.actor("clerk"), problem=problem, reason="再撤一次")
    with pytest.raises(NotAllowed):
        publish_problem(actor=cast.actor("leader"), problem=problem, **given)


def test_the_latest_answer_counts_and_dissatisfaction_is_one_decision(
    cast: Cast, closed: Plan, said: Say
) -> None:
    first, second = said(), said("渠里全是泥")
    problem = closed([group_of(first), group_of(second)])
    clerk = cast.actor("clerk")
    for opinion, answer in ((first, "not"), (second, "not"), (first, "fairly")):
        answer_satisfaction(
            actor=clerk, opinion=opinion, answer=answer, is_solved=True, how="visit"
        )
    assert Satisfaction.objects.filter(is_latest=True).count() == 2
    assert Decision.objects.filter(problem=problem, decided_at=None).count() == 1
    problem.refresh_from_db()
    assert problem.state == State.CLOSED, "nothing follows by itself"
    rates = {rate.label: rate.said for rate in rates_of(clerk, cast.town)}
    assert rates["满意率"] == "50.0%（1/2）"
    assert rates["解决率"] == "100.0%（2/2）"
    assert rates["响应率"] == "0.0%（0/1）"


def test_a_running_problem_or_none_takes_no_answer(cast: Cast, planned: Plan, said: Say) -> None:
    opinion, alone = said(), said("路灯不亮")
    planned([group_of(opinion)])
    with pytest.raises(WrongState):
        answer_satisfaction(actor=cast.actor("clerk"), opinion=opinion, answer="satisfied")
    with pytest.raises(NoSuchProblem):
        answer_satisfaction(actor=cast.actor("clerk"), opinion=alone, answer="satisfied")


@pytest.mark.parametrize(
    ("choice", "state"), [("reopen", "doing"), ("further", "doing"), ("explain", "closed")]
)
def test_a_leader_decides_with_a_reason(
    cast: Cast, closed: Plan, said: Say, choice: str, state: str
) -> None:
    opinion = said()
    problem = closed([group_of(opinion)])
    said_ = answer_satisfaction(actor=cast.actor("clerk"), opinion=opinion, answer="not")
    assert said_.decision is not None
    with pytest.raises(NotAllowed):
        decide(actor=cast.actor("clerk"), decision=said_.decision, choice=choice, reason="查过")
    with pytest.raises(Invalid):
        decide(actor=cast.actor("leader"), decision=said_.decision, choice=choice, reason=" ")
    decide(actor=cast.actor("leader"), decision=said_.decision, choice=choice, reason="查过")
    with pytest.raises(WrongState):
        decide(actor=cast.actor("leader"), decision=said_.decision, choice="explain", reason="再")
    problem.refresh_from_db()
    assert problem.state == state


def test_a_comment_stands_in_no_step_of_the_story(cast: Cast, closed: Plan, said: Say) -> None:
    opinion = said()
    problem = closed([group_of(opinion)])
    answer_satisfaction(
        actor=cast.actor("clerk"), opinion=opinion, answer="not", comment="门口那段没清"
    )
    notes = [step.note for step in problem.steps.all()] + [d.cause for d in problem.decisions.all()]
    assert not [note for note in notes if "门口" in note]


def test_a_look_back_is_done_by_another_and_a_failed_one_is_put_before_a_leader(
    cast: Cast, closed: Plan, settings: Settings
) -> None:
    problem = closed()
    settings.BIHUAN_TODAY = dt.date(2010, 3, 8)
    look = problem.look_backs.all()[0]
    with pytest.raises(NotAllowed):
        do_look_back(
            actor=cast.actor("station_reporter"), look_back=look, finding="holds", note="好"
        )
    done = do_look_back(actor=cast.actor("leader"), look_back=look, finding="fails", note="又淤了")
    assert done.decision is not None
    problem.refresh_from_db()
    assert problem.state == State.CLOSED
    decide(actor=cast.actor("leader"), decision=done.decision, choice="reopen", reason="属实")
    problem.refresh_from_db()
    assert problem.state == State.DOING
    with pytest.raises(WrongState):
        do_look_back(actor=cast.actor("leader"), look_back=look, finding="holds", note="好")


def test_whoever_reported_it_does_not_look_back(cast: Cast, closed: Plan) -> None:
    problem = closed()
    problem.steps.filter(kind="report").update(by=cast.account("clerk").pk)
    look = problem.look_backs.all()[0]
    with pytest.raises(OwnDeed):
        do_look_back(actor=cast.actor("clerk"), look_back=look, finding="holds", note="好")


def test_an_explained_demand_stands_apart_from_the_rates(
    cast: Cast, planned: Plan, said: Say
) -> None:
    from bihuan.rectification.actions import explain_problem

    opinion = said()
    problem = planned([group_of(opinion)])
    explain_problem(actor=cast.actor("leader"), problem=problem, reason="依法不能办")
    answer_satisfaction(actor=cast.actor("clerk"), opinion=opinion, answer="not")
    assert [rate.denominator for rate in rates_of(cast.actor("clerk"), cast.town)] == [0, 0, 0]


def test_further_groups_are_taken_up(cast: Cast, opened: Open, said: Say) -> None:
    problem = opened([group_of(said())])
    take_up_groups(
        actor=cast.actor("clerk"), problem=problem, groups=[group_of(said("渠里全是泥"))]
    )
    assert problem.taken_up.count() == 2
    with pytest.raises(Invalid):
        take_up_groups(actor=cast.actor("clerk"), problem=problem, groups=[])
