"""What is beyond one's own power: asked, answered, and whose days are whose."""

import datetime as dt

import pytest
from pytest_django import Settings

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast
from bihuan.rectification.actions import (
    AnswerSpec,
    RequestSpec,
    answer_request,
    ask_upward,
    report_done,
    withdraw_request,
)
from bihuan.rectification.errors import WrongState
from bihuan.rectification.models import Problem, State, UpwardRequest
from bihuan.rectification.standing import clocks_of
from bihuan.rectification.tests.conftest import Plan, do_measure, make_measure

pytestmark = pytest.mark.django_db
ASKED = dt.date(2009, 11, 20)


def ask(cast: Cast, problem: Problem, on: dt.date = ASKED) -> UpwardRequest:
    spec = RequestSpec("灌区管理中心", "请求改造主渠", on, dt.date(2009, 12, 31), "镇字12号")
    return ask_upward(actor=cast.actor("clerk"), problem=problem, spec=spec)


def answer(cast: Cast, request: UpwardRequest, on: dt.date, reply: str = "agreed") -> UpwardRequest:
    spec = AnswerSpec(reply, on, "同意列入年度计划")
    return answer_request(actor=cast.actor("clerk"), request=request, spec=spec)


def test_while_nothing_of_its_own_is_left_the_clock_is_others(
    cast: Cast, planned: Plan, settings: Settings
) -> None:
    problem = planned(due_on=dt.date(2009, 12, 1))
    request = ask(cast, problem)
    problem.refresh_from_db()
    assert problem.state == State.WAITING
    assert problem.is_beyond_power
    assert not Problem.objects.overdue_on(settings.BIHUAN_TODAY).exists()
    found = clocks_of(problem, settings.BIHUAN_TODAY)
    assert (found.own, found.others) == (8, 75)
    answer(cast, request, dt.date(2010, 1, 19))
    problem.refresh_from_db()
    assert problem.state == State.PLANNED
    assert (problem.waited_days, problem.own_due_on) == (60, dt.date(2010, 1, 30))
    assert Problem.objects.overdue_on(settings.BIHUAN_TODAY).exists()


def test_with_a_measure_of_its_own_it_goes_on(cast: Cast, planned: Plan) -> None:
    problem = planned()
    make_measure(cast, problem)
    ask(cast, problem)
    problem.refresh_from_db()
    assert problem.state == State.DOING


def test_it_is_not_reported_done_before_the_answer(cast: Cast, planned: Plan) -> None:
    problem = planned()
    do_measure(cast, make_measure(cast, problem))
    request = ask(cast, problem)
    problem.refresh_from_db()
    assert problem.state == State.WAITING
    with pytest.raises(WrongState):
        report_done(actor=cast.actor("clerk"), problem=problem, note="好了")
    withdraw_request(actor=cast.actor("clerk"), request=request, reason="已由市里统一安排")
    problem.refresh_from_db()
    assert problem.state == State.DOING
    assert report_done(actor=cast.actor("clerk"), problem=problem, note="好了")


def test_a_request_is_answered_once_and_not_before_it_was_made(cast: Cast, planned: Plan) -> None:
    request = ask(cast, planned())
    with pytest.raises(Invalid):
        answer(cast, request, dt.date(2009, 11, 19))
    with pytest.raises(Invalid):
        answer(cast, request, dt.date(2010, 2, 4))
    answer(cast, request, dt.date(2010, 1, 5), "refused")
    with pytest.raises(WrongState):
        answer(cast, request, dt.date(2010, 1, 6))


def test_a_request_before_the_problem_or_by_a_village_is_refused(cast: Cast, planned: Plan) -> None:
    problem = planned()
    with pytest.raises(Invalid):
        ask(cast, problem, dt.date(2009, 11, 1))
    with pytest.raises(NotAllowed):
        ask_upward(
            actor=cast.actor("station_reporter"),
            problem=problem,
            spec=RequestSpec("中心", "改造", ASKED),
        )
    assert not UpwardRequest.objects.exists()
