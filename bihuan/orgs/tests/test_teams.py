import datetime as dt

import pytest

from bihuan.lib.errors import Invalid
from bihuan.orgs import actions
from bihuan.orgs.models import TeamMember
from bihuan.orgs.models.team import SQUAD_ROLES, STEERING_ROLES
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import APPOINTED, Cast

DAY = dt.date(2009, 9, 1)


def test_members_stand_in_the_order_of_an_official_list(cast: Cast) -> None:
    team = made.make_team(cast.town)
    for role in reversed(STEERING_ROLES):
        made.make_member(team, made.make_person(cast.town), role)
    second = made.make_member(team, made.make_person(cast.town), "成员", sort_order=5)
    members = list(TeamMember.objects.filter(team=team).in_order())
    assert [member.role for member in members if member != second] == list(STEERING_ROLES)
    assert members[5] == second


@pytest.mark.parametrize(
    ("kind", "role"), [("steering_group", "队员"), ("patrol", "组长"), ("patrol", "厨师")]
)
def test_a_role_suits_the_kind_of_team(cast: Cast, kind: str, role: str) -> None:
    team = made.make_team(cast.town, kind)
    with pytest.raises(Invalid, match=f"没有“{role}”这一职务"):
        made.make_member(team, made.make_person(cast.town), role)


def test_the_kind_does_not_change_under_members_whose_roles_it_lacks(cast: Cast) -> None:
    team = made.make_team(cast.town)
    made.make_member(team, made.make_person(cast.town), "组长")
    with pytest.raises(Invalid, match="没有“组长”这一职务"):
        actions.update_team(actor=made.keeper(), team=team, kind="patrol")
    team.refresh_from_db()
    assert team.kind == "steering_group"
    renamed = actions.update_team(actor=cast.actor("clerk"), team=team, name="新名称")
    assert renamed.name == "新名称"


def test_one_person_may_have_two_roles_but_each_once(cast: Cast) -> None:
    team, person = made.make_team(cast.town), made.make_person(cast.town)
    made.make_member(team, person, "副组长")
    made.make_member(team, person, "办公室主任")
    with pytest.raises(Invalid, match="不必重复登记"):
        made.make_member(team, person, "副组长", from_on=DAY)


def test_membership_lies_within_the_teams_time(cast: Cast) -> None:
    team = made.make_team(cast.town, from_on=DAY)
    with pytest.raises(Invalid, match="不能从更早的日期起"):
        made.make_member(team, made.make_person(cast.town), from_on=APPOINTED)
    actions.disband_team(actor=made.keeper(), team=team, to_on=dt.date(2010, 1, 1))
    with pytest.raises(Invalid, match="不能超过这一天"):
        made.make_member(team, made.make_person(cast.town), from_on=DAY)


def test_disbanding_ends_every_membership(cast: Cast) -> None:
    team = made.make_team(cast.town, "patrol")
    end = dt.date(2010, 1, 1)
    staying = made.make_member(team, made.make_person(cast.town), SQUAD_ROLES[0])
    early = made.make_member(team, made.make_person(cast.town), SQUAD_ROLES[2])
    actions.leave_team(actor=cast.actor("clerk"), member=early, to_on=DAY)
    late = made.make_member(team, made.make_person(cast.town), "队员", from_on=dt.date(2010, 6, 1))
    actions.disband_team(actor=cast.actor("clerk"), team=team, to_on=end)
    ends = dict(TeamMember.objects.values_list("pk", "to_on"))
    assert ends == {staying.pk: end, early.pk: DAY, late.pk: dt.date(2010, 6, 1)}
    assert not TeamMember.objects.on(dt.date(2010, 6, 2)).exists()
