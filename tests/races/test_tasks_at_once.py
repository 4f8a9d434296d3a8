"""Two who verify, two who decide, a unit that acts while its task is handed on: one comes first."""

import datetime as dt

import pytest

from bihuan.audit.verifying import verify
from bihuan.lib.errors import Conflict, DomainError
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_account, make_cast
from bihuan.tasks import actions
from bihuan.tasks.actions import Due, TaskSpec
from bihuan.tasks.models import State, Step, StepKind, Task
from tests.races.test_at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATER = dt.date.today() + dt.timedelta(days=60)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def at_work(cast: Cast) -> Task:
    due = Due(on=dt.date.today() + dt.timedelta(days=30))
    spec = TaskSpec(title="清淤", unit=cast.station, due=due)
    task = actions.assign_task(actor=cast.actor("clerk"), home=cast.town, spec=spec)
    return actions.sign_for_task(actor=cast.actor("station_reporter"), task=task)


def anew(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def count(kind: StepKind) -> int:
    return Step.objects.filter(kind=kind).count()


def test_of_two_who_verify_at_once_one_does(cast: Cast, at_work: Task) -> None:
    actions.submit_task(actor=cast.actor("station_reporter"), task=at_work, note="好了")
    clerk, leader = cast.actor("clerk"), cast.actor("leader")
    came = at_once(
        lambda: actions.verify_task(actor=clerk, task=anew(at_work), accepted=True, note=""),
        lambda: actions.verify_task(actor=leader, task=anew(at_work), accepted=False, note="差"),
    )
    assert sum(isinstance(each, Task) for each in came) == 1
    assert sum(isinstance(each, Conflict) for each in came) == 1
    assert count(StepKind.ACCEPT) + count(StepKind.SEND_BACK) == 1
    accepted = count(StepKind.ACCEPT) == 1
    assert anew(at_work).state == (State.VERIFIED if accepted else State.DOING)
    assert list(verify()) == []


def test_of_two_leaders_who_decide_at_once_one_does(cast: Cast, at_work: Task) -> None:
    actions.ask_extension(
        actor=cast.actor("station_reporter"), task=at_work, new_due=LATER, reason="雨"
    )
    first, second = cast.actor("leader"), Actor.of(make_account("leader", cast.town))
    came = at_once(
        lambda: actions.decide_extension(actor=first, task=anew(at_work), granted=True),
        lambda: actions.decide_extension(actor=second, task=anew(at_work), granted=True),
    )
    assert sum(isinstance(each, Task) for each in came) == 1
    task = anew(at_work)
    assert (task.extensions, task.due_on, count(StepKind.EXTEND)) == (1, LATER, 1)


def test_the_former_unit_does_nothing_once_the_task_is_handed_on(cast: Cast, at_work: Task) -> None:
    clerk, station = cast.actor("clerk"), cast.actor("station_reporter")
    came = at_once(
        lambda: actions.reassign_task(
            actor=clerk, task=anew(at_work), unit=cast.villages[0], reason="改"
        ),
        lambda: actions.submit_task(actor=station, task=anew(at_work), note="好了"),
    )
    assert sum(isinstance(each, DomainError) for each in came) == 1
    task = anew(at_work)
    handed = task.unit_id == cast.villages[0].pk
    assert task.state == (State.ASSIGNED if handed else State.SUBMITTED)


def test_slips_assigned_at_once_have_each_their_number(cast: Cast) -> None:
    clerk = cast.actor("clerk")

    def assign() -> object:
        spec = TaskSpec(title="清淤", unit=cast.station, due=Due(on=LATER))
        return actions.assign_task(actor=clerk, home=cast.town, spec=spec)

    at_once(*[assign] * 6)
    numbers = sorted(Task.objects.values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5, 6]
