"""Calling and holding meetings: who may, what is refused, the quorum, doing it again."""

import datetime as dt
from typing import Any

import pytest

from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.meetings.access import meeting_for, meetings_visible_to
from bihuan.meetings.actions import (
    Counts,
    MeetingSpec,
    Named,
    call_again,
    change_meeting,
    hold_meeting,
    void_meeting,
)
from bihuan.meetings.errors import NoSuchMeeting, NotNow
from bihuan.meetings.models import Category, Meeting, MeetingKind, MeetingState, Part
from bihuan.meetings.tests.making import (
    DAY,
    TODAY,
    attending,
    make_held,
    make_joint,
    make_leaders,
    make_meeting,
    make_resolution,
)
from bihuan.orgs.actions import close_unit
from bihuan.orgs.tests.cast import Cast, keeper, make_person
from bihuan.presets.actions import set_preset

L, M = Category.LEADERS, Category.MEMBERS


def _spec(meeting: Meeting, **changes: object) -> MeetingSpec:
    given = {"unit": meeting.unit, "kind": meeting.kind, "title": meeting.title, "on": meeting.on}
    return MeetingSpec(**(given | changes))  # type: ignore[arg-type]


def test_a_village_calls_its_own_meeting_and_records_who_came(cast: Cast) -> None:
    actor = cast.actor("village_reporter")
    meeting = make_held(actor, cast.villages[0], should=26, came=24)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.should, meeting.came) == (MeetingState.HELD, 26, 24)
    assert meeting.is_quorate is None
    assert meeting.may_resolve
    assert [step.kind for step in meeting.steps.all()] == ["call", "hold"]
    assert Entry.objects.filter(action="meeting.hold", target_id=str(meeting.pk)).count() == 1


@pytest.mark.parametrize("who", ["leader", "inspection_group", "auditor", "outsider"])
def test_who_does_not_keep_a_units_meetings_calls_none(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        make_meeting(cast.actor(who), cast.villages[0])
    assert not Meeting.objects.exists()


def test_a_village_keeps_none_of_another_village(cast: Cast) -> None:
    meeting = make_meeting(cast.actor("clerk"), cast.villages[1])
    with pytest.raises(NotAllowed):
        hold_meeting(actor=cast.actor("village_reporter"), meeting=meeting, counts=[])


def test_a_village_sees_its_own_and_the_township_all_below(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    own = make_meeting(clerk, cast.villages[0])
    other = make_meeting(clerk, cast.villages[1])
    town = make_joint(cast)
    assert list(meetings_visible_to(cast.actor("village_reporter"))) == [own]
    for who in ("clerk", "leader", "inspection_group"):
        assert set(meetings_visible_to(cast.actor(who))) == {own, other, town}
    for who in ("auditor", "administrator", "outsider"):
        assert not meetings_visible_to(cast.actor(who)).exists()
    with pytest.raises(NoSuchMeeting):
        meeting_for(cast.actor("village_reporter"), town.pk)


def test_times_that_contradict_are_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="结束时间早于开始时间"):
        make_meeting(cast.actor("clerk"), cast.town, begins_at=dt.time(15), ends_at=dt.time(14, 30))


def test_a_meeting_to_come_is_not_recorded_as_held(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    meeting = make_meeting(clerk, cast.town, on=TODAY + dt.timedelta(days=1))
    with pytest.raises(Invalid, match="还没有到，不能登记为已召开"):
        hold_meeting(actor=clerk, meeting=meeting, counts=[Counts(M, 3, 3)])


def test_a_closed_unit_holds_no_meeting(cast: Cast) -> None:
    close_unit(actor=keeper(), unit=cast.branches[2], closed_on=dt.date(2010, 1, 1), reason="合并")
    cast.branches[2].refresh_from_db()
    with pytest.raises(Invalid, match="撤销"):
        make_meeting(cast.actor("clerk"), cast.branches[2])


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([Counts(M, 10, 11)], "“党员”实到11人，多于应到10人"),
        ([Counts(M, 10, 9), Counts(M, 5, 5)], "“党员”填了两次"),
        ([], "应到人数是0"),
        ([Counts(M, 0, 0)], "应到人数是0"),
        ([Counts(M, -1, -1)], "人数不对"),
        ([Counts("ghosts", 1, 1)], "无法识别"),
    ],
)
def test_attendance_that_cannot_be_is_refused_whole(
    cast: Cast, counts: list[Counts], said: str
) -> None:
    clerk = cast.actor("clerk")
    meeting = make_meeting(clerk, cast.town)
    with pytest.raises(Invalid, match=said):
        hold_meeting(actor=clerk, meeting=meeting, counts=counts)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CALLED
    assert not meeting.attendance.exists()


def test_those_named_make_up_the_category_of_the_kind(cast: Cast) -> None:
    people = make_leaders(cast, 4)
    guest = make_person(cast.station)
    clerk = cast.actor("clerk")
    meeting = make_meeting(clerk, cast.town, kind=MeetingKind.JOINT)
    named = [*attending(people, people[3]), Named(guest, Part.OBSERVES)]
    meeting = hold_meeting(
        actor=clerk, meeting=meeting, counts=[Counts("others", 2, 1)], named=named
    )
    assert (meeting.should, meeting.came, meeting.is_quorate) == (6, 4, True)
    assert meeting.quorum["should"] == 4
    assert meeting.attendees.get(person=people[3]).reason == "公务"


def test_a_number_beside_the_names_of_a_category_must_agree(cast: Cast) -> None:
    people, clerk = make_leaders(cast, 3), cast.actor("clerk")
    meeting = make_meeting(clerk, cast.town, kind=MeetingKind.JOINT)
    with pytest.raises(Invalid, match="已经按名单算出应到3人"):
        hold_meeting(
            actor=clerk, meeting=meeting, counts=[Counts(L, 4, 3)], named=attending(people)
        )


def test_the_same_person_twice_or_from_elsewhere_is_refused(cast: Cast) -> None:
    people, clerk = make_leaders(cast, 2), cast.actor("clerk")
    meeting = make_meeting(clerk, cast.town, kind=MeetingKind.JOINT)
    with pytest.raises(Invalid, match="在名单里有两次"):
        hold_meeting(
            actor=clerk, meeting=meeting, counts=[], named=attending([people[0], people[0]])
        )
    elsewhere = make_person(cast.other_town)
    with pytest.raises(Invalid, match=r"不是.*的人员"):
        hold_meeting(actor=clerk, meeting=meeting, counts=[], named=attending([elsewhere]))


@pytest.mark.parametrize(
    ("kind", "should", "came", "holds"),
    [
        (MeetingKind.DEMOCRATIC_LIFE, 12, 8, True),
        (MeetingKind.DEMOCRATIC_LIFE, 12, 7, False),
        (MeetingKind.BRANCH_LIFE, 12, 7, True),
        (MeetingKind.BRANCH_LIFE, 12, 6, False),
        (MeetingKind.VILLAGERS, 100, 50, False),
        (MeetingKind.VILLAGERS, 100, 51, True),
        (MeetingKind.VILLAGE_DELEGATES, 30, 20, True),
        (MeetingKind.VILLAGE_DELEGATES, 30, 19, False),
        (MeetingKind.COMMITTEE, 9, 5, True),
        (MeetingKind.COMMITTEE, 9, 4, False),
        (MeetingKind.SYMPOSIUM, 30, 1, None),
    ],
)
def test_a_kinds_quorum_goes_by_its_preset(
    cast: Cast, kind: str, should: int, came: int, holds: bool | None
) -> None:
    meeting = make_held(cast.actor("clerk"), cast.villages[0], kind=kind, should=should, came=came)
    assert meeting.is_quorate is holds


def test_a_quorum_set_by_the_township_holds_from_its_day(cast: Cast) -> None:
    for code, value in (("part", 3), ("of", 4)):
        set_preset(
            actor=keeper(),
            home=cast.town,
            code=f"meetings.democratic_life_{code}",
            value=str(value),
            from_on=DAY,
            basis="市委通知",
        )
    clerk = cast.actor("clerk")
    given: dict[str, Any] = {"kind": MeetingKind.DEMOCRATIC_LIFE, "should": 12, "came": 8}
    before = make_held(clerk, cast.town, on=DAY - dt.timedelta(days=1), **given)
    after = make_held(clerk, cast.town, on=DAY, **given)
    assert (before.is_quorate, after.is_quorate) == (True, False)


def test_a_quorum_needs_its_own_category(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    meeting = make_meeting(clerk, cast.villages[0], kind=MeetingKind.BRANCH_LIFE)
    with pytest.raises(Invalid, match="按“党员”看到会是否达到规定"):
        hold_meeting(actor=clerk, meeting=meeting, counts=[Counts("others", 10, 10)])


def test_a_meeting_without_quorum_is_called_again_and_the_first_stays(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    first = make_held(
        clerk, cast.villages[0], kind=MeetingKind.VILLAGERS, should=100, came=40, agenda="修路"
    )
    again = call_again(actor=clerk, meeting=first, on=DAY + dt.timedelta(days=3))
    again = hold_meeting(actor=clerk, meeting=again, counts=[Counts("villagers", 100, 60)])
    first.refresh_from_db()
    assert (again.again_of, again.agenda, again.is_quorate) == (first, "修路", True)
    assert (first.state, first.came) == (MeetingState.HELD, 40)
    with pytest.raises(NotNow, match="已经另行召开过"):
        call_again(actor=clerk, meeting=first, on=DAY + dt.timedelta(days=9))


def test_a_meeting_with_its_quorum_is_not_called_again(cast: Cast) -> None:
    meeting = make_joint(cast)
    with pytest.raises(NotNow, match="不用另行召开"):
        call_again(actor=cast.actor("clerk"), meeting=meeting, on=TODAY)


def test_a_meeting_called_again_lies_after_the_first(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    first = make_held(clerk, cast.villages[0], kind=MeetingKind.VILLAGERS, should=9, came=1)
    with pytest.raises(Invalid, match="应晚于"):
        call_again(actor=clerk, meeting=first, on=first.on)


def test_attendance_is_corrected_and_what_was_stays_in_the_steps(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    meeting = make_held(clerk, cast.villages[0], should=20, came=18)
    meeting = hold_meeting(
        actor=clerk, meeting=meeting, counts=[Counts(M, 10, 9), Counts("villagers", 5, 5)]
    )
    assert (meeting.should, meeting.came) == (15, 14)
    told = [(step.kind, step.facts.get("came")) for step in meeting.steps.all()]
    assert told == [("call", None), ("hold", 18), ("correct", 14)]
    counted = meeting.attendance.filter(should__gt=0).values_list("category", "should", "came")
    assert sorted(counted) == [("members", 10, 9), ("villagers", 5, 5)]


def test_a_correction_leaves_no_resolution_without_a_quorum(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast)
    make_resolution(clerk, meeting)
    with pytest.raises(NotNow, match="请先撤回议定事项"):
        hold_meeting(actor=clerk, meeting=meeting, counts=[Counts(L, 12, 3)])
    meeting.refresh_from_db()
    assert meeting.came == 12


def test_the_day_of_a_held_meeting_does_not_move_into_the_future(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast)
    with pytest.raises(Invalid, match="不能晚于今天"):
        change_meeting(
            actor=clerk, meeting=meeting, spec=_spec(meeting, on=TODAY + dt.timedelta(days=2))
        )


def test_units_are_invited_each_once_and_only_those_below(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    meeting = make_meeting(
        clerk, cast.town, kind="mobilise", invited=(*cast.villages, cast.villages[0])
    )
    assert meeting.invitations.filter(withdrawn_at=None).count() == 3
    change_meeting(actor=clerk, meeting=meeting, spec=_spec(meeting, invited=cast.villages[:1]))
    assert [one.unit for one in meeting.invitations.filter(withdrawn_at=None)] == [cast.villages[0]]
    with pytest.raises(Invalid, match=r"不是.*下面的单位"):
        make_meeting(clerk, cast.villages[0], invited=(cast.villages[1],))


def test_a_void_meeting_keeps_its_reason_and_takes_nothing_more(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast)
    meeting = void_meeting(actor=clerk, meeting=meeting, reason="登记重复")
    assert meeting.steps.last().note == "登记重复"  # type: ignore[union-attr]
    with pytest.raises(NotNow, match="已经作废"):
        hold_meeting(actor=clerk, meeting=meeting, counts=[Counts(L, 1, 1)])
    with pytest.raises(Invalid, match="作废理由"):
        void_meeting(actor=clerk, meeting=make_joint(cast), reason=" ")


def test_a_meeting_whose_resolution_became_a_task_is_not_made_void(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast)
    make_resolution(
        clerk, meeting, unit=cast.villages[0], due_on=TODAY + dt.timedelta(days=9), is_task=True
    )
    with pytest.raises(NotNow, match="请先作废任务"):
        void_meeting(actor=clerk, meeting=meeting, reason="登记重复")
