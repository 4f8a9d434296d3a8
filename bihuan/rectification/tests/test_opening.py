"""Opening a problem, saying it better, handing it over, making it void."""

import datetime as dt

import pytest

from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast, make_unit
from bihuan.rectification.access import problem_for, problems_visible_to
from bihuan.rectification.actions import (
    ProblemSpec,
    describe_problem,
    hand_over_problem,
    void_problem,
)
from bihuan.rectification.errors import NoSuchProblem, WrongState
from bihuan.rectification.models import Problem, State
from bihuan.rectification.tests.conftest import Open

pytestmark = pytest.mark.django_db


def test_a_problem_is_numbered_within_the_year_it_was_found(opened: Open) -> None:
    first, second = opened(), opened()
    later = opened(found_on=dt.date(2010, 1, 5))
    assert [p.label for p in (first, second, later)] == ["2009-0001", "2009-0002", "2010-0001"]
    assert first.state == State.FOUND
    assert [step.kind for step in first.steps.all()] == ["open"]
    assert Entry.objects.latest("sequence").action == "problem.open"


@pytest.mark.parametrize("who", ["village_reporter", "station_reporter", "inspection_group"])
def test_who_does_not_assign_does_not_open_one(opened: Open, who: str) -> None:
    with pytest.raises(NotAllowed):
        opened(who=who)
    assert not Problem.objects.exists()


def test_a_day_to_come_or_a_foreign_unit_is_refused_and_no_number_is_used(
    cast: Cast, opened: Open
) -> None:
    with pytest.raises(Invalid):
        opened(found_on=dt.date(2010, 2, 4))
    with pytest.raises(Invalid):
        opened(unit=cast.other_village)
    with pytest.raises(Invalid):
        opened(category="no-such-class")
    assert opened().number == 1


def test_the_other_town_does_not_know_of_it(cast: Cast, canal: Problem) -> None:
    assert problem_for(cast.actor("station_reporter"), canal.pk) == canal
    assert problem_for(cast.actor("inspection_group"), canal.pk) == canal
    with pytest.raises(NoSuchProblem):
        problem_for(cast.actor("outsider"), canal.pk)
    assert not problems_visible_to(cast.actor("village_reporter")).exists()


def test_an_assisting_unit_sees_it(cast: Cast, opened: Open) -> None:
    problem = opened(assisting=[cast.villages[0], cast.villages[1]])
    assert list(problems_visible_to(cast.actor("village_reporter"))) == [problem]
    spec = ProblemSpec("渠道淤塞", cast.station, problem.found_on, assisting=[cast.villages[1]])
    describe_problem(actor=cast.actor("clerk"), problem=problem, spec=spec)
    assert not problems_visible_to(cast.actor("village_reporter")).exists()
    problem.refresh_from_db()
    assert problem.title == "渠道淤塞"


def test_a_problem_goes_to_another_unit_with_a_reason(cast: Cast, canal: Problem) -> None:
    office = make_unit(cast.town, "station", "水务所")
    with pytest.raises(Invalid):
        hand_over_problem(actor=cast.actor("clerk"), problem=canal, unit=office, reason=" ")
    moved = hand_over_problem(
        actor=cast.actor("clerk"), problem=canal, unit=office, reason="水利站并入水务所"
    )
    assert moved.path == office.path
    assert moved.steps.last().facts == {"old_unit": "水利站", "new_unit": "水务所"}  # type: ignore[union-attr]


def test_void_needs_a_reason_and_is_the_end(cast: Cast, canal: Problem) -> None:
    with pytest.raises(Invalid):
        void_problem(actor=cast.actor("clerk"), problem=canal, reason="")
    void_problem(actor=cast.actor("clerk"), problem=canal, reason="重复立项")
    with pytest.raises(WrongState):
        void_problem(actor=cast.actor("clerk"), problem=canal, reason="再来一次")
    assert Problem.objects.get().state == State.VOID
