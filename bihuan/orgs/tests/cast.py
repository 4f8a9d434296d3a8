"""The cast of every room's tests: one county, two towns, villages, a holder of each role.

Everything is made through the actions, by the installation. The outsider is the clerk of the other
town: what belongs to the first town must stay unseen to them.
"""

import datetime as dt
import itertools
from dataclasses import dataclass

from bihuan.orgs import actions
from bihuan.orgs.access import Actor
from bihuan.orgs.models import (
    Account,
    ContactPoint,
    Liaison,
    Person,
    Post,
    PostTerm,
    Team,
    TeamMember,
    Unit,
)
from tests.support.replaying import replayed

OPENED = dt.date(2000, 1, 1)
APPOINTED = dt.date(2006, 9, 1)
PASSWORD = "moonlit-harbour-2010"
_numbers = itertools.count(1)


def code(prefix: str) -> str:
    """Return a code that no other call returned."""
    return f"{prefix}-{next(_numbers):06d}"


def keeper() -> Actor:
    """Return the installation's actor, who makes the cast."""
    return Actor.installation()


def make_unit(
    parent: Unit | None = None,
    kind: str = "village",
    name: str = "",
    opened_on: dt.date = OPENED,
    division_code: str = "",
    unit_code: str = "",
) -> Unit:
    """Open a unit; at the top where no parent is given."""
    made = unit_code or code(kind)
    return actions.open_unit(
        actor=keeper(),
        parent=parent,
        code=made,
        name=name or f"单位{made}",
        kind=kind,
        opened_on=opened_on,
        division_code=division_code,
    )


def make_person(
    unit: Unit, name: str = "", birth_year: int | None = None, schooling: str | None = None
) -> Person:
    """Add a person to a unit."""
    made = code("person")
    return actions.add_person(
        actor=keeper(),
        unit=unit,
        code=made,
        name=name or f"人员{made}",
        birth_year=birth_year,
        schooling=schooling,
    )


def make_post(unit: Unit, title: str = "副镇长", kind: str = "leadership") -> Post:
    """Add a post to a unit."""
    return actions.add_post(actor=keeper(), unit=unit, code=code("post"), title=title, kind=kind)


def make_term(
    post: Post, person: Person, from_on: dt.date = APPOINTED, to_on: dt.date | None = None
) -> PostTerm:
    """Let a person hold a post."""
    return actions.appoint(actor=keeper(), post=post, person=person, from_on=from_on, to_on=to_on)


def make_leader(unit: Unit, title: str = "副镇长", name: str = "") -> Person:
    """Add a person who holds a post of leadership."""
    person = make_person(unit, name)
    make_term(make_post(unit, title), person)
    return person


def make_team(
    unit: Unit, kind: str = "steering_group", name: str = "", from_on: dt.date = APPOINTED
) -> Team:
    """Set up a team."""
    made = code("team")
    return actions.set_up_team(
        actor=keeper(),
        unit=unit,
        code=made,
        name=name or f"工作组{made}",
        kind=kind,
        from_on=from_on,
    )


def make_member(
    team: Team,
    person: Person,
    role: str = "成员",
    from_on: dt.date = APPOINTED,
    sort_order: int = 0,
) -> TeamMember:
    """Give a person a role in a team."""
    return actions.join_team(
        actor=keeper(),
        team=team,
        person=person,
        role=role,
        from_on=from_on,
        sort_order=sort_order,
    )


def make_contact_point(person: Person, unit: Unit, from_on: dt.date = APPOINTED) -> ContactPoint:
    """Put a leader in charge of a unit."""
    return actions.assign_contact_point(actor=keeper(), person=person, unit=unit, from_on=from_on)


def make_liaison(person: Person, branch: Unit, from_on: dt.date = APPOINTED) -> Liaison:
    """Link a cadre with a branch."""
    return actions.assign_liaison(actor=keeper(), person=person, branch=branch, from_on=from_on)


def make_account(
    role: str = "",
    unit: Unit | None = None,
    username: str = "",
    person: Person | None = None,
    from_on: dt.date = OPENED,
    to_on: dt.date | None = None,
    home: Unit | None = None,
) -> Account:
    """Make an account, with a role over a unit where both are given; its password is PASSWORD."""
    account = actions.make_account(
        actor=keeper(),
        username=username or code(role or "account"),
        display_name=username or role or "无角色",
        person=person,
        password=PASSWORD,
        home=home or (unit.home if unit else None),
    )
    if role and unit is not None:
        actions.grant_role(
            actor=keeper(), account=account, role=role, unit=unit, from_on=from_on, to_on=to_on
        )
    return account


@dataclass(frozen=True)
class Cast:
    """Who plays in the tests of every room; `x_account` of each actor is in `accounts`."""

    county: Unit
    town: Unit
    other_town: Unit
    villages: tuple[Unit, Unit, Unit]  # of the town
    other_village: Unit  # of the other town
    station: Unit
    branches: tuple[Unit, Unit, Unit]  # of the town's villages
    accounts: dict[str, Account]

    def account(self, name: str) -> Account:
        """Return the account of a role, or the `outsider`'s."""
        return self.accounts[name]

    def actor(self, name: str) -> Actor:
        """Return the actor of a role, read anew, or the `outsider`'s."""
        return Actor.of(self.accounts[name])


ROLES_OF_THE_CAST = (
    "village_reporter",
    "station_reporter",
    "clerk",
    "leader",
    "inspection_group",
    "auditor",
    "administrator",
    "outsider",
)
"""Names of `Cast.accounts`: each role's holder, and the clerk of the other town."""


@replayed
def make_cast() -> Cast:
    """Make one county, two towns, villages and a holder of each role."""
    county = make_unit(kind="county", name="丰收市", division_code="360999", unit_code="county")
    town = make_unit(county, "township", "小河镇", division_code="360999101", unit_code="town")
    other = make_unit(county, "township", "大岭镇", unit_code="other-town")
    first, second, third = (make_unit(town, "village", f"{n}村") for n in ("一", "二", "三"))
    other_village = make_unit(other, "village", "外村")
    station = make_unit(town, "station", "水利站")
    one, two, three = (
        make_unit(village, "branch", f"{village.name}党支部") for village in (first, second, third)
    )
    accounts = {
        "village_reporter": make_account("village_reporter", first),
        "station_reporter": make_account("station_reporter", station),
        "clerk": make_account("clerk", town),
        "leader": make_account("leader", town),
        "inspection_group": make_account("inspection_group", county),
        "auditor": make_account("auditor", town),
        "administrator": make_account("administrator", town),
        "outsider": make_account("clerk", other),
    }
    return Cast(
        county=county,
        town=town,
        other_town=other,
        villages=(first, second, third),
        other_village=other_village,
        station=station,
        branches=(one, two, three),
        accounts=accounts,
    )
