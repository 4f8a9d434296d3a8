"""The doer never closes their own item, with whatever accounts, posts and roles they hold."""

from collections.abc import Callable
from typing import Any

import pytest

from bihuan.audit.models import Entry
from bihuan.files.checking import examine
from bihuan.files.tests.pictures import jpeg
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import grant_role
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import (
    OPENED,
    Cast,
    keeper,
    make_account,
    make_person,
    make_post,
    make_term,
)
from bihuan.tasks import actions
from bihuan.tasks.actions import Progress
from bihuan.tasks.errors import OwnWork
from bihuan.tasks.models import EvidenceNeeded, State, Task
from bihuan.tasks.tests.conftest import Make


def verify(actor: Actor, task: Task) -> Task:
    return actions.verify_task(actor=actor, task=task, accepted=True, note="")


def verifier(unit: Unit, person: Any = None) -> Actor:
    """Return an actor who verifies in the town and has another unit too."""
    account = make_account("clerk", unit, person=person)
    return Actor.of(account)


def test_who_wrote_progress_neither_verifies_nor_closes(cast: Cast, doing: Make) -> None:
    task, clerk = doing(), cast.actor("clerk")
    actions.report_progress(actor=clerk, task=task, progress=Progress("代站里填"))
    actions.submit_task(actor=cast.actor("station_reporter"), task=task, note="好了")
    with pytest.raises(OwnWork, match="经手"):
        verify(clerk, task)
    assert Entry.objects.get(result="refused").action == "task.verify"
    task = verify(cast.actor("leader"), task)
    with pytest.raises(OwnWork):
        actions.close_task(actor=clerk, task=task)
    assert actions.close_task(actor=cast.actor("leader"), task=task).state == State.CLOSED


def test_who_added_evidence_does_not_verify_even_once_it_is_removed(
    cast: Cast, doing: Make
) -> None:
    task, clerk, station = doing(), cast.actor("clerk"), cast.actor("station_reporter")
    added, _no = actions.add_task_evidence(
        actor=clerk, task=task, examined=[examine(jpeg((40, 30)), "渠.jpg")]
    )
    actions.remove_task_evidence(actor=clerk, task=task, attachment_id=added[0].pk, reason="不清楚")
    task = actions.submit_task(actor=station, task=task, note="好了")
    with pytest.raises(OwnWork):
        verify(clerk, task)


def test_the_stations_own_people_do_not_verify(cast: Cast, submitted: Make) -> None:
    task = submitted()
    of_station = make_person(cast.station)
    with_post = make_person(cast.town)
    make_term(make_post(cast.station, "站长", "station_head"), with_post)
    for person in (of_station, with_post):
        with pytest.raises(OwnWork, match="承办单位"):
            verify(verifier(cast.town, person), task)
    account = make_account("clerk", cast.town)
    grant_role(actor=keeper(), account=account, role="clerk", unit=cast.station, from_on=OPENED)
    with pytest.raises(OwnWork, match="承办单位"):
        verify(Actor.of(account), task)


def test_a_person_responsible_does_not_verify_with_any_account(cast: Cast, submitted: Make) -> None:
    person, leader = make_person(cast.town), make_person(cast.town)
    task = submitted(responsible=(person,), leader=leader)
    for each in (person, leader):
        with pytest.raises(OwnWork, match="责任人"):
            verify(verifier(cast.town, each), task)


def test_unnaming_oneself_does_not_help(cast: Cast, doing: Make) -> None:
    person = make_person(cast.town)
    account, task = verifier(cast.town, person), doing(responsible=(person,))
    actions.name_responsible(actor=account, task=task, people=[])
    task = actions.submit_task(actor=cast.actor("station_reporter"), task=task, note="好了")
    with pytest.raises(OwnWork, match="责任人"):
        verify(account, task)


def test_another_account_of_the_writers_person_does_not_verify(cast: Cast, doing: Make) -> None:
    person = make_person(cast.town)
    writes, verifies = verifier(cast.town, person), verifier(cast.town, person)
    task = doing()
    actions.report_progress(actor=writes, task=task, progress=Progress("代填"))
    task = actions.submit_task(actor=cast.actor("station_reporter"), task=task, note="好了")
    with pytest.raises(OwnWork, match="经手"):
        verify(verifies, task)


def test_what_the_township_leads_is_verified_by_the_level_above(cast: Cast, assigned: Make) -> None:
    task, clerk, leader = assigned(unit=cast.town), cast.actor("clerk"), cast.actor("leader")
    actions.sign_for_task(actor=clerk, task=task)
    actions.submit_task(actor=clerk, task=task, note="好了")
    for actor in (leader, clerk, verifier(cast.town)):
        with pytest.raises(OwnWork):
            verify(actor, task)
    task = verify(cast.actor("inspection_group"), task)
    with pytest.raises(OwnWork):
        actions.close_task(actor=clerk, task=task)
    assert actions.close_task(actor=leader, task=task).state == State.CLOSED


def test_evidence_that_the_station_added_lets_the_clerk_accept(cast: Cast, doing: Make) -> None:
    task, station = doing(evidence=EvidenceNeeded.ANY), cast.actor("station_reporter")
    photo = examine(jpeg((40, 30)), "渠.jpg")
    actions.add_task_evidence(actor=station, task=task, examined=[photo])
    task = actions.submit_task(actor=station, task=task, note="好了")
    assert verify(cast.actor("clerk"), task).state == State.VERIFIED


@pytest.mark.parametrize("name", ["village_reporter", "station_reporter", "outsider", "auditor"])
def test_who_may_not_verify_at_all_is_refused(
    cast: Cast, submitted: Callable[..., Task], name: str
) -> None:
    with pytest.raises(NotAllowed):
        verify(cast.actor(name), submitted())
