"""One of each thing that has a page, in the town of the cast, with the address of every page."""

import re
from dataclasses import dataclass

from django.test import Client

from bihuan.audit.models import Entry
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast


@dataclass
class Things:
    """The cast, and addresses by the names of urls.py."""

    cast: Cast
    addresses: dict[str, str]


def make_things(cast: Cast) -> Things:
    """Make one of each thing."""
    leader = made.make_leader(cast.town, "镇长", "李镇长")
    point = made.make_contact_point(leader, cast.villages[2])
    liaison = made.make_liaison(leader, cast.branches[2])
    team = made.make_team(cast.town, name="活动领导小组")
    made.make_member(team, leader, "组长")
    target = made.make_account("station_reporter", cast.station, username="target")
    grant = target.grants.get()
    entry = Entry.objects.filter(unit_path__startswith=cast.town.path).first()
    assert entry is not None
    account = f"/orgs/accounts/{target.pk}/"
    return Things(
        cast,
        {
            "units": "/orgs/",
            "unit": f"/orgs/units/{cast.villages[2].pk}/",
            "person": f"/orgs/people/{leader.pk}/",
            "teams": "/orgs/teams/",
            "team": f"/orgs/teams/{team.pk}/",
            "structure": "/orgs/structure/",
            "coverage": "/orgs/contact-points/?unit=town",
            "new_contact_point": "/orgs/contact-points/new/?unit=town",
            "contact_point_end": f"/orgs/contact-points/{point.pk}/end/",
            "new_liaison": "/orgs/liaisons/new/?unit=town",
            "liaison_end": f"/orgs/liaisons/{liaison.pk}/end/",
            "accounts": "/orgs/accounts/",
            "new_account": "/orgs/accounts/new/",
            "account": account,
            "account_roles": f"{account}roles/",
            "account_password": f"{account}password/",
            "account_closure": f"{account}closure/",
            "role_revocation": f"/orgs/roles/{grant.pk}/revocation/",
            "log": "/orgs/log/",
            "verification": "/orgs/log/verification/",
            "entry": f"/orgs/log/{entry.sequence}/",
        },
    )


def text(client: Client, address: str) -> str:
    """Return a page's words."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>", " ", answer.content.decode())
