"""One of each thing that has a page, in the town of the cast, with the address of every page."""

import re
from dataclasses import dataclass

from django.test import Client

from bihuan.audit.models import Entry
from bihuan.lib import clock
from bihuan.orgs import actions
from bihuan.orgs.models import Account, AccountNotice
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
    term = leader.post_terms.get()
    unit = f"/orgs/units/{cast.villages[2].pk}/"
    member = team.members.get()
    taker = made.make_person(cast.town)
    handover = actions.hand_over_post(
        actor=made.keeper(),
        term=made.make_term(
            made.make_post(cast.town, "干事", "cadre"), made.make_person(cast.town)
        ),
        person=taker,
        on=clock.today(),
    )
    chief = made.make_account("leader", cast.town)
    Account.objects.filter(pk=chief.pk).update(last_login=clock.real_now())
    chief.refresh_from_db()
    reset = actions.ask_reset(
        actor=cast.actor("administrator"), account=chief, kind="password", reason="忘记密码"
    )
    notice = AccountNotice.objects.filter(told=cast.account("auditor")).first()
    assert notice is not None
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
            "account_change": f"{account}change/",
            "account_handover": f"{account}handover/",
            "account_reset": f"{account}reset/",
            "account_second_factor": f"{account}second-factor/",
            "account_sheet": "/orgs/accounts/sheet/",
            "account_template": "/orgs/accounts/sheet/template/",
            "account_sheet_confirmation": "/orgs/accounts/sheet/confirmation/",
            "slips": "/orgs/accounts/slips/",
            "reset": f"/orgs/resets/{reset.pk}/",
            "notices": "/orgs/notices/",
            "notice_reading": f"/orgs/notices/{notice.pk}/reading/",
            "handover": f"/orgs/handovers/{handover.pk}/",
            "new_unit": f"{unit}units/new/",
            "unit_change": f"{unit}change/",
            "unit_closure": f"{unit}closure/",
            "new_person": f"{unit}people/new/",
            "new_post": f"{unit}posts/new/",
            "new_team": f"{unit}teams/new/",
            "person_change": f"/orgs/people/{leader.pk}/change/",
            "post_change": f"/orgs/posts/{term.post_id}/change/",
            "new_term": f"/orgs/posts/{term.post_id}/terms/new/",
            "term_end": f"/orgs/terms/{term.pk}/end/",
            "post_handover": f"/orgs/terms/{term.pk}/handover/",
            "team_change": f"/orgs/teams/{team.pk}/change/",
            "team_end": f"/orgs/teams/{team.pk}/end/",
            "new_member": f"/orgs/teams/{team.pk}/members/new/",
            "member_end": f"/orgs/members/{member.pk}/end/",
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
