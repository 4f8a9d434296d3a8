"""Who sees which opinions; above all that who is complained of does not."""

from bihuan.opinions.access import groups_visible_to, opinions_visible_to
from bihuan.opinions.actions import sort_opinion
from bihuan.opinions.models import Category, OpinionGroup
from bihuan.opinions.tests.making import make_opinion
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_account


def test_a_reporter_sees_what_their_own_unit_recorded(cast: Cast) -> None:
    village = cast.villages[0]
    mine = make_opinion(cast.actor("village_reporter"), village)
    make_opinion(cast.actor("clerk"), village)
    assert set(opinions_visible_to(cast.actor("village_reporter"))) == {mine}
    assert not opinions_visible_to(cast.actor("station_reporter")).exists()


def test_clerk_leader_and_inspection_group_see_all_and_others_none(cast: Cast) -> None:
    made = {
        make_opinion(cast.actor("village_reporter"), cast.villages[0]),
        make_opinion(cast.actor("clerk"), cast.villages[1]),
    }
    for name in ("clerk", "leader", "inspection_group"):
        assert set(opinions_visible_to(cast.actor(name))) == made
    for name in ("outsider", "auditor", "administrator"):
        assert not opinions_visible_to(cast.actor(name)).exists()


def test_what_complains_of_a_unit_is_not_shown_to_its_accounts(cast: Cast) -> None:
    village = cast.villages[0]
    given = {"about_unit": village}
    by_itself = make_opinion(cast.actor("village_reporter"), village, "村里账目不公开", **given)
    by_town = make_opinion(cast.actor("clerk"), village, "村里账目不公开", **given)
    assert not opinions_visible_to(cast.actor("village_reporter")).exists()
    branch = Actor.of(make_account("leader", cast.branches[0]))
    assert not opinions_visible_to(branch).exists()
    assert set(opinions_visible_to(cast.actor("clerk"))) == {by_itself, by_town}
    assert set(opinions_visible_to(cast.actor("leader"))) == {by_itself, by_town}


def test_another_role_elsewhere_does_not_open_it(cast: Cast) -> None:
    """A village's account that also inspects for the county is still of the village."""
    village = cast.villages[0]
    account = make_account("inspection_group", cast.county)
    make_account("village_reporter", village)  # somebody else's role changes nothing
    made = make_opinion(cast.actor("clerk"), village, about_unit=village)
    assert set(opinions_visible_to(Actor.of(account))) == {made}
    both = make_account("inspection_group", cast.county)
    from bihuan.orgs import actions as orgs
    from bihuan.orgs.tests.cast import OPENED, keeper

    orgs.grant_role(
        actor=keeper(), account=both, role="village_reporter", unit=village, from_on=OPENED
    )
    assert not opinions_visible_to(Actor.of(both)).exists()


def test_a_group_that_holds_such_a_one_is_hidden_as_well(cast: Cast, roads: Category) -> None:
    village = cast.villages[0]
    clerk = cast.actor("clerk")
    made = make_opinion(clerk, village, about_unit=village)
    sort_opinion(actor=clerk, opinion=made, category=roads)
    village_leader = Actor.of(make_account("leader", village))
    assert not groups_visible_to(village_leader).exists()
    assert list(groups_visible_to(clerk)) == list(OpinionGroup.objects.all())


def test_what_a_town_records_of_itself_is_seen_in_the_town(cast: Cast) -> None:
    made = make_opinion(cast.actor("clerk"), cast.town, "镇里会太多", about_unit=cast.town)
    assert set(opinions_visible_to(cast.actor("leader"))) == {made}
