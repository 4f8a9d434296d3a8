"""Heart talks and their pairs: who with whom, never what; nobody is ranked."""

import datetime as dt

import pytest

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.meetings.access import talks_visible_to
from bihuan.meetings.actions import FollowUp, TalkSpec, record_talks, void_talk
from bihuan.meetings.errors import NotNow
from bihuan.meetings.models import HeartTalk, TalkKind
from bihuan.meetings.pairs import pairs_of
from bihuan.meetings.tests.making import DAY, TODAY, make_leaders, make_talk
from bihuan.orgs.tests.cast import (
    Cast,
    make_contact_point,
    make_liaison,
    make_person,
    make_post,
    make_term,
)

YEAR = dt.date(2009, 2, 4)


def test_one_talks_with_several_each_by_itself_in_the_official_order(cast: Cast) -> None:
    people = make_leaders(cast, 3)
    spec = TalkSpec(person=people[2], others=(people[0], people[1]), on=DAY)
    made = record_talks(actor=cast.actor("leader"), home=cast.town, spec=spec)
    assert [(t.first, t.second, t.kind) for t in made] == [
        (people[0], people[2], TalkKind.PRINCIPAL),
        (people[1], people[2], TalkKind.PRINCIPAL),
    ]


def test_the_kind_follows_from_who_they_are(cast: Cast) -> None:
    people = make_leaders(cast, 4)
    head, member = make_person(cast.villages[0]), make_person(cast.villages[0])
    clerk = cast.actor("clerk")
    assert make_talk(clerk, cast.town, people[3], people[2]).kind == TalkKind.MEMBERS
    assert make_talk(clerk, cast.town, head, people[2]).kind == TalkKind.IN_CHARGE
    party = make_talk(clerk, cast.town, head, member)
    assert (party.kind, party.unit) == (TalkKind.PARTY, cast.villages[0])


@pytest.mark.parametrize("who", ["village_reporter", "station_reporter", "inspection_group"])
def test_only_leaders_and_the_clerk_keep_and_see_talks(cast: Cast, who: str) -> None:
    people = make_leaders(cast, 2)
    make_talk(cast.actor("clerk"), cast.town, people[0], people[1])
    with pytest.raises(NotAllowed):
        make_talk(cast.actor(who), cast.town, people[0], people[1], on=TODAY)
    assert not talks_visible_to(cast.actor(who)).exists()
    assert talks_visible_to(cast.actor("leader")).count() == 1
    assert not talks_visible_to(cast.actor("outsider")).exists()


def test_talks_that_cannot_be_are_refused_whole(cast: Cast) -> None:
    one, other, third = make_leaders(cast, 3)
    clerk = cast.actor("clerk")

    def refused(spec: TalkSpec, said: str) -> None:
        with pytest.raises(Invalid, match=said):
            record_talks(actor=clerk, home=cast.town, spec=spec)

    refused(TalkSpec(one, (one,), DAY), "不能和自己谈心谈话")
    refused(TalkSpec(one, (other, other), DAY), "选了两次")
    refused(TalkSpec(one, (), DAY), "请选和谁谈")
    refused(TalkSpec(one, (other,), TODAY + dt.timedelta(days=1)), "不能晚于今天")
    refused(TalkSpec(one, (make_person(cast.other_town),), DAY), r"不是.*的人员")
    refused(TalkSpec(one, (other,), DAY, follow_ups=-1), "0到99件")
    make_talk(clerk, cast.town, one, other)
    refused(TalkSpec(other, (third, one), DAY), "已经登记过")
    assert HeartTalk.objects.count() == 1


def test_a_void_talk_may_be_recorded_anew(cast: Cast) -> None:
    people, clerk = make_leaders(cast, 2), cast.actor("clerk")
    talk = void_talk(
        actor=clerk, talk=make_talk(clerk, cast.town, people[0], people[1]), reason="日期写错"
    )
    with pytest.raises(NotNow):
        void_talk(actor=clerk, talk=talk, reason="日期写错")
    assert make_talk(clerk, cast.town, people[0], people[1]).void_on is None


def test_a_follow_up_becomes_a_task_that_says_nothing_of_the_talk(cast: Cast) -> None:
    people, clerk = make_leaders(cast, 2), cast.actor("clerk")
    follow = FollowUp(cast.station, TODAY + dt.timedelta(days=9))
    talk = make_talk(clerk, cast.town, people[0], people[1], follow_ups=2, task=follow)
    assert talk.task is not None
    assert talk.task.title == "落实谈心谈话后续事项（2件）"
    told = talk.task.title + talk.task.requirement + talk.task.basis
    assert not any(str(person) in told for person in people)
    with pytest.raises(Invalid, match="写明有几件"):
        make_talk(clerk, cast.town, people[0], people[1], on=TODAY, task=follow)


def test_the_pairs_are_all_of_the_leadership_and_the_heads_in_their_charge(cast: Cast) -> None:
    people = make_leaders(cast, 4)
    secretary = make_person(cast.villages[0], "一村支书")
    make_term(make_post(cast.villages[0], "村委会主任", "village_director"), secretary)
    make_term(make_post(cast.villages[0], "支部书记", "village_secretary"), secretary)
    make_contact_point(people[2], cast.villages[0])
    make_liaison(people[3], cast.branches[0])  # of the same village
    pairs = pairs_of(cast.town, YEAR, TODAY)
    told = [(p.first, p.second, p.kind) for p in pairs.pairs]
    a, b, c, d = people
    assert told == [
        (a, b, TalkKind.PRINCIPAL),
        (a, c, TalkKind.PRINCIPAL),
        (a, d, TalkKind.PRINCIPAL),
        (b, c, TalkKind.PRINCIPAL),
        (b, d, TalkKind.PRINCIPAL),
        (c, d, TalkKind.MEMBERS),
        (c, secretary, TalkKind.IN_CHARGE),
        (d, secretary, TalkKind.IN_CHARGE),
    ]
    assert pairs.missing == pairs.pairs


def test_a_pair_is_met_by_a_talk_of_its_days_whoever_is_named_first(cast: Cast) -> None:
    people, clerk = make_leaders(cast, 3), cast.actor("clerk")
    make_talk(clerk, cast.town, people[1], people[0])
    make_talk(clerk, cast.town, people[2], people[0], on=YEAR - dt.timedelta(days=1))
    void_talk(
        actor=clerk, talk=make_talk(clerk, cast.town, people[1], people[2]), reason="没有谈成"
    )
    pairs = pairs_of(cast.town, YEAR, TODAY)
    assert [(p.first, p.second) for p in pairs.missing] == [
        (people[0], people[2]),
        (people[1], people[2]),
    ]
    assert [(days, rest) for _leader, days, rest in pairs.grid] == [
        ([DAY], 1),
        ([None, None], 0),
    ]


def test_a_head_who_is_of_the_leadership_is_no_second_pair(cast: Cast) -> None:
    people = make_leaders(cast, 2)
    make_term(make_post(cast.villages[0], "支部书记", "village_secretary"), people[1])
    make_contact_point(people[0], cast.villages[0])
    assert len(pairs_of(cast.town, YEAR, TODAY).pairs) == 1


def test_a_town_without_leaders_has_no_pairs(cast: Cast) -> None:
    pairs = pairs_of(cast.other_town, YEAR, TODAY)
    assert (pairs.pairs, pairs.grid) == ((), [])
