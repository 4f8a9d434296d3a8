"""Handing over: one ends and the other begins, what went with it is written down."""

import datetime as dt

import pytest
from django.test import Client

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.access import Actor
from bihuan.orgs.models import ContactPoint, Handover, PostTerm, TeamMember
from bihuan.orgs.permissions import Permission
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast


def test_a_post_goes_over_with_teams_and_contact_points(cast: Cast) -> None:
    former, to = made.make_leader(cast.town, "副镇长"), made.make_person(cast.town, "新任")
    term = former.post_terms.get()
    made.make_contact_point(former, cast.villages[0])
    team = made.make_team(cast.town)
    made.make_member(team, former, "组长")
    today = clock.today()
    handover = actions.hand_over_post(actor=cast.actor("clerk"), term=term, person=to, on=today)
    assert PostTerm.objects.on(today).get(post=term.post).person == to
    assert ContactPoint.objects.on(today).get().person == to
    assert TeamMember.objects.on(today).get(team=team).person == to
    assert PostTerm.objects.on(today - dt.timedelta(1)).get(post=term.post).person == former
    assert [item["label"] for item in handover.items] == ["职务", "工作组", "联系点"]


def test_the_post_alone_goes_over_where_that_is_wished(cast: Cast) -> None:
    former, to = made.make_leader(cast.town), made.make_person(cast.town)
    made.make_contact_point(former, cast.villages[0])
    term = former.post_terms.get()
    today = clock.today()
    actor = cast.actor("clerk")
    actions.hand_over_post(actor=actor, term=term, person=to, on=today, with_duties=False)
    assert ContactPoint.objects.on(today).get().person == former


def test_the_list_counts_what_waits_for_the_former_holder(cast: Cast) -> None:
    former, to = made.make_leader(cast.town), made.make_person(cast.town)
    made.make_account("clerk", cast.town, person=former)
    made.make_liaison(to, cast.branches[0])  # the two other branches wait for one
    handover = actions.hand_over_post(
        actor=made.keeper(), term=former.post_terms.get(), person=to, on=clock.today()
    )
    assert "联系点和联络干部未理顺" in [item["label"] for item in handover.items]


def test_what_makes_no_sense_is_refused_and_changes_nothing(cast: Cast) -> None:
    former, to = made.make_leader(cast.town), made.make_person(cast.town)
    term, actor = former.post_terms.get(), cast.actor("clerk")
    with pytest.raises(Invalid, match="同一个人"):
        actions.hand_over_post(actor=actor, term=term, person=former, on=clock.today())
    with pytest.raises(Invalid, match="任期"):
        actions.hand_over_post(actor=actor, term=term, person=to, on=term.from_on)
    with pytest.raises(NotAllowed):
        actions.hand_over_post(actor=cast.actor("leader"), term=term, person=to, on=clock.today())
    assert not Handover.objects.exists()
    assert PostTerm.objects.get().to_on is None


def test_the_roles_of_an_account_go_over_on_a_day(cast: Cast) -> None:
    former, to = cast.account("clerk"), made.make_account(username="new", home=cast.town)
    actor, later = cast.actor("administrator"), clock.today() + dt.timedelta(3)
    actions.hand_over_account(actor=actor, account=former, to_account=to, on=later)
    assert Actor.of(former).may(Permission.DRAFT_DOCUMENTS, cast.town)
    assert former.grants.get().to_on == to.grants.get().from_on == later


def test_the_former_account_may_be_closed_at_once(cast: Cast) -> None:
    former, to = cast.account("clerk"), made.make_account(username="new", home=cast.town)
    actor, today = cast.actor("administrator"), clock.today()
    with pytest.raises(Invalid, match="到时再办"):
        actions.hand_over_account(
            actor=actor,
            account=former,
            to_account=to,
            on=today + dt.timedelta(1),
            deactivate=True,
        )
    actions.hand_over_account(actor=actor, account=former, to_account=to, on=today, deactivate=True)
    former.refresh_from_db()
    assert not former.is_active
    assert Actor.of(to).may(Permission.DRAFT_DOCUMENTS, cast.town)


def test_duties_do_not_come_together_by_a_handover(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="不同的人"):
        actions.hand_over_account(
            actor=made.keeper(),
            account=cast.account("clerk"),
            to_account=cast.account("auditor"),
            on=clock.today(),
        )
    assert cast.account("clerk").grants.get().to_on is None


@pytest.mark.parametrize("who", ["clerk", "leader", "auditor", "outsider"])
def test_only_the_administrator_hands_accounts_over(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.hand_over_account(
            actor=cast.actor(who),
            account=cast.account("village_reporter"),
            to_account=cast.account("station_reporter"),
            on=clock.today(),
        )


def test_an_account_without_roles_has_nothing_to_hand_over(cast: Cast) -> None:
    empty = made.make_account(username="empty", home=cast.town)
    with pytest.raises(Invalid, match="没有角色"):
        actions.hand_over_account(
            actor=made.keeper(),
            account=empty,
            to_account=cast.account("clerk"),
            on=clock.today(),
        )


def test_the_pages_lead_to_the_list(cast: Cast, client: Client) -> None:
    former, to = made.make_leader(cast.town, name="李镇长"), made.make_person(cast.town, "王新任")
    term = former.post_terms.get()
    client.force_login(cast.account("clerk"))
    given = {"person": to.pk, "on": clock.today().isoformat(), "with_duties": "on"}
    answer = client.post(f"/orgs/terms/{term.pk}/handover/", given, follow=True)
    page = answer.content.decode()
    assert "工作交接清单" in page
    assert "李镇长" in page
    assert "王新任" in page
    assert client.post(f"/orgs/terms/{term.pk}/handover/", given).status_code == 422


@pytest.mark.parametrize(
    ("address", "given", "model"),
    [
        ("units/{town}/units/new/", {"name": "文化站", "kind": "station"}, "Unit"),
        ("units/{town}/people/new/", {"name": "赵六"}, "Person"),
        ("units/{town}/posts/new/", {"title": "文化专干", "kind": "cadre"}, "Post"),
        ("units/{town}/teams/new/", {"name": "防汛队", "kind": "emergency"}, "Team"),
    ],
)
def test_the_clerk_adds_things_in_the_browser_without_a_code(
    cast: Cast, client: Client, address: str, given: dict[str, str], model: str
) -> None:
    from django.apps import apps

    client.force_login(cast.account("clerk"))
    day = clock.today().isoformat()
    sent = {**given, "sort_order": "0", "opened_on": day, "from_on": day}
    page = "/orgs/" + address.format(town=cast.town.pk)
    before = apps.get_model("orgs", model).objects.count()
    for _twice in range(2):
        assert client.post(page, sent).status_code == 302
    assert apps.get_model("orgs", model).objects.count() == before + 2
    assert client.post(page, {"sort_order": "x"}).status_code == 422
