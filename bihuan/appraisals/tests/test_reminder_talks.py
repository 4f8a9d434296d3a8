"""Talks with somebody: decided by a person, answered by the one concerned, seen by few."""

import datetime as dt

import pytest
from pytest_django import Settings

from bihuan.appraisals import actions
from bihuan.appraisals.access_people import talk_for, talks_visible_to
from bihuan.appraisals.actions import ReminderSpec
from bihuan.appraisals.errors import NamesAPlace, NoSuchTalk, NotNow
from bihuan.appraisals.models import ReminderStep, ReminderTalk, TalkReply, TalkState
from bihuan.appraisals.tests.making import TODAY
from bihuan.appraisals.tests.making_people import (
    BASIS,
    FACTS,
    as_person,
    later,
    make_held_talk,
    make_poll,
    make_talk,
)
from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_account, make_person


def test_a_talk_goes_from_decision_to_conclusion_and_every_step_is_a_row(
    cast: Cast, settings: Settings
) -> None:
    person = make_person(cast.villages[0], "张会计")
    own, leader = as_person(cast.account("village_reporter"), person), cast.actor("leader")
    talk = make_held_talk(cast, person)
    assert (talk.state, talk.reply_due_on) == (TalkState.HELD, later(10))
    reply = actions.reply_to_talk(actor=own, talk=talk, text="那天送孩子看病，没有请假。")
    assert not reply.is_handed_in
    talk = actions.conclude_talk(actor=leader, talk=talk, conclusion="情况属实，已批评。")
    assert (talk.state, talk.reply_waits) == (TalkState.ENDED, False)
    settings.BIHUAN_TODAY = later(40)
    actions.reply_to_talk(actor=own, talk=talk, text="补充：已补请假条。")
    talk.refresh_from_db()
    assert talk.reply_waits, "later ones are taken too, and wait for who decides"
    talk = actions.conclude_talk(actor=leader, talk=talk, conclusion="补充情况已核实。")
    kinds = list(ReminderStep.objects.filter(talk=talk).values_list("kind", flat=True))
    assert kinds == ["decide", "hold", "reply", "conclude", "reply", "conclude"]
    assert list(TalkReply.objects.values_list("text", flat=True)) == [
        "那天送孩子看病，没有请假。",
        "补充：已补请假条。",
    ]


@pytest.mark.parametrize("who", ["clerk", "village_reporter", "inspection_group", "outsider"])
def test_nobody_but_a_leader_decides_on_a_talk(cast: Cast, who: str) -> None:
    person = make_person(cast.villages[0])
    spec = ReminderSpec(FACTS, BASIS)
    with pytest.raises(NotAllowed):
        actions.decide_talk(actor=cast.actor(who), person=person, spec=spec)
    assert not ReminderTalk.objects.exists()
    assert Entry.objects.filter(action="reminder.decide", result="refused").exists()


def test_a_leader_of_another_town_neither_decides_nor_sees(cast: Cast) -> None:
    other = Actor.of(make_account("leader", cast.other_town))
    talk = make_talk(cast)
    with pytest.raises(NotAllowed):
        actions.decide_talk(actor=other, person=talk.person, spec=ReminderSpec(FACTS, BASIS))
    with pytest.raises(NotAllowed):
        actions.hold_talk(actor=other, talk=talk, on=TODAY, by="镇长")
    with pytest.raises(NoSuchTalk):
        talk_for(other, talk.pk)


def test_nobody_decides_about_themself(cast: Cast) -> None:
    head = make_person(cast.town, "李镇长")
    talk = make_talk(cast, head)
    leader = as_person(cast.account("leader"), head)
    assert talk_for(leader, talk.pk) == talk
    with pytest.raises(NotAllowed, match="涉及您本人"):
        actions.decide_talk(actor=leader, person=head, spec=ReminderSpec(FACTS, BASIS))
    with pytest.raises(NotAllowed, match="涉及您本人"):
        actions.withdraw_talk(actor=leader, talk=talk, reason="不必谈")
    with pytest.raises(NotAllowed, match="涉及您本人"):
        actions.hold_talk(actor=leader, talk=talk, on=TODAY, by="李镇长")


def test_only_deciders_and_the_one_concerned_see_a_talk(cast: Cast) -> None:
    person = make_person(cast.villages[0])
    talk, other = make_talk(cast, person), make_talk(cast)
    own = as_person(cast.account("village_reporter"), person)
    assert list(talks_visible_to(own)) == [talk]
    assert set(talks_visible_to(cast.actor("leader"))) == {talk, other}
    for who in ("clerk", "station_reporter", "inspection_group", "auditor", "outsider"):
        assert not talks_visible_to(cast.actor(who)).exists(), who


def test_a_clerk_writes_it_down_only_where_the_leader_named_them(cast: Cast) -> None:
    talk, clerk = make_talk(cast), cast.actor("clerk")
    with pytest.raises(NotAllowed):
        actions.reply_to_talk(actor=clerk, talk=talk, text="本人书面说明")
    talk = actions.name_recorder(
        actor=cast.actor("leader"), talk=talk, recorder=cast.account("clerk")
    )
    assert list(talks_visible_to(clerk)) == [talk]
    talk = actions.hold_talk(actor=clerk, talk=talk, on=TODAY, by="镇党委副书记")
    reply = actions.reply_to_talk(actor=clerk, talk=talk, text="本人书面说明", given_on=TODAY)
    assert reply.is_handed_in
    with pytest.raises(NotAllowed):
        actions.conclude_talk(actor=clerk, talk=talk, conclusion="属实")
    actions.name_recorder(actor=cast.actor("leader"), talk=talk, recorder=None)
    assert not talks_visible_to(clerk).exists()


@pytest.mark.parametrize("who", ["outsider", "auditor", "village_reporter"])
def test_a_recorder_is_a_clerk_of_the_place(cast: Cast, who: str) -> None:
    with pytest.raises(Invalid, match="不能作记录人"):
        make_talk(cast, recorder=cast.account(who))


def test_one_concerned_does_not_record_their_own_talk(cast: Cast) -> None:
    person = make_person(cast.town)
    as_person(cast.account("clerk"), person)
    with pytest.raises(Invalid, match="不能给自己"):
        make_talk(cast, person, recorder=cast.account("clerk"))


@pytest.mark.parametrize("name", ["facts", "basis"])
def test_a_place_in_some_order_is_no_reason(cast: Cast, name: str) -> None:
    with pytest.raises(NamesAPlace, match="后三名"):
        make_talk(cast, None, **{name: "民主测评位列后三名"})
    assert not ReminderTalk.objects.exists()


def test_a_poll_is_named_and_nothing_of_it_is_copied(cast: Cast) -> None:
    person = make_person(cast.villages[0], "张会计")
    poll = make_poll(cast, [person], {1: "4"})
    talk = make_talk(cast, person, poll=poll)
    assert talk.poll == poll
    said = " ".join(str(getattr(talk, field.attname)) for field in talk._meta.concrete_fields)
    score = poll.box.result["subjects"][0]["score"]
    assert str(score[0]) not in said.replace(str(poll.pk), "").replace(str(talk.pk), "").split()
    assert "分" not in said


def test_a_poll_that_is_not_published_is_no_fact(cast: Cast) -> None:
    poll = make_poll(cast, [make_person(cast.villages[0], "张会计")], {1: "1"})
    type(poll).objects.filter(pk=poll.pk).update(state="counted")
    with pytest.raises(Invalid, match="还没有公布"):
        make_talk(cast, poll=poll)


def test_a_conclusion_waits_for_the_reply_or_the_end_of_its_days(
    cast: Cast, settings: Settings
) -> None:
    leader, talk = cast.actor("leader"), make_held_talk(cast)
    with pytest.raises(NotNow, match="2月13日"):
        actions.conclude_talk(actor=leader, talk=talk, conclusion="属实")
    settings.BIHUAN_TODAY = later(10)
    with pytest.raises(NotNow):
        actions.conclude_talk(actor=leader, talk=talk, conclusion="属实")
    settings.BIHUAN_TODAY = later(11)
    talk = actions.conclude_talk(actor=leader, talk=talk, conclusion="属实")
    with pytest.raises(NotNow, match="新的说明"):
        actions.conclude_talk(actor=leader, talk=talk, conclusion="再作一次")


def test_a_talk_is_not_concluded_before_it_is_held(cast: Cast) -> None:
    with pytest.raises(NotNow):
        actions.conclude_talk(actor=cast.actor("leader"), talk=make_talk(cast), conclusion="属实")


def test_a_talk_is_withdrawn_with_a_reason_and_then_stands_still(cast: Cast) -> None:
    leader, person = cast.actor("leader"), make_person(cast.villages[0])
    own = as_person(cast.account("village_reporter"), person)
    talk = make_talk(cast, person)
    with pytest.raises(Invalid, match="撤回理由"):
        actions.withdraw_talk(actor=leader, talk=talk, reason=" ")
    talk = actions.withdraw_talk(actor=leader, talk=talk, reason="核实后事实不成立")
    for act in (
        lambda: actions.withdraw_talk(actor=leader, talk=talk, reason="再撤"),
        lambda: actions.hold_talk(actor=leader, talk=talk, on=TODAY, by="镇长"),
        lambda: actions.reply_to_talk(actor=own, talk=talk, text="说明"),
        lambda: actions.name_recorder(actor=leader, talk=talk, recorder=None),
    ):
        with pytest.raises(NotNow):
            act()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_talk_is_held_neither_before_its_decision_nor_in_the_future(
    cast: Cast, days: int
) -> None:
    with pytest.raises(Invalid, match="谈话日期"):
        actions.hold_talk(
            actor=cast.actor("leader"),
            talk=make_talk(cast),
            on=TODAY + dt.timedelta(days=days),
            by="镇长",
        )


def test_the_audit_log_quotes_nothing_of_a_talk(cast: Cast) -> None:
    make_held_talk(cast, make_person(cast.villages[0], "张会计"))
    notes = list(
        Entry.objects.filter(action__startswith="reminder.").values_list("note", flat=True)
    )
    assert notes == ["", ""]
