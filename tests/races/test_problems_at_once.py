"""What several people do of problems at the same moment: no group twice, no step twice."""

import datetime as dt

import pytest

from bihuan.audit.verifying import verify
from bihuan.lib import clock
from bihuan.opinions.actions import OpinionSpec, record_opinion
from bihuan.opinions.models import Category, OpinionGroup
from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.rectification.actions import (
    Commitment,
    ProblemSpec,
    answer_satisfaction,
    commit_problem,
    explain_problem,
    open_problem,
    publish_problem,
)
from bihuan.rectification.errors import AlreadyPublic, AlreadyTakenUp, WrongState
from bihuan.rectification.models import Decision, Problem, Satisfaction
from tests.races.test_at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def a_group(cast: Cast, text: str = "渠道淤塞") -> OpinionGroup:
    Category.objects.get_or_create(home=cast.town, code="water", defaults={"label": "水利"})
    spec = OpinionSpec(
        text=text, channel="visit", raised_on=clock.today(), unit=cast.villages[0], category="water"
    )
    opinion = record_opinion(actor=cast.actor("clerk"), home=cast.town, spec=spec)
    assert opinion.group is not None
    return opinion.group


def a_problem(cast: Cast, *groups: OpinionGroup, who: str = "clerk") -> Problem:
    spec = ProblemSpec("渠道淤塞", cast.station, clock.today())
    return open_problem(actor=cast.actor(who), home=cast.town, spec=spec, groups=groups)


def test_two_who_take_one_group_up_open_one_problem(cast: Cast) -> None:
    group = a_group(cast)
    came = at_once(lambda: a_problem(cast, group), lambda: a_problem(cast, group, who="leader"))
    assert {type(each) for each in came} == {AlreadyTakenUp, Problem}
    assert Problem.objects.get().number == 1
    assert list(verify()) == []


def test_one_wording_is_published_once(cast: Cast) -> None:
    problem = a_problem(cast)
    came = at_once(
        *[lambda: publish_problem(actor=cast.actor("clerk"), problem=problem, wording="渠道")] * 3
    )
    assert sum(isinstance(each, AlreadyPublic) for each in came) == 2
    assert problem.steps.filter(kind="publish").count() == 1


def test_dissatisfied_answers_at_once_are_one_decision(cast: Cast) -> None:
    groups = [a_group(cast, text) for text in ("渠道淤塞", "渠里全是泥", "水下不去")]
    problem = a_problem(cast, *groups)
    explain_problem(actor=cast.actor("leader"), problem=problem, reason="依法不能办")
    opinions = [group.opinions.get() for group in groups]
    at_once(
        *[
            lambda opinion=opinion: answer_satisfaction(
                actor=cast.actor("clerk"), opinion=opinion, answer="not", how="visit"
            )
            for opinion in opinions
        ]
    )
    assert Satisfaction.objects.filter(is_latest=True).count() == 3
    assert Decision.objects.count() == 1


def test_who_explains_and_who_plans_do_not_both_win(cast: Cast) -> None:
    problem = a_problem(cast)
    plan = Commitment("畅通", clock.today() + dt.timedelta(days=9), "year")
    came = at_once(
        lambda: explain_problem(actor=cast.actor("leader"), problem=problem, reason="依法不能办"),
        lambda: commit_problem(actor=cast.actor("clerk"), problem=problem, plan=plan),
    )
    problem.refresh_from_db()
    kinds = list(problem.steps.values_list("kind", flat=True))
    assert problem.state == "explained"
    assert kinds in (["open", "commit", "explain"], ["open", "explain"])
    assert isinstance(came[1], WrongState) == (kinds == ["open", "explain"])
