"""A task from its slip to its end, and who is refused on the way."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from bihuan.audit.models import Entry
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.actions import close_unit, grant_role
from bihuan.orgs.tests.cast import Cast, keeper, make_person, make_unit
from bihuan.tasks import actions
from bihuan.tasks.actions import Due, Progress, TaskSpec
from bihuan.tasks.errors import OwnWork, TooLate, UnitClosed, WrongState
from bihuan.tasks.models import Counting, EvidenceNeeded, Part, State, Step, StepKind, Task
from bihuan.tasks.tests.conftest import TODAY, Make

Be = Callable[[dt.date], None]


def steps_of(task: Task) -> list[str]:
    return list(Step.objects.filter(task=task).values_list("kind", flat=True))


def test_a_task_goes_from_its_slip_to_its_close(cast: Cast, submitted: Make) -> None:
    task = submitted()
    assert (task.slip_number, task.state, task.percent) == ("督〔2010〕1号", State.SUBMITTED, 50)
    task = actions.verify_task(actor=cast.actor("clerk"), task=task, accepted=True, note="")
    task = actions.close_task(actor=cast.actor("clerk"), task=task)
    assert (task.state, task.closed_on, task.percent) == (State.CLOSED, TODAY, 100)
    assert steps_of(task) == ["assign", "sign_for", "progress", "submit", "accept", "close"]
    noted = Entry.objects.filter(target_kind="task", target_id=str(task.pk)).order_by("sequence")
    assert list(noted.values_list("action", flat=True)) == [
        "task.assign",
        "task.sign_for",
        "task.progress",
        "task.submit",
        "task.verify",
        "task.close",
    ]


def test_slips_are_numbered_without_a_gap(assigned: Make) -> None:
    first = assigned()
    with pytest.raises(Invalid):
        assigned(title=" ")
    assert (first.number, assigned().number) == (1, 2)
    assert Task.objects.count() == 2


@pytest.mark.parametrize("name", ["village_reporter", "station_reporter", "outsider", "auditor"])
def test_only_who_assigns_in_the_home_assigns(cast: Cast, assigned: Make, name: str) -> None:
    with pytest.raises(NotAllowed):
        assigned(by=name)
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due": Due()}, "完成期限"),
        ({"due": Due(on=dt.date(2010, 2, 2))}, "已经过去"),
        ({"due": Due(days=0, counting=Counting.WORKDAYS)}, "几天内完成"),
        ({"due": Due(days=3, counting="moons")}, "无法识别"),
        ({"evidence": "photo"}, "无法识别"),
        ({"title": "长" * 121}, "超过120个字"),
        ({"requirement": "铃\x07声"}, "不可见的字符"),
    ],
)
def test_what_is_wrong_is_refused_whole(
    assigned: Make, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        assigned(**changes)
    assert not Task.objects.exists()
    assert not Step.objects.exists()


def test_units_and_people_of_elsewhere_are_refused(cast: Cast, assigned: Make) -> None:
    stranger = make_person(cast.other_village)
    for changes in (
        {"unit": cast.other_village},
        {"assisting": (cast.other_village,)},
        {"responsible": (stranger,)},
        {"leader": stranger},
    ):
        with pytest.raises(Invalid):
            assigned(**changes)
    assert not Task.objects.exists()


def test_a_village_cannot_sign_for_the_stations_task(cast: Cast, assigned: Make) -> None:
    task = assigned()
    with pytest.raises(NotAllowed):
        actions.sign_for_task(actor=cast.actor("village_reporter"), task=task)
    refused = Entry.objects.get(result="refused")
    assert (refused.action, refused.target_id) == ("task.sign_for", str(task.pk))


def test_an_assisting_unit_tells_its_progress_and_not_the_percentage(
    cast: Cast, assigned: Make
) -> None:
    task = assigned(assisting=(cast.villages[0],))
    task = actions.sign_for_task(actor=cast.actor("station_reporter"), task=task)
    helper = cast.actor("village_reporter")
    task = actions.report_progress(actor=helper, task=task, progress=Progress("出工二十人", 90))
    assert task.percent == 0
    with pytest.raises(NotAllowed):
        actions.submit_task(actor=helper, task=task, note="好了")


def test_what_is_sent_back_has_a_new_day(cast: Cast, submitted: Make, on: Be) -> None:
    task = submitted(due=Due(on=dt.date(2010, 2, 5)))
    on(dt.date(2010, 2, 8))
    clerk = cast.actor("clerk")
    with pytest.raises(Invalid, match="验收意见"):
        actions.verify_task(actor=clerk, task=task, accepted=False, note="")
    task = actions.verify_task(actor=clerk, task=task, accepted=False, note="渠尾没清")
    # Ten workdays after 8 February, over the Spring Festival (13–19 free, 20 and 21 worked).
    assert (task.state, task.due_on) == (State.DOING, dt.date(2010, 2, 25))
    facts = Step.objects.get(task=task, kind=StepKind.SEND_BACK).facts
    assert facts == {"old_due": "2010-02-05", "new_due": "2010-02-25"}


def test_evidence_that_is_asked_for_must_be_there(cast: Cast, submitted: Make) -> None:
    task = submitted(evidence=EvidenceNeeded.ANY)
    with pytest.raises(Invalid, match="佐证材料"):
        actions.verify_task(actor=cast.actor("clerk"), task=task, accepted=True, note="")
    assert Task.objects.get().state == State.SUBMITTED


def test_a_visit_that_is_asked_for_must_be_told(cast: Cast, submitted: Make) -> None:
    task, clerk = submitted(evidence=EvidenceNeeded.VISIT), cast.actor("clerk")
    for note, seen_on in (("看过", None), ("", TODAY), ("看过", TODAY + dt.timedelta(days=1))):
        with pytest.raises(Invalid):
            actions.verify_task(actor=clerk, task=task, accepted=True, note=note, seen_on=seen_on)
    task = actions.verify_task(actor=clerk, task=task, accepted=True, note="通水", seen_on=TODAY)
    assert task.state == State.VERIFIED


def test_a_task_is_returned_within_its_days_only(cast: Cast, assigned: Make, on: Be) -> None:
    task, late, station = assigned(), assigned(), cast.actor("station_reporter")
    on(dt.date(2010, 2, 12))  # the seventh workday after 3 February
    task = actions.return_task(actor=station, task=task, reason="属村级渠道")
    assert task.state == State.RETURNED
    on(dt.date(2010, 2, 20))  # a Saturday worked on
    with pytest.raises(TooLate, match="2010年2月12日"):
        actions.return_task(actor=station, task=late, reason="属村级渠道")


def test_a_returned_task_is_handed_on_or_insisted_on_once(cast: Cast, assigned: Make) -> None:
    station, clerk = cast.actor("station_reporter"), cast.actor("clerk")
    task = actions.return_task(actor=station, task=assigned(), reason="不归我站")
    task = actions.insist_on_task(actor=clerk, task=task, note="三定方案写明归水利站")
    assert task.state == State.ASSIGNED
    with pytest.raises(WrongState, match="不能再次退件"):
        actions.return_task(actor=station, task=task, reason="还是不归")
    task = actions.reassign_task(actor=clerk, task=task, unit=cast.villages[0], reason="改由村里办")
    assert (task.unit, task.path) == (cast.villages[0], cast.villages[0].path)
    village = cast.actor("village_reporter")
    assert actions.return_task(actor=village, task=task, reason="属站里").state == State.RETURNED


def test_counted_days_begin_anew_for_the_next_unit(cast: Cast, assigned: Make, on: Be) -> None:
    task = assigned(due=Due(days=3, counting=Counting.WORKDAYS))
    assert task.due_on == dt.date(2010, 2, 8)
    on(dt.date(2010, 2, 8))
    task = actions.reassign_task(
        actor=cast.actor("clerk"), task=task, unit=cast.villages[0], reason="改由村里办"
    )
    assert task.due_on == dt.date(2010, 2, 11)


def test_an_extension_is_decided_by_a_leader_who_did_not_ask(cast: Cast, doing: Make) -> None:
    task, wanted = doing(), dt.date(2010, 4, 1)
    station, leader = cast.actor("station_reporter"), cast.actor("leader")
    task = actions.ask_extension(actor=station, task=task, new_due=wanted, reason="连日雨雪")
    with pytest.raises(Conflict):
        actions.ask_extension(actor=station, task=task, new_due=wanted, reason="再申请")
    with pytest.raises(NotAllowed):
        actions.decide_extension(actor=cast.actor("clerk"), task=task, granted=True)
    task = actions.decide_extension(actor=leader, task=task, granted=True, note="同意")
    assert (task.due_on, task.extensions, task.wanted_due_on) == (wanted, 1, None)
    facts = Step.objects.get(task=task, kind=StepKind.EXTEND).facts
    assert (facts["old_due"], facts["new_due"]) == ("2010-03-10", "2010-04-01")
    with pytest.raises(WrongState):
        actions.decide_extension(actor=leader, task=task, granted=False, note="不同意")


def test_who_asked_for_an_extension_does_not_decide_it(cast: Cast, doing: Make) -> None:
    account = cast.account("leader")
    grant_role(
        actor=keeper(), account=account, role="clerk", unit=cast.town, from_on=dt.date(2009, 1, 1)
    )
    leader = cast.actor("leader")
    task = actions.ask_extension(
        actor=leader, task=doing(), new_due=dt.date(2010, 4, 1), reason="雨"
    )
    with pytest.raises(OwnWork):
        actions.decide_extension(actor=leader, task=task, granted=True)


def test_extensions_are_as_many_as_the_preset_allows(cast: Cast, doing: Make) -> None:
    task, station, leader = doing(), cast.actor("station_reporter"), cast.actor("leader")
    for day in (1, 2):
        wanted = dt.date(2010, 4, day)
        task = actions.ask_extension(actor=station, task=task, new_due=wanted, reason="雨")
        task = actions.decide_extension(actor=leader, task=task, granted=True)
    with pytest.raises(Conflict, match="最多延期2次"):
        actions.ask_extension(actor=station, task=task, new_due=dt.date(2010, 5, 1), reason="雨")


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (Due(on=dt.date(2010, 3, 10)), dt.date(2010, 3, 29)),  # 19 calendar days
        (Due(days=10, counting=Counting.CALENDAR), dt.date(2010, 3, 4)),
        # 5 of 15 workdays used by 10 February; the other 10 run from 1 March on.
        (Due(days=15, counting=Counting.WORKDAYS), dt.date(2010, 3, 15)),
    ],
)
def test_a_suspended_task_keeps_what_was_left_of_its_time(
    cast: Cast, doing: Make, on: Be, due: Due, expected: dt.date
) -> None:
    task, clerk = doing(due=due), cast.actor("clerk")
    on(dt.date(2010, 2, 10))
    task = actions.suspend_task(actor=clerk, task=task, reason="等征地")
    on(dt.date(2010, 3, 1))
    task = actions.resume_task(actor=clerk, task=task)
    assert (task.state, task.due_on) == (State.DOING, expected)


def test_a_closed_task_is_reopened_with_a_new_day(cast: Cast, submitted: Make, on: Be) -> None:
    task, clerk = submitted(), cast.actor("clerk")
    with pytest.raises(WrongState):
        actions.reopen_task(actor=clerk, task=task, reason="渠又堵了")
    task = actions.verify_task(actor=clerk, task=task, accepted=True, note="")
    task = actions.close_task(actor=clerk, task=task)
    on(dt.date(2010, 5, 4))
    task = actions.reopen_task(actor=clerk, task=task, reason="渠又堵了")
    assert (task.state, task.closed_on) == (State.DOING, None)
    assert task.due_on == dt.date(2010, 5, 18)


def test_a_void_task_stays_to_be_seen(cast: Cast, assigned: Make) -> None:
    task, clerk = assigned(), cast.actor("clerk")
    with pytest.raises(Invalid, match="作废理由"):
        actions.void_task(actor=clerk, task=task, reason=" ")
    task = actions.void_task(actor=clerk, task=task, reason="重复交办")
    assert Task.objects.get().state == State.VOID
    with pytest.raises(WrongState):
        actions.chase_task(actor=clerk, task=task)


def test_a_closed_units_task_waits_to_be_handed_on(cast: Cast, doing: Make) -> None:
    task = doing()
    successor = make_unit(cast.town, "station", "水利服务中心")
    close_unit(
        actor=keeper(), unit=cast.station, closed_on=TODAY, successor=successor, reason="机构改革"
    )
    with pytest.raises(UnitClosed, match="已撤销"):
        actions.submit_task(actor=cast.actor("station_reporter"), task=task, note="好了")
    clerk = cast.actor("clerk")
    task = actions.reassign_task(actor=clerk, task=task, unit=successor, reason="机构改革")
    assert (task.state, task.unit) == (State.ASSIGNED, successor)


def test_a_township_does_not_close_what_the_county_assigned(cast: Cast, assigned: Make) -> None:
    task = actions.assign_task(
        actor=keeper(),
        home=cast.county,
        spec=TaskSpec(title="清淤", unit=cast.town, due=Due(on=dt.date(2010, 3, 1))),
    )
    with pytest.raises(NotAllowed):
        actions.void_task(actor=cast.actor("clerk"), task=task, reason="不办")
    with pytest.raises(NotAllowed):
        actions.suspend_task(actor=cast.actor("leader"), task=task, reason="不办")


def test_who_answers_is_named_anew_and_the_former_is_kept(cast: Cast, doing: Make) -> None:
    first, second = make_person(cast.station, "站长"), make_person(cast.station, "副站长")
    task = doing(responsible=(first,))
    station = cast.actor("station_reporter")
    task = actions.name_responsible(actor=station, task=task, people=[second])
    standing = Part.objects.filter(task=task, ended_at=None)
    assert [part.person for part in standing] == [second]
    assert Part.objects.filter(task=task).count() == 2
    facts = Step.objects.get(task=task, kind=StepKind.NAME).facts
    assert facts == {"old_names": ["站长"], "names": ["副站长"]}
