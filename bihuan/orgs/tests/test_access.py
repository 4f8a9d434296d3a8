import datetime as dt

import pytest
from pytest_django import Settings

from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.access import (
    Actor,
    accounts_visible_to,
    entries_visible_to,
    people_visible_to,
    teams_visible_to,
    units_visible_to,
)
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import PERMISSIONS, Permission, Role
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gives_its_permissions_over_its_subtree_and_no_other(cast: Cast, role: Role) -> None:
    actor = Actor.of(made.make_account(role, cast.town))
    for permission in Permission:
        given = permission in PERMISSIONS[role]
        assert actor.may(permission) == given
        assert actor.may(permission, cast.town) == given
        assert actor.may(permission, cast.villages[0]) == given
        assert not actor.may(permission, cast.county)
        assert not actor.may(permission, cast.other_village)


def test_a_closed_account_has_no_permission(cast: Cast) -> None:
    clerk = cast.account("clerk")
    actions.deactivate_account(actor=cast.actor("administrator"), account=clerk, reason="调离")
    clerk.refresh_from_db()
    actor = Actor.of(clerk)
    assert not any(actor.may(permission) for permission in Permission)
    assert not actor.roles
    assert not units_visible_to(actor).exists()


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (dt.date(2009, 12, 31), False),
        (dt.date(2010, 1, 1), True),
        (dt.date(2010, 1, 31), True),
        (dt.date(2010, 2, 1), False),
    ],
)
def test_a_role_holds_from_its_first_day_until_the_day_it_expires(
    cast: Cast, settings: Settings, day: dt.date, holds: bool
) -> None:
    account = made.make_account(
        "clerk", cast.town, from_on=dt.date(2010, 1, 1), to_on=dt.date(2010, 2, 1)
    )
    settings.BIHUAN_TODAY = day
    assert Actor.of(account).may(Permission.VERIFY_RECORDS, cast.town) == holds
    assert units_visible_to(Actor.of(account)).exists() == holds


def test_a_reporter_sees_the_figures_of_the_town_but_the_rows_of_the_village(cast: Cast) -> None:
    actor = cast.actor("village_reporter")
    assert actor.may_in_home_of(Permission.SEE_FIGURES, cast.town)
    assert actor.may_in_home_of(Permission.SEE_FIGURES, cast.villages[1])
    assert not actor.may_in_home_of(Permission.SEE_FIGURES, cast.other_town)
    assert not actor.may(Permission.SEE_RECORDS, cast.villages[1])


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("village_reporter", {"一村", "一村党支部"}),
        ("station_reporter", {"水利站"}),
        ("outsider", {"大岭镇", "外村"}),
        ("administrator", set()),
        ("auditor", set()),
    ],
)
def test_units_people_and_teams_are_seen_below_the_role_only(
    cast: Cast, name: str, seen: set[str]
) -> None:
    for unit in list(Unit.objects.all()):
        made.make_person(unit, name=unit.name)
        made.make_team(unit, "other", name=unit.name)
    actor = cast.actor(name)
    assert {unit.name for unit in units_visible_to(actor)} == seen
    assert {person.name for person in people_visible_to(actor)} == seen
    assert {team.name for team in teams_visible_to(actor)} == seen


def test_a_wider_role_takes_in_a_narrower_one(cast: Cast) -> None:
    account = made.make_account("village_reporter", cast.villages[0])
    actions.grant_role(
        actor=made.keeper(),
        account=account,
        role="clerk",
        unit=cast.town,
        from_on=dt.date(2009, 1, 1),
    )
    actor = Actor.of(account)
    assert actor.paths(Permission.SEE_RECORDS) == (cast.town.path,)
    assert units_visible_to(actor).count() == Unit.objects.under(cast.town.path).count()


def test_a_sibling_whose_path_begins_alike_is_not_below(cast: Cast) -> None:
    actor = Actor(None, "x", scopes={Permission.SEE_PEOPLE: ("0001",)})
    made.make_unit(kind="county", name="别县")
    assert not actor.may(Permission.SEE_PEOPLE, "0002")
    assert "别县" not in {unit.name for unit in units_visible_to(actor)}


def test_the_administrator_sees_the_accounts_of_their_own_administration(cast: Cast) -> None:
    seen = set(accounts_visible_to(cast.actor("administrator")))
    others = {cast.account("outsider"), cast.account("inspection_group")}
    assert seen == set(cast.accounts.values()) - others
    assert not accounts_visible_to(cast.actor("clerk")).exists()


def test_the_auditor_reads_the_entries_of_their_own_administration(cast: Cast) -> None:
    paths = set(entries_visible_to(cast.actor("auditor")).values_list("unit_path", flat=True))
    assert paths
    assert all(path.startswith(cast.town.path) for path in paths)
    assert not entries_visible_to(cast.actor("clerk")).exists()


def test_a_refusal_names_the_permission_in_chinese(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="没有“审核台账记录”的权限"):
        cast.actor("auditor").require(Permission.VERIFY_RECORDS, cast.town)


def test_the_office_clock_can_be_set(settings: Settings) -> None:
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3)
    assert clock.today() == dt.date(2010, 2, 3)
