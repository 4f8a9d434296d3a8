import re

from django.test import Client

from bihuan.audit.models import Entry
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account
from bihuan.orgs.permissions import Permission
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import PASSWORD
from bihuan.orgs.tests.things import Things, text


def test_an_account_is_made_its_password_shown_once_and_used(
    things: Things, client: Client
) -> None:
    client.force_login(things.cast.account("administrator"))
    answer = client.post("/orgs/accounts/new/", {"username": "zhao", "display_name": "赵"})
    page = answer.content.decode()
    found = re.search(r"<code[^>]*>([a-z0-9-]+)</code>", page)
    assert found is not None
    assert "no-store" in answer["Cache-Control"]
    account = Account.objects.get(username="zhao")
    assert account.check_password(found[1])
    assert found[1] not in client.get(f"/orgs/accounts/{account.pk}/").content.decode()
    client.post(
        f"/orgs/accounts/{account.pk}/roles/",
        {"role": "village_reporter", "unit": "一村", "from_on": "2009-01-01"},
    )
    assert Actor.of(account).may(Permission.ENTER_RECORDS, things.cast.villages[0])


def test_a_role_that_may_not_be_granted_is_said_in_the_form(things: Things, client: Client) -> None:
    client.force_login(things.cast.account("administrator"))
    account = Account.objects.get(username="target")
    answer = client.post(
        f"/orgs/accounts/{account.pk}/roles/",
        {"role": "administrator", "unit": "town", "from_on": "2009-01-01"},
    )
    assert answer.status_code == 403
    assert "必须由不同的人承担" in answer.content.decode()
    answer = client.post(
        f"/orgs/accounts/{account.pk}/roles/",
        {"role": "clerk", "unit": "外村", "from_on": "2009-01-01"},
    )
    assert "找不到唯一的单位" in answer.content.decode()


def test_accounts_are_closed_with_a_reason_and_opened_again(things: Things, client: Client) -> None:
    client.force_login(things.cast.account("administrator"))
    account = Account.objects.get(username="target")
    address = f"/orgs/accounts/{account.pk}/closure/"
    client.post(address, {"reason": ""})
    account.refresh_from_db()
    assert account.is_active
    client.post(address, {"reason": "调离"})
    account.refresh_from_db()
    assert not account.is_active
    client.post(address, {"reason": "调回"})
    account.refresh_from_db()
    assert account.is_active


def test_the_log_is_filtered_and_paged_by_number(things: Things, client: Client) -> None:
    for _at in range(60):
        made.make_person(things.cast.town)
    client.force_login(things.cast.account("auditor"))
    first = client.get("/orgs/log/?action=person.add")
    assert len(first.context["rows"]) == 50
    second = client.get(f"/orgs/log/{first.context['next_url']}")
    rows = [*first.context["rows"], *second.context["rows"]]
    numbers = [entry.sequence for entry, _label in rows]
    assert numbers == sorted(set(numbers), reverse=True)
    assert {entry.action for entry, _label in rows} == {"person.add"}
    assert len(numbers) > 60
    assert "没有符合条件的记录" in text(client, "/orgs/log/?actor=nobody")
    assert "没有符合条件的记录" in text(client, "/orgs/log/?to_on=2001-01-01")
    assert client.get("/orgs/log/?target=活动领导小组").context["rows"]
    assert client.get("/orgs/log/?before=x&from_on=nonsense").status_code == 200


def test_every_action_in_the_log_has_a_name(things: Things, client: Client) -> None:
    client.force_login(things.cast.account("auditor"))
    for entry, label in client.get("/orgs/log/").context["rows"]:
        assert label != entry.action


def test_the_auditor_verifies_the_chain(things: Things, client: Client) -> None:
    client.force_login(things.cast.account("auditor"))
    before = Entry.objects.count()
    assert "没有发现改动" in client.post("/orgs/log/verification/").content.decode()
    page = client.post("/orgs/log/verification/", {"anchor": "3:" + "0" * 64}).content.decode()
    assert "与留存的链首不一致" in page
    assert "链首应写作" in client.post("/orgs/log/verification/", {"anchor": "x"}).content.decode()
    assert Entry.objects.count() == before


def test_a_one_time_password_opens_nothing_until_it_is_changed(
    things: Things, client: Client
) -> None:
    client.force_login(things.cast.account("administrator"))
    target = Account.objects.get(username="target")
    page = client.post(f"/orgs/accounts/{target.pk}/password/").content.decode()
    found = re.search(r"<code[^>]*>([a-z0-9-]+)</code>", page)
    assert found is not None
    client.logout()
    client.post("/accounts/login/", {"login": "target", "password": found[1]})
    change = "/accounts/password/change/"
    assert client.get("/orgs/")["Location"] == change
    assert client.get(change).status_code == 200
    client.post(change, {"oldpassword": found[1], "password1": PASSWORD, "password2": PASSWORD})
    assert client.get("/orgs/").status_code == 200
    target.refresh_from_db()
    assert target.check_password(PASSWORD)
    assert Entry.objects.filter(action="account.change_password", actor_id=target.pk).count() == 1
