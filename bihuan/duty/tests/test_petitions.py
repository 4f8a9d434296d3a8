"""A petition's steps, clocks and refusals."""

import datetime as dt

import pytest

from bihuan.duty.access import petitions_visible_to, sheets_visible_to
from bihuan.duty.actions import (
    Handing,
    accept_petition,
    approve_summary,
    assign_petition,
    close_petition,
    decide_review,
    extend_petition,
    note_petition,
    reopen_petition,
    reply_petition,
    seek_review,
    void_petition,
)
from bihuan.duty.errors import NoSuchCase, NotNow, SameUnit, TellsWho
from bihuan.duty.models import CaseStep, Petition, PetitionState
from bihuan.duty.tests.making import NAME, SUMMARY, make_assigned, make_petition
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_account, make_person, make_unit
from bihuan.presets.actions import set_preset
from bihuan.tasks.models import Task

DAY = dt.date


def test_the_clock_runs_from_telling_to_the_review(cast: Cast) -> None:
    actor = cast.actor("clerk")
    made = make_petition(actor, cast.villages[1])
    assert made.due_on == DAY(2010, 2, 9)  # 15 days, the day it came is not counted
    made = accept_petition(actor=actor, petition=made, on=DAY(2010, 1, 26))
    assert made.due_on == DAY(2010, 3, 27)  # 60 days
    leader = cast.actor("leader")
    made = extend_petition(actor=leader, petition=made, days=30, reason="需请测绘单位测量")
    assert made.due_on == DAY(2010, 4, 26)
    made = reply_petition(actor=actor, petition=made, reply="水费账目已公布。")
    made = seek_review(actor=actor, petition=made, on=DAY(2010, 2, 3))
    assert made.due_on == DAY(2010, 3, 5)  # 30 days
    made = decide_review(actor=actor, petition=made, reply="维持原答复。")
    made = close_petition(actor=actor, petition=made, satisfaction="fairly")
    assert made.state == PetitionState.CLOSED
    assert [step.kind for step in made.steps.all()] == [
        *("register", "accept", "extend", "reply", "seek_review", "review", "close")
    ]


def test_a_longer_limit_is_a_preset_of_the_home(cast: Cast) -> None:
    actor = cast.actor("clerk")
    set_preset(
        actor=actor, home=cast.town, code="duty.tell_days", value="10",
        from_on=DAY(2010, 2, 3), basis="市信访局通知",
    )  # fmt: skip
    made = make_petition(actor, cast.villages[1], received_on=DAY(2010, 2, 3))
    assert made.due_on == DAY(2010, 2, 13)


def test_more_than_the_longest_extension_is_refused_and_only_a_leader_extends(cast: Cast) -> None:
    made = make_assigned(cast)
    with pytest.raises(NotAllowed):
        extend_petition(actor=cast.actor("clerk"), petition=made, days=10, reason="忙")
    leader = cast.actor("leader")
    extend_petition(actor=leader, petition=made, days=20, reason="需测量")
    with pytest.raises(Invalid, match="已延长20天"):
        extend_petition(actor=leader, petition=made, days=11, reason="需测量")


def test_a_petition_is_assigned_with_its_approved_summary_and_a_task_without_words(
    cast: Cast,
) -> None:
    made = make_assigned(cast)
    task = Task.objects.get()
    assert task.unit == cast.villages[0]
    assert task.title == f"办理信访事项{made.written_number}"
    for text in (task.title, task.requirement, task.basis, task.deliverable):
        assert SUMMARY not in text
        assert made.title not in text
    assert made.state == PetitionState.ASSIGNED


def test_nothing_is_assigned_before_the_summary_is_approved(cast: Cast, petition: Petition) -> None:
    actor = cast.actor("clerk")
    accept_petition(actor=actor, petition=petition)
    handing = Handing(unit=cast.villages[0])
    with pytest.raises(NotNow, match="脱敏摘要"):
        assign_petition(actor=actor, petition=petition, handing=handing)
    with pytest.raises(TellsWho):
        approve_summary(actor=actor, petition=petition, summary=f"反映人{NAME}说水费不开票")
    petition.refresh_from_db()
    assert petition.summary_by_name == ""
    assert not Task.objects.exists()


def test_the_unit_complained_of_never_deals_with_it(cast: Cast, petition: Petition) -> None:
    actor = cast.actor("clerk")
    below = make_unit(cast.station, "office", "水利站收费组")
    accept_petition(actor=actor, petition=petition)
    approve_summary(actor=actor, petition=petition, summary=SUMMARY)
    for unit in (cast.station, below):
        with pytest.raises(SameUnit, match="不能自己办"):
            assign_petition(actor=actor, petition=petition, handing=Handing(unit=unit))
    assert (
        assign_petition(actor=actor, petition=petition, handing=Handing(unit=cast.town)).lead_unit
        == cast.town
    )


def test_a_complaint_of_the_township_itself_is_not_registered_by_it(cast: Cast) -> None:
    with pytest.raises(SameUnit, match="上一级"):
        make_petition(cast.actor("clerk"), cast.villages[0], unit_complained_of=cast.town)


def test_a_clerk_of_the_unit_complained_of_neither_registers_nor_sees_it(
    cast: Cast, petition: Petition
) -> None:
    person = make_person(cast.station)
    actor = Actor.of(make_account("clerk", cast.town, person=person))
    assert not petitions_visible_to(actor).exists()
    with pytest.raises(SameUnit, match="被反映的单位"):
        make_petition(actor, cast.villages[1], unit_complained_of=cast.station)
    with pytest.raises(NoSuchCase):
        accept_petition(actor=actor, petition=petition)


def test_who_may_see_a_petition(cast: Cast) -> None:
    make_assigned(cast)
    sees = {name for name in cast.accounts if petitions_visible_to(cast.actor(name)).exists()}
    assert sees == {"clerk", "leader"}
    sheet = {name for name in cast.accounts if sheets_visible_to(cast.actor(name)).exists()}
    assert sheet == {"clerk", "leader", "village_reporter"}


def test_a_step_that_may_not_follow_is_refused_and_changes_nothing(
    cast: Cast, petition: Petition
) -> None:
    actor = cast.actor("clerk")
    with pytest.raises(NotNow):
        close_petition(actor=actor, petition=petition)
    petition.refresh_from_db()
    assert petition.closed_on is None
    assert petition.steps.count() == 1


def test_a_review_is_sought_within_its_time(cast: Cast) -> None:
    actor = cast.actor("clerk")
    made = make_petition(actor, cast.villages[1], received_on=DAY(2009, 12, 1))
    accept_petition(actor=actor, petition=made, on=DAY(2009, 12, 2))
    reply_petition(actor=actor, petition=made, reply="已办。", on=DAY(2009, 12, 20))
    with pytest.raises(Invalid, match="2010-01-19"):
        seek_review(actor=actor, petition=made, on=DAY(2010, 1, 20))
    assert seek_review(actor=actor, petition=made, on=DAY(2010, 1, 19)).state == "review"


@pytest.mark.parametrize("who", ["village_reporter", "leader", "inspection_group", "outsider"])
def test_only_a_keeper_registers(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        make_petition(cast.actor(who), cast.villages[0])
    assert not Petition.objects.exists()
    assert not CaseStep.objects.exists()


def test_a_leader_s_note_reopening_and_voiding(cast: Cast, petition: Petition) -> None:
    leader, actor = cast.actor("leader"), cast.actor("clerk")
    made = note_petition(actor=leader, petition=petition, note="请纪委阅处。")
    assert made.leader_note == "请纪委阅处。"
    accept_petition(actor=actor, petition=made)
    reply_petition(actor=actor, petition=made, reply="已公布。")
    made = close_petition(actor=actor, petition=made, satisfaction="no")
    made = reopen_petition(actor=actor, petition=made, reason="反映人不满意")
    assert (made.state, made.closed_on, made.due_on) == ("assigned", None, DAY(2010, 4, 4))
    assert void_petition(actor=actor, petition=made, reason="重复登记").state == "void"


def test_no_step_s_words_may_tell_who_it_was(cast: Cast, petition: Petition) -> None:
    actor, leader = cast.actor("clerk"), cast.actor("leader")
    telling = f"已电话告知{NAME[:3]}"
    with pytest.raises(TellsWho):
        accept_petition(actor=actor, petition=petition, note=telling)
    with pytest.raises(TellsWho):
        note_petition(actor=leader, petition=petition, note=telling)
    with pytest.raises(TellsWho):
        void_petition(actor=actor, petition=petition, reason=telling)
    accept_petition(actor=actor, petition=petition)
    with pytest.raises(TellsWho):
        reply_petition(actor=actor, petition=petition, reply=telling)
    with pytest.raises(TellsWho):
        extend_petition(actor=leader, petition=petition, days=1, reason=telling)
    assert petition.steps.count() == 2
