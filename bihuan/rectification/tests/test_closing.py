"""From a plan to a close-out: each step a row, and the doer never closes their own item."""

import datetime as dt

import pytest
from pytest_django import Settings

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import close_unit
from bihuan.orgs.tests.cast import Cast, keeper, make_account, make_leader
from bihuan.rectification.actions import (
    Commitment,
    close_problem,
    commit_problem,
    contact_givers,
    explain_problem,
    keep_problem_open,
    reopen_problem,
    report_done,
    verify_problem,
)
from bihuan.rectification.errors import OwnDeed, WrongState
from bihuan.rectification.models import NO_DAY, Problem, State
from bihuan.rectification.tests.conftest import Open, Plan, do_measure, make_measure
from bihuan.tasks.models import Task

pytestmark = pytest.mark.django_db


def test_the_way_from_found_to_closed_is_written_down(cast: Cast, closed: Plan) -> None:
    problem = closed()
    assert problem.state == State.CLOSED
    assert problem.closed_on == dt.date(2010, 2, 3)
    kinds = [(step.kind, step.to_state) for step in problem.steps.all()]
    assert kinds == [
        ("open", "found"),
        ("commit", "planned"),
        ("measure", "doing"),
        ("report", "done"),
        ("accept", "verified"),
        ("close", "closed"),
    ]
    assert [each.after_days for each in problem.look_backs.all()] == [30, 90, 180]
    assert problem.look_backs.all()[0].due_on == dt.date(2010, 3, 5)


def test_a_promised_day_is_not_moved_without_a_reason(cast: Cast, planned: Plan) -> None:
    problem = planned()
    later = Commitment("主渠支渠畅通", dt.date(2010, 3, 1), "campaign")
    with pytest.raises(Invalid, match="理由"):
        commit_problem(actor=cast.actor("clerk"), problem=problem, plan=later)
    moved = Commitment("主渠支渠畅通", dt.date(2010, 3, 1), "campaign", reason="雨期")
    problem = commit_problem(actor=cast.actor("clerk"), problem=problem, plan=moved)
    last = problem.steps.last()
    assert last is not None
    assert (last.note, last.facts["old_due"]) == ("雨期", "2010-01-31")
    assert problem.commitment == ""


def test_a_problem_without_a_plan_has_no_day(canal: Problem) -> None:
    assert canal.own_due_on == NO_DAY
    assert not Problem.objects.overdue_on(dt.date(2030, 1, 1)).exists()


def test_a_problem_is_not_reported_while_a_measure_is_open(cast: Cast, planned: Plan) -> None:
    problem = planned()
    with pytest.raises(WrongState):
        report_done(actor=cast.actor("clerk"), problem=problem, note="好了")
    task = make_measure(cast, problem)
    with pytest.raises(WrongState, match="支渠清淤"):
        report_done(actor=cast.actor("clerk"), problem=problem, note="好了")
    do_measure(cast, task)
    assert report_done(actor=cast.actor("clerk"), problem=problem, note="好了").state == "done"


def test_the_measure_counts_the_days_to_contact_who_raised_it(cast: Cast, planned: Plan) -> None:
    problem = planned()
    make_measure(cast, problem)
    problem.refresh_from_db()
    assert (problem.dispatched_on, problem.respond_by) == (
        dt.date(2010, 2, 3),
        dt.date(2010, 2, 8),
    )
    with pytest.raises(Invalid):
        contact_givers(actor=cast.actor("station_reporter"), problem=problem, note=" ")
    for _time in (1, 2):
        contact_givers(actor=cast.actor("station_reporter"), problem=problem, note="到村里说明")
    problem.refresh_from_db()
    assert problem.responded_on == dt.date(2010, 2, 3)
    assert problem.steps.filter(kind="contact").count() == 2


def test_the_doer_and_their_unit_verify_nothing_of_their_own(cast: Cast, reported: Plan) -> None:
    problem = reported()
    with pytest.raises(NotAllowed):
        verify_problem(
            actor=cast.actor("station_reporter"), problem=problem, accepted=True, note="好"
        )
    insider = make_account("clerk", cast.station)
    with pytest.raises(OwnDeed):
        verify_problem(actor=Actor.of(insider), problem=problem, accepted=True, note="好")
    problem.refresh_from_db()
    assert problem.state == State.DONE


def test_whoever_reported_it_done_neither_verifies_nor_closes_it(cast: Cast, planned: Plan) -> None:
    problem = planned()
    do_measure(cast, make_measure(cast, problem))
    clerk, leader = cast.actor("clerk"), cast.actor("leader")
    problem = report_done(actor=clerk, problem=problem, note="好了")
    with pytest.raises(OwnDeed):
        verify_problem(actor=clerk, problem=problem, accepted=True, note="好")
    problem = verify_problem(actor=leader, problem=problem, accepted=True, note="属实")
    with pytest.raises(OwnDeed):
        close_problem(actor=clerk, problem=problem)
    assert close_problem(actor=leader, problem=problem).state == State.CLOSED


def test_the_leader_in_charge_does_not_verify_their_own_problem(cast: Cast, reported: Plan) -> None:
    chief = make_leader(cast.town, "分管副镇长", "分管水利副镇长")
    problem = reported(leader=chief)
    account = make_account("leader", cast.town, person=chief)
    with pytest.raises(OwnDeed):
        verify_problem(actor=Actor.of(account), problem=problem, accepted=True, note="好")


def test_what_the_town_itself_leads_is_verified_by_the_level_above(
    cast: Cast, planned: Plan
) -> None:
    problem = planned(unit=cast.town)
    do_measure(cast, make_measure(cast, problem))
    problem = report_done(actor=cast.actor("clerk"), problem=problem, note="好了")
    with pytest.raises(OwnDeed):
        verify_problem(actor=cast.actor("leader"), problem=problem, accepted=True, note="好")
    group = cast.actor("inspection_group")
    problem = verify_problem(actor=group, problem=problem, accepted=True, note="属实")
    assert problem.state == State.VERIFIED


def test_what_is_not_accepted_goes_back_with_words(cast: Cast, reported: Plan) -> None:
    problem = reported()
    with pytest.raises(Invalid):
        verify_problem(actor=cast.actor("leader"), problem=problem, accepted=False, note="")
    problem = verify_problem(
        actor=cast.actor("leader"), problem=problem, accepted=False, note="闸门没有装"
    )
    assert problem.state == State.DOING
    with pytest.raises(WrongState):
        close_problem(actor=cast.actor("clerk"), problem=problem)


def test_a_measure_added_after_the_verification_is_refused(cast: Cast, reported: Plan) -> None:
    problem = reported()
    with pytest.raises(WrongState):
        make_measure(cast, problem)
    assert Task.objects.count() == 1


def test_evidence_is_asked_for_only_where_the_office_says_so(
    cast: Cast, reported: Plan, settings: Settings
) -> None:
    from bihuan.presets.actions import set_preset

    problem = reported()
    set_preset(
        actor=cast.actor("clerk"),
        home=cast.town,
        code="rectification.evidence_needed",
        value="yes",
        from_on=settings.BIHUAN_TODAY,
        basis="镇整改办法",
    )
    with pytest.raises(WrongState, match="佐证"):
        verify_problem(actor=cast.actor("leader"), problem=problem, accepted=True, note="好")


def test_a_demand_that_cannot_be_met_is_explained_by_a_leader_with_the_reason(
    cast: Cast, canal: Problem
) -> None:
    with pytest.raises(NotAllowed):
        explain_problem(actor=cast.actor("clerk"), problem=canal, reason="依法不能办")
    with pytest.raises(Invalid):
        explain_problem(actor=cast.actor("leader"), problem=canal, reason="")
    done = explain_problem(
        actor=cast.actor("leader"), problem=canal, reason="不符合土地管理法的规定，已上门解释"
    )
    assert done.state == State.EXPLAINED
    assert not done.look_backs.exists()


def test_a_problem_kept_open_takes_yearly_milestones_and_stays(cast: Cast, planned: Plan) -> None:
    problem = keep_problem_open(actor=cast.actor("clerk"), problem=planned(), reason="分两年消除")
    for year in (2010, 2011):
        make_measure(cast, problem, milestone=year)
    problem.refresh_from_db()
    assert (problem.state, problem.horizon) == (State.LONG_TERM, "long_term")


def test_only_a_leader_reopens_and_coming_look_backs_are_dropped(cast: Cast, closed: Plan) -> None:
    problem = closed()
    with pytest.raises(NotAllowed):
        reopen_problem(actor=cast.actor("clerk"), problem=problem, reason="又淤了")
    problem = reopen_problem(actor=cast.actor("leader"), problem=problem, reason="又淤了")
    assert (problem.state, problem.reopened_on) == (State.DOING, dt.date(2010, 2, 3))
    assert problem.closed_on is None
    assert not problem.look_backs.filter(dropped_on=None).exists()


def test_a_closed_units_problem_cannot_be_opened_anew_but_stands(
    cast: Cast, opened: Open, canal: Problem
) -> None:
    close_unit(actor=keeper(), unit=cast.station, closed_on=dt.date(2010, 2, 1), reason="并站")
    with pytest.raises(Invalid):
        opened()
    assert Problem.objects.open().filter(unit__closed_on__isnull=False).count() == 1
