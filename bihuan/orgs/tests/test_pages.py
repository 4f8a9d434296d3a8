"""Every page of the room: who may open it, who is refused, and from whom it is hidden."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import get_resolver
from pytest_django import DjangoAssertNumQueries

from bihuan.audit.models import Entry
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import ROLES_OF_THE_CAST
from bihuan.orgs.tests.things import Things, text
from bihuan.orgs.urls import urlpatterns

READERS = (
    "village_reporter",
    "station_reporter",
    "clerk",
    "leader",
    "inspection_group",
    "outsider",
)
IN_TOWN = ("clerk", "leader", "inspection_group")


POSTED = {
    "account_roles", "account_password", "account_closure", "role_revocation", "account_change",
    "account_reset", "account_second_factor", "account_sheet_confirmation", "slips",
    "notice_reading",
}  # fmt: skip
KEPT = {
    "new_unit", "unit_change", "unit_closure", "new_person", "new_post", "new_team",
    "person_change", "post_change", "new_term", "term_end", "post_handover", "team_change",
    "team_end", "new_member", "member_end",
}  # fmt: skip
HIDDEN_IN_OTHER_TOWN = {
    "unit", "person", "team", "coverage", "new_contact_point", "contact_point_end", "new_liaison",
    "liaison_end", *KEPT,
}  # fmt: skip


FOR_SOME = {
    "notices": {"others": 200},
    "notice_reading": {"auditor": 302, "others": 404},
    "reset": {"auditor": 200, "leader": 200, "administrator": 200, "others": 404},
    "handover": {"clerk": 200, "administrator": 200, "others": 404},
    "account_second_factor": {"administrator": 400, "others": 403},  # it has none to take away
}


def expected(page: str, name: str) -> set[int]:
    """Return the statuses that a page may answer a role of the cast."""
    if page in FOR_SOME:
        return {FOR_SOME[page].get(name, FOR_SOME[page]["others"])}
    if page.startswith(("account", "new_account", "role_", "slips")):
        return {200, 302, 422} if name == "administrator" else {403}
    if page in {"log", "entry", "verification"}:
        return {200} if name == "auditor" else {403}
    if name in {"administrator", "auditor"}:
        return {403}
    if page in HIDDEN_IN_OTHER_TOWN and name not in IN_TOWN:
        return {404}
    if page in {"new_contact_point", "contact_point_end", "new_liaison", "liaison_end", *KEPT}:
        return {200} if name == "clerk" else {403}
    return {200}


def test_every_address_of_the_room_is_in_the_table(things: Things) -> None:
    assert {pattern.name for pattern in urlpatterns} == set(things.addresses)
    assert get_resolver().resolve("/orgs/")


@pytest.mark.parametrize("name", ROLES_OF_THE_CAST)
def test_unseen_is_404_and_forbidden_is_403(things: Things, client: Client, name: str) -> None:
    client.force_login(things.cast.account(name))
    wrong = []
    for page, address in things.addresses.items():
        answer = client.post(address) if page in POSTED else client.get(address)
        if answer.status_code not in expected(page, name):
            wrong.append((page, answer.status_code, expected(page, name)))
    assert wrong == []


def test_nobody_is_let_in_without_logging_in(things: Things, client: Client) -> None:
    for address in things.addresses.values():
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", sorted(POSTED))
def test_what_changes_something_is_not_reached_by_a_link(
    things: Things, client: Client, page: str
) -> None:
    client.force_login(things.cast.account("administrator"))
    assert client.get(things.addresses[page]).status_code == 405


def test_an_administrator_does_not_see_the_accounts_of_another_town(
    things: Things, client: Client
) -> None:
    client.force_login(things.cast.account("administrator"))
    other = things.cast.account("outsider")
    for tail in ("", "roles/", "password/", "closure/"):
        address = f"/orgs/accounts/{other.pk}/{tail}"
        answer = client.post(address) if tail else client.get(address)
        assert answer.status_code == 404
    grant = other.grants.get()
    assert client.post(f"/orgs/roles/{grant.pk}/revocation/").status_code == 404


def test_an_auditor_does_not_read_the_entries_of_another_town(
    things: Things, client: Client
) -> None:
    client.force_login(things.cast.account("auditor"))
    other = Entry.objects.filter(unit_path=things.cast.other_village.path).first()
    assert other is not None
    assert client.get(f"/orgs/log/{other.sequence}/").status_code == 404


def test_the_tree_shows_a_reporter_their_village_only(things: Things, client: Client) -> None:
    client.force_login(things.cast.account("village_reporter"))
    page = text(client, "/orgs/")
    assert "一村" in page
    assert "二村" not in page


def test_units_are_found_by_name_and_by_division_code(things: Things, client: Client) -> None:
    client.force_login(things.cast.account("inspection_group"))
    assert "小河镇" in text(client, "/orgs/?q=小河")
    assert "小河镇" in text(client, "/orgs/?q=360999101")
    assert "没有找到" in text(client, "/orgs/?q=100%25")


def test_age_is_shown_to_the_keeper_of_people_only(things: Things, client: Client) -> None:
    address = things.addresses["person"]
    client.force_login(things.cast.account("leader"))
    assert "出生年份" not in text(client, address)
    client.force_login(things.cast.account("clerk"))
    assert "出生年份" in text(client, address)


def test_a_team_is_listed_in_official_order(things: Things, client: Client) -> None:
    cast = things.cast
    team = made.make_team(cast.town)
    for role in ("办公室主任", "成员", "组长", "第一副组长"):
        made.make_member(team, made.make_person(cast.town, name=f"任{role}者"), role)
    client.force_login(cast.account("leader"))
    page = text(client, f"/orgs/teams/{team.pk}/")
    names = re.findall(r"任\w+者", page)
    assert names == ["任组长者", "任第一副组长者", "任成员者", "任办公室主任者"]


def test_the_clerk_arranges_a_contact_point_and_ends_it(things: Things, client: Client) -> None:
    cast = things.cast
    leader = made.make_leader(cast.town, "副镇长", "王副镇长")
    client.force_login(cast.account("clerk"))
    day = dt.date(2009, 9, 1)
    answer = client.post(
        "/orgs/contact-points/new/?unit=town",
        {"person": leader.pk, "unit": "二村", "from_on": day.isoformat()},
    )
    assert answer.status_code == 302
    link = leader.contact_points.get()
    assert link.unit == cast.villages[1]
    again = client.post(
        "/orgs/contact-points/new/?unit=town",
        {"person": leader.pk, "unit": "二村", "from_on": day.isoformat()},
    )
    assert "不必重复登记" in again.content.decode()
    client.post(f"/orgs/contact-points/{link.pk}/end/", {"to_on": "2009-10-01"})
    link.refresh_from_db()
    assert link.to_on == dt.date(2009, 10, 1)


QUERIES = {
    "units": 7, "unit": 13, "person": 8, "teams": 4, "team": 6, "structure": 6, "coverage": 9,
}  # fmt: skip


@pytest.mark.parametrize("page", sorted(QUERIES))
def test_a_page_asks_the_database_a_fixed_number_of_times(
    things: Things, client: Client, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for village in things.cast.villages:
        for _at in range(4):
            made.make_member(made.make_team(village, "patrol"), made.make_person(village), "队员")
    client.force_login(things.cast.account("inspection_group"))
    client.get("/orgs/")  # the first page of a session also notes when it was used
    with django_assert_max_num_queries(QUERIES[page]):
        client.get(things.addresses[page])
