import datetime as dt

import pytest
from pytest_django import Settings

from bihuan.lib.errors import Invalid
from bihuan.orgs import actions
from bihuan.orgs.coverage import coverage, gaps_told
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast
from bihuan.orgs.waiting import waiting
from bihuan.ui.waiting import Waiting, known

DAY = dt.date(2009, 9, 1)


def test_gaps_come_first_and_say_who_has_none_or_several(cast: Cast) -> None:
    one, several, none = (made.make_leader(cast.town, title=title) for title in "甲乙丙")
    made.make_contact_point(one, cast.villages[0])
    made.make_contact_point(several, cast.villages[1])
    made.make_contact_point(several, cast.villages[2])
    first, second, third = cast.branches
    made.make_liaison(made.make_person(cast.town), first)
    for _at in range(2):
        made.make_liaison(made.make_person(cast.town), second)
    found = coverage(cast.town, DAY)
    assert [(row.subject, row.state) for row in found.leaders] == [
        (none, "none"),
        (several, "several"),
        (one, "one"),
    ]
    assert [(row.subject, row.state) for row in found.branches] == [
        (third, "none"),
        (second, "several"),
        (first, "one"),
    ]
    assert found.gaps == 1 + 2


def test_what_has_ended_covers_nobody(cast: Cast) -> None:
    leader = made.make_leader(cast.town)
    link = made.make_contact_point(leader, cast.villages[0])
    actions.end_contact_point(actor=cast.actor("clerk"), contact_point=link, to_on=DAY)
    assert coverage(cast.town, DAY).leaders_without == 1
    assert coverage(cast.town, DAY - dt.timedelta(1)).leaders_without == 0


@pytest.mark.parametrize("leaders", [(), (1,), (0, 2), (0, 0, 1)])
@pytest.mark.parametrize("branches", [(0, 0, 0), (1, 0, 0), (1, 2, 3), (1, 1, 1)])
def test_gaps_are_counted_as_they_are_listed(
    cast: Cast, leaders: tuple[int, ...], branches: tuple[int, ...]
) -> None:
    for title, points in zip("甲乙丙", leaders, strict=False):
        leader = made.make_leader(cast.town, title=title)
        for village in cast.villages[:points]:
            made.make_contact_point(leader, village)
    for branch, liaisons in zip(cast.branches, branches, strict=True):
        for _at in range(liaisons):
            made.make_liaison(made.make_person(cast.town), branch)
    gone = made.make_liaison(made.make_person(cast.town), cast.branches[0])
    actions.end_liaison(actor=cast.actor("clerk"), liaison=gone, to_on=DAY)
    (line,) = known([gaps_told(cast.town, DAY, lambda n: [Waiting("缺口", n, "/")])])
    assert line.count == coverage(cast.town, DAY).gaps


def test_where_nothing_is_arranged_at_all_nothing_waits(cast: Cast) -> None:
    made.make_leader(cast.town)
    assert coverage(cast.town, DAY).gaps == 0


def test_the_clerk_is_told_of_the_gaps_and_nobody_else(cast: Cast, settings: Settings) -> None:
    made.make_contact_point(made.make_leader(cast.town), cast.villages[0])
    made.make_leader(cast.town)
    made.make_leader(cast.town)
    assert [thing.count for thing in known(waiting(cast.actor("clerk")))] == [2]
    assert [thing.url for thing in known(waiting(cast.actor("clerk")))] == [
        "/orgs/contact-points/?unit=town"
    ]
    for name in ("leader", "village_reporter", "outsider", "administrator", "auditor"):
        assert [w for w in known(waiting(cast.actor(name))) if w.count] == []


def test_a_contact_point_is_a_leaders_and_lies_in_their_administration(cast: Cast) -> None:
    with pytest.raises(Invalid, match="不是班子成员"):
        made.make_contact_point(made.make_person(cast.town), cast.villages[0])
    with pytest.raises(Invalid, match="不在小河镇范围内"):
        made.make_contact_point(made.make_leader(cast.town), cast.other_village)


def test_a_leader_of_the_county_may_have_a_contact_point_in_a_town(cast: Cast) -> None:
    leader = made.make_leader(cast.county)
    link = made.make_contact_point(leader, cast.villages[0])
    assert link.home == cast.county
    assert coverage(cast.county, DAY).leaders[0].links == (link,)
    assert coverage(cast.town, DAY).leaders == ()


def test_a_liaison_links_with_a_branch_once(cast: Cast) -> None:
    person = made.make_person(cast.town)
    with pytest.raises(Invalid, match="不是党支部"):
        made.make_liaison(person, cast.villages[0])
    made.make_liaison(person, cast.branches[0])
    with pytest.raises(Invalid, match="不必重复登记"):
        made.make_liaison(person, cast.branches[0], from_on=DAY)


def test_a_liaison_ends(cast: Cast) -> None:
    link = made.make_liaison(made.make_person(cast.town), cast.branches[0])
    ended = actions.end_liaison(actor=cast.actor("clerk"), liaison=link, to_on=DAY)
    assert ended.to_on == DAY
