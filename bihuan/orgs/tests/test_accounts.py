import datetime as dt

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.audit.models import Entry
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, RoleGrant
from bihuan.orgs.permissions import CONTENT_ROLES, Permission, Role
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import PASSWORD, Cast

DAY = dt.date(2009, 9, 1)


def grant(cast: Cast, actor: Actor, account: Account, role: str, **given: object) -> RoleGrant:
    values: dict[str, object] = {"unit": cast.town, "from_on": DAY} | given
    return actions.grant_role(actor=actor, account=account, role=role, **values)  # type: ignore[arg-type]


def test_an_account_is_made_without_any_role_by_an_administrator(cast: Cast) -> None:
    account = actions.make_account(
        actor=cast.actor("administrator"), username="wang", display_name="王", password=PASSWORD
    )
    assert account.home == cast.town
    assert account.check_password(PASSWORD)
    assert not Actor.of(account).scopes
    entry = Entry.objects.get(action="account.make", note="wang")
    assert entry.unit_path == cast.town.path


@pytest.mark.parametrize(
    ("username", "password", "sentence"),
    [
        ("clerk-1", PASSWORD, ""),
        ("", PASSWORD, "请填写用户名"),
        ("a b", PASSWORD, "不能有空格"),
        ("ADMIN", PASSWORD, "已经有人使用"),
        ("new", "738291650482", "密码不能全是数字"),
        ("new", "sh0rt!", "密码太短，至少要8个字符"),
        ("new", "password1", "密码太常见"),
        ("zhangsan", "zhangsan1", "密码和用户名太相似"),
    ],
)
def test_user_names_are_single_and_passwords_strong(
    cast: Cast, username: str, password: str, sentence: str
) -> None:
    made.make_account(username="admin")
    if not sentence:
        return
    with pytest.raises(Invalid, match=sentence):
        actions.make_account(
            actor=made.keeper(), username=username, display_name="新", password=password
        )


def test_an_account_without_a_password_cannot_log_in(cast: Cast) -> None:
    account = actions.make_account(actor=made.keeper(), username="new", display_name="新")
    assert not account.has_usable_password()


def test_a_simple_password_is_a_demonstrations_and_never_productions(
    cast: Cast, settings: Settings
) -> None:
    def make(name: str) -> Account:
        return actions.make_account(
            actor=made.keeper(),
            username=name,
            display_name="演示",
            password="demo",
            is_demonstration=True,
        )

    settings.BIHUAN_MODE = "demo"
    assert make("one").check_password("demo")
    settings.BIHUAN_MODE = "production"
    with pytest.raises(Invalid, match="正式环境"):
        make("two")


@pytest.mark.parametrize("role", sorted(CONTENT_ROLES))
def test_an_administrator_cannot_give_themselves_a_content_role(cast: Cast, role: Role) -> None:
    account, actor = cast.account("administrator"), cast.actor("administrator")
    with pytest.raises(NotAllowed):
        grant(cast, actor, account, role)
    assert {each.role for each in account.grants.all()} == {Role.ADMINISTRATOR}
    entry = Entry.objects.get(result="refused", action="role.grant")
    assert entry.actor_id == account.pk


@pytest.mark.parametrize("held", list(Role))
@pytest.mark.parametrize("wanted", list(Role))
def test_content_accounts_and_audit_are_never_in_one_account(
    cast: Cast, held: Role, wanted: Role
) -> None:
    account = made.make_account(held, cast.town)
    apart = {Role.ADMINISTRATOR, Role.AUDITOR}
    may = held == wanted or not {held, wanted} & apart
    if may:
        assert grant(cast, made.keeper(), account, wanted, unit=cast.villages[0])
    else:
        with pytest.raises(NotAllowed, match="必须由不同的人承担"):
            grant(cast, made.keeper(), account, wanted)
        assert Entry.objects.filter(result="refused", action="role.grant").count() == 1


def test_duties_are_kept_apart_over_all_accounts_of_one_person(cast: Cast) -> None:
    person = made.make_person(cast.town)
    made.make_account("administrator", cast.town, person=person)
    second = made.make_account(person=person, home=cast.town)
    with pytest.raises(NotAllowed, match="必须由不同的人承担"):
        grant(cast, cast.actor("administrator"), second, "clerk")


def test_another_duty_may_follow_once_the_first_has_ended(cast: Cast) -> None:
    account = made.make_account("auditor", cast.town, to_on=DAY)
    assert grant(cast, made.keeper(), account, "clerk", from_on=DAY)
    early = made.make_account("auditor", cast.town, to_on=DAY)
    with pytest.raises(NotAllowed):
        grant(cast, made.keeper(), early, "clerk", from_on=DAY - dt.timedelta(1))


def test_roles_are_granted_within_the_administrators_own_units_only(cast: Cast) -> None:
    actor, account = cast.actor("administrator"), made.make_account(home=cast.town)
    for unit in (cast.county, cast.other_town, cast.other_village):
        with pytest.raises(NotAllowed):
            grant(cast, actor, account, "clerk", unit=unit)
    given = grant(cast, actor, account, "clerk", unit=cast.villages[0])
    assert given.granted_by == cast.account("administrator")
    for name in ("clerk", "leader", "auditor"):
        with pytest.raises(NotAllowed):
            grant(cast, cast.actor(name), account, "leader")


def test_an_account_with_wider_roles_is_out_of_an_administrators_reach(cast: Cast) -> None:
    actor = cast.actor("administrator")
    above = made.make_account("leader", cast.county, home=cast.town)
    for attempt in (
        lambda: actions.set_password(actor=actor, account=above, password=PASSWORD),
        lambda: actions.deactivate_account(actor=actor, account=above, reason="x"),
        lambda: grant(cast, actor, above, "clerk"),
        lambda: actions.set_password(
            actor=actor, account=cast.account("outsider"), password=PASSWORD
        ),
        lambda: actions.set_password(
            actor=actor, account=cast.account("administrator"), password=PASSWORD
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert Entry.objects.filter(result="refused").count() == 5


def test_the_same_role_is_not_granted_twice(cast: Cast) -> None:
    account = made.make_account("clerk", cast.town)
    with pytest.raises(Invalid, match="不必重复授予"):
        grant(cast, made.keeper(), account, "clerk")


def test_a_role_is_taken_back_at_once_and_may_be_granted_again(cast: Cast) -> None:
    actor, account = cast.actor("administrator"), made.make_account(home=cast.town)
    today = clock.today()
    given = grant(cast, actor, account, "clerk", from_on=today)
    assert Actor.of(account).may(Permission.VERIFY_RECORDS)
    actions.revoke_role(actor=actor, grant=given, on=today)
    assert not Actor.of(account).may(Permission.VERIFY_RECORDS)
    grant(cast, actor, account, "clerk", from_on=today)
    assert Actor.of(account).may(Permission.VERIFY_RECORDS)


def test_revoking_does_not_rewrite_the_past_and_not_ones_own(cast: Cast) -> None:
    actor = cast.actor("administrator")
    given = cast.account("clerk").grants.get()
    with pytest.raises(Invalid, match="不能早于今天"):
        actions.revoke_role(actor=actor, grant=given, on=DAY)
    own = cast.account("administrator").grants.get()
    with pytest.raises(NotAllowed, match="自己的角色"):
        actions.revoke_role(actor=actor, grant=own, on=clock.today())
    other = cast.account("outsider").grants.get()
    with pytest.raises(NotAllowed):
        actions.revoke_role(actor=actor, grant=other, on=clock.today())


def test_revoking_twice_changes_nothing(cast: Cast) -> None:
    actor, given = cast.actor("administrator"), cast.account("clerk").grants.get()
    actions.revoke_role(actor=actor, grant=given, on=clock.today())
    before = Entry.objects.count()
    actions.revoke_role(actor=actor, grant=given, on=clock.today())
    assert Entry.objects.count() == before


def test_a_closed_account_gets_no_role_until_it_is_opened(cast: Cast) -> None:
    actor, clerk = cast.actor("administrator"), cast.account("clerk")
    actions.deactivate_account(actor=actor, account=clerk, reason="调离")
    clerk.refresh_from_db()
    with pytest.raises(Invalid, match="已停用"):
        grant(cast, actor, clerk, "leader")
    opened = actions.reactivate_account(actor=actor, account=clerk, reason="调回")
    assert Actor.of(opened).may(Permission.VERIFY_RECORDS)


def test_the_first_role_gives_a_homeless_account_its_home(cast: Cast) -> None:
    account = actions.make_account(actor=made.keeper(), username="new", display_name="新")
    assert account.home is None
    grant(cast, made.keeper(), account, "village_reporter", unit=cast.villages[0])
    account.refresh_from_db()
    assert account.home == cast.town


def test_one_time_passwords_are_strong_and_never_the_same(cast: Cast) -> None:
    made_ones = {actions.one_time_password() for _at in range(50)}
    assert len(made_ones) == 50
    account = made.make_account()
    for password in made_ones:
        actions.set_password(actor=made.keeper(), account=account, password=password)


def test_a_new_password_ends_open_sessions(cast: Cast, client: Client) -> None:
    client.force_login(cast.account("clerk"))
    assert client.get("/orgs/").status_code == 200
    actions.set_password(
        actor=cast.actor("administrator"),
        account=cast.account("clerk"),
        password="other-" + PASSWORD,
    )
    assert client.get("/orgs/").status_code == 302


def test_passwords_are_not_in_the_log(cast: Cast) -> None:
    entries = str(list(Entry.objects.values()))
    assert PASSWORD not in entries
    assert cast.account("clerk").password not in entries


def test_log_in_and_log_out_are_entries(cast: Cast, client: Client) -> None:
    clerk = cast.account("clerk")
    answer = client.post("/accounts/login/", {"login": clerk.username, "password": PASSWORD})
    assert answer.status_code == 302
    client.post("/accounts/logout/")
    found = Entry.objects.filter(actor_id=clerk.pk).order_by("sequence")
    assert [entry.action for entry in found] == ["account.log_in", "account.log_out"]
    assert {entry.unit_path for entry in found} == {cast.town.path}


def test_the_lock_after_failed_log_ins_is_one_entry(cast: Cast, client: Client) -> None:
    for _at in range(12):
        client.post("/accounts/login/", {"login": cast.account("clerk").username, "password": "x"})
    assert Entry.objects.filter(action="account.locked_out").count() == 1
