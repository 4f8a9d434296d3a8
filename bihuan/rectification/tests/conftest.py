"""Fixtures of the room's tests: the cast of orgs, and a problem in each state through actions."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.opinions.actions import OpinionSpec, record_opinion
from bihuan.opinions.models import Category, Opinion, OpinionGroup
from bihuan.orgs.tests.cast import Cast
from bihuan.rectification.actions import (
    Commitment,
    ProblemSpec,
    add_measure,
    close_problem,
    commit_problem,
    open_problem,
    report_done,
    verify_problem,
)
from bihuan.rectification.models import Problem
from bihuan.registers.tests.conftest import cast, enter
from bihuan.tasks.actions import (
    Due,
    Progress,
    TaskSpec,
    report_progress,
    sign_for_task,
    submit_task,
    verify_task,
)
from bihuan.tasks.models import Task

__all__ = ["cast", "enter"]

TODAY = dt.date(2010, 2, 3)
Open = Callable[..., Problem]
Enter = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's."""
    settings.BIHUAN_TODAY = TODAY


@pytest.fixture
def opened(cast: Cast) -> Open:
    """Open a problem of the water station, by the town's clerk."""

    def make(groups: Any = (), who: str = "clerk", **changes: Any) -> Problem:
        given: dict[str, Any] = {
            "title": "一干排渠道淤塞",
            "unit": cast.station,
            "found_on": dt.date(2009, 11, 12),
            **changes,
        }
        return open_problem(
            actor=cast.actor(who), home=cast.town, spec=ProblemSpec(**given), groups=groups
        )

    return make


@pytest.fixture
def canal(opened: Open) -> Problem:
    """Return an open problem of the water station."""
    return opened()


Plan = Callable[..., Problem]


@pytest.fixture
def planned(cast: Cast, opened: Open) -> Plan:
    """Open a problem and set its plan, by the clerk."""

    def make(groups: Any = (), **changes: Any) -> Problem:
        plan: dict[str, Any] = {
            "goal": "主渠支渠畅通",
            "due_on": dt.date(2010, 1, 31),
            "horizon": "campaign",
            "commitment": "春灌前清淤完毕",
        }
        names = ("goal", "due_on", "horizon", "commitment", "leader")
        plan |= {name: changes.pop(name) for name in names if name in changes}
        problem = opened(groups, **changes)
        return commit_problem(actor=cast.actor("clerk"), problem=problem, plan=Commitment(**plan))

    return make


def make_measure(cast: Cast, problem: Problem, who: str = "clerk", **changes: Any) -> Task:
    """Assign a measure of a problem to the water station."""
    given: dict[str, Any] = {
        "title": "支渠清淤",
        "unit": cast.station,
        "due": Due(on=dt.date(2010, 2, 20)),
        **changes,
    }
    return add_measure(actor=cast.actor(who), problem=problem, spec=TaskSpec(**given))


def do_measure(cast: Cast, task: Task, verifier: str = "leader") -> Task:
    """Let the station do a measure, and another find it done."""
    station = cast.actor("station_reporter")
    task = sign_for_task(actor=station, task=task)
    task = report_progress(actor=station, task=task, progress=Progress("机械进场", 60))
    task = submit_task(actor=station, task=task, note="支渠已清")
    return verify_task(actor=cast.actor(verifier), task=task, accepted=True, note="查看属实")


@pytest.fixture
def reported(cast: Cast, planned: Plan) -> Plan:
    """Return a maker of problems whose one measure is done and that are reported done."""

    def make(groups: Any = (), **changes: Any) -> Problem:
        problem = planned(groups, **changes)
        do_measure(cast, make_measure(cast, problem))
        return report_done(actor=cast.actor("station_reporter"), problem=problem, note="已全部清完")

    return make


@pytest.fixture
def closed(cast: Cast, reported: Plan) -> Plan:
    """Return a maker of problems that were verified by the leader and closed by the clerk."""

    def make(groups: Any = (), **changes: Any) -> Problem:
        problem = reported(groups, **changes)
        verify_problem(actor=cast.actor("leader"), problem=problem, accepted=True, note="属实")
        return close_problem(actor=cast.actor("clerk"), problem=problem)

    return make


@pytest.fixture
def water(cast: Cast) -> Category:
    """Return a class of opinions of the town."""
    return Category.objects.create(home=cast.town, code="water", label="农田水利")


Say = Callable[..., Opinion]


@pytest.fixture
def said(cast: Cast, water: Category) -> Say:
    """Record an opinion of the first village, sorted, in a group of its own."""

    def make(text: str = "渠道年年淤，水费年年交", **changes: Any) -> Opinion:
        given: dict[str, Any] = {
            "text": text,
            "channel": "symposium",
            "raised_on": dt.date(2009, 10, 20),
            "unit": cast.villages[0],
            "category": water.code,
            **changes,
        }
        return record_opinion(actor=cast.actor("clerk"), home=cast.town, spec=OpinionSpec(**given))

    return make


def group_of(opinion: Opinion) -> OpinionGroup:
    """Return the group of an opinion."""
    assert opinion.group is not None
    return opinion.group
