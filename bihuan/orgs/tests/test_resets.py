"""No account is taken over in silence: who is told, and what needs a second person."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.test import Client

from bihuan.audit.models import Entry
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, AccountNotice, ResetRequest, RoleGrant
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import PASSWORD, Cast
from bihuan.orgs.waiting import waiting
from bihuan.ui.waiting import known

NEW = "another-harbour-2011"


@pytest.fixture
def chief(cast: Cast) -> Account:
    """A second leader of the town, who has logged in."""
    return _used(made.make_account("leader", cast.town, username="chief"))


def _used(account: Account) -> Account:
    Account.objects.filter(pk=account.pk).update(last_login=clock.real_now())
    account.refresh_from_db()
    return account


def _ask(cast: Cast, account: Account, kind: str = "password") -> ResetRequest:
    actor = cast.actor("administrator")
    return actions.ask_reset(actor=actor, account=account, kind=kind, reason="忘记密码")


def _set(actor: Actor, account: Account) -> None:
    actions.set_password(actor=actor, account=account, password=NEW, is_one_time=True)


def _told(account: Account) -> list[str]:
    return list(AccountNotice.objects.filter(told=account).values_list("kind", flat=True))


def test_an_administrator_alone_cannot_reset_a_leader_in_use(cast: Cast, chief: Account) -> None:
    with pytest.raises(NotAllowed, match="另一位领导或审计员确认"):
        _set(cast.actor("administrator"), chief)
    chief.refresh_from_db()
    assert chief.check_password(PASSWORD)
    refused = Entry.objects.get(action="account.set_password", result="refused")
    assert refused.target_id == str(chief.pk)


@pytest.mark.parametrize("who", ["leader", "auditor"])
def test_a_second_person_confirms_and_all_are_told(cast: Cast, chief: Account, who: str) -> None:
    request = _ask(cast, chief)
    for name in ("leader", "auditor"):
        assert _told(cast.account(name)) == ["reset_asked"]
    assert _told(chief) == ["reset_asked"]
    actions.decide_reset(actor=cast.actor(who), request=request, confirm=True)
    _set(cast.actor("administrator"), chief)
    chief.refresh_from_db()
    assert chief.check_password(NEW)
    assert chief.has_notice
    assert set(_told(chief)) == {"reset_asked", "password_reset"}
    text = AccountNotice.objects.get(told=chief, kind="password_reset").text
    assert "administrator" in text
    assert cast.account(who).username in text
    note = Entry.objects.get(action="account.set_password", target_id=str(chief.pk)).note
    assert "确认" in note


def test_a_confirmation_is_used_once(cast: Cast, chief: Account) -> None:
    actions.decide_reset(actor=cast.actor("leader"), request=_ask(cast, chief), confirm=True)
    _set(cast.actor("administrator"), chief)
    with pytest.raises(NotAllowed):
        _set(cast.actor("administrator"), chief)


def test_a_confirmation_of_one_thing_is_not_one_of_another(cast: Cast, chief: Account) -> None:
    request = _ask(cast, chief, "second_factor")
    actions.decide_reset(actor=cast.actor("leader"), request=request, confirm=True)
    with pytest.raises(NotAllowed):
        _set(cast.actor("administrator"), chief)


def test_an_old_confirmation_opens_nothing(cast: Cast, chief: Account) -> None:
    request = _ask(cast, chief)
    actions.decide_reset(actor=cast.actor("leader"), request=request, confirm=True)
    ResetRequest.objects.update(expires_at=clock.real_now() - dt.timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        _set(cast.actor("administrator"), chief)


@pytest.mark.parametrize("who", ["administrator", "clerk", "village_reporter", "outsider"])
def test_only_a_leader_or_auditor_confirms(cast: Cast, chief: Account, who: str) -> None:
    request = _ask(cast, chief)
    with pytest.raises(NotAllowed):
        actions.decide_reset(actor=cast.actor(who), request=request, confirm=True)
    request.refresh_from_db()
    assert request.decided_at is None


def test_the_holder_may_refuse_and_not_confirm(cast: Cast, chief: Account) -> None:
    request = _ask(cast, chief)
    with pytest.raises(NotAllowed):
        actions.decide_reset(actor=Actor.of(chief), request=request, confirm=True)
    actions.decide_reset(actor=Actor.of(chief), request=request, confirm=False)
    with pytest.raises(NotAllowed):
        _set(cast.actor("administrator"), chief)
    with pytest.raises(Invalid, match="已经办过"):
        actions.decide_reset(actor=cast.actor("leader"), request=request, confirm=True)


def test_an_administrator_cannot_confirm_with_a_role_just_granted(
    cast: Cast, chief: Account
) -> None:
    puppet = made.make_account(username="puppet", home=cast.town)
    actions.grant_role(
        actor=cast.actor("administrator"),
        account=puppet,
        role="auditor",
        unit=cast.town,
        from_on=dt.date(2001, 1, 1),
    )
    request = _ask(cast, chief)
    with pytest.raises(NotAllowed):
        actions.decide_reset(actor=Actor.of(puppet), request=request, confirm=True)
    assert "role_granted" in _told(cast.account("leader"))


def test_an_administrator_cannot_confirm_with_an_account_just_reset(
    cast: Cast, chief: Account
) -> None:
    _set(cast.actor("administrator"), cast.account("auditor"))  # nobody had used it yet
    assert "password_reset" in _told(cast.account("leader"))
    request = _ask(cast, chief)
    with pytest.raises(NotAllowed):
        actions.decide_reset(actor=cast.actor("auditor"), request=request, confirm=True)


def test_taking_the_role_back_for_a_moment_opens_no_way(cast: Cast, chief: Account) -> None:
    actor = cast.actor("administrator")
    actions.revoke_role(actor=actor, grant=RoleGrant.objects.get(account=chief), on=clock.today())
    with pytest.raises(NotAllowed):
        _set(actor, chief)


def test_other_accounts_are_reset_at_once_and_their_holder_is_told(cast: Cast) -> None:
    reporter = _used(cast.account("village_reporter"))
    with pytest.raises(Invalid, match="不需要"):
        _ask(cast, reporter)
    _set(cast.actor("administrator"), reporter)
    assert _told(reporter) == ["password_reset"]
    assert _told(cast.account("leader")) == []


def test_a_second_factor_is_taken_away_by_the_same_rule(cast: Cast, chief: Account) -> None:
    Authenticator.objects.create(user=chief, type="totp", data={"secret": "x"})
    actor = cast.actor("administrator")
    with pytest.raises(NotAllowed):
        actions.remove_second_factor(actor=actor, account=chief)
    request = _ask(cast, chief, "second_factor")
    actions.decide_reset(actor=cast.actor("auditor"), request=request, confirm=True)
    actions.remove_second_factor(actor=actor, account=chief)
    assert not Authenticator.objects.exists()
    assert "second_factor_removed" in _told(chief)


def test_the_keeper_of_the_machine_needs_nobody_and_is_told_of(cast: Cast, chief: Account) -> None:
    _set(made.keeper(), chief)
    assert _told(chief) == ["password_reset"]


def test_nobody_but_who_is_told_puts_a_notice_away(cast: Cast, chief: Account) -> None:
    _set(made.keeper(), chief)
    notice = AccountNotice.objects.get(told=chief)
    for who in ("administrator", "auditor", "leader"):
        with pytest.raises(NotAllowed):
            actions.acknowledge_notice(actor=cast.actor(who), notice=notice)
    with pytest.raises(NotAllowed):
        actions.acknowledge_notice(actor=made.keeper(), notice=notice)
    actions.acknowledge_notice(actor=Actor.of(chief), notice=notice)
    chief.refresh_from_db()
    assert not chief.has_notice
    assert AccountNotice.objects.filter(told=chief).exists()


def test_the_holder_sees_a_banner_on_every_page_until_it_is_read(
    cast: Cast, chief: Account, client: Client
) -> None:
    _set(made.keeper(), chief)
    Account.objects.filter(pk=chief.pk).update(must_change_password=False)
    chief.refresh_from_db()
    client.force_login(chief)
    for address in ("/", "/orgs/"):
        assert "密码由（安装维护）重置" in client.get(address).content.decode()
    notice = AccountNotice.objects.get(told=chief)
    answer = client.post(f"/orgs/notices/{notice.pk}/reading/", {"next": "/orgs/"})
    assert answer["Location"] == "/orgs/"
    assert "密码由（安装维护）重置" not in client.get("/").content.decode()


def test_leaders_and_auditors_find_it_on_their_home_page(cast: Cast, chief: Account) -> None:
    request = _ask(cast, chief)
    for who in ("leader", "auditor"):
        found = {each.label: each.url for each in known(waiting(cast.actor(who)))}
        assert found["账号重置等您确认"] == f"/orgs/resets/{request.pk}/"
        assert "账号有变动，请过目" in found
    assert waiting(cast.actor("village_reporter")) == []


def test_the_pages_lead_from_asking_to_the_slip(cast: Cast, chief: Account, client: Client) -> None:
    client.force_login(cast.account("administrator"))
    address = f"/orgs/accounts/{chief.pk}/"
    assert client.post(f"{address}password/").status_code == 403
    client.post(f"{address}reset/", {"kind": "password", "reason": "忘记密码"})
    request = ResetRequest.objects.get()
    assert "等另一位领导或审计员确认" in client.get(address).content.decode()
    other = Client()
    other.force_login(cast.account("leader"))
    assert "问过本人，同意" in other.get(f"/orgs/resets/{request.pk}/").content.decode()
    other.post(f"/orgs/resets/{request.pk}/", {"decision": "confirm"})
    assert "登录单 1 张" in client.post(f"{address}password/").content.decode()


def test_a_slip_that_ran_out_does_not_log_in(
    cast: Cast, client: Client, settings: LazySettings
) -> None:
    account = cast.account("village_reporter")
    _set(cast.actor("administrator"), account)
    given = {"login": account.username, "password": NEW}
    Account.objects.filter(pk=account.pk).update(
        one_time_until=clock.real_now() - dt.timedelta(minutes=1)
    )
    answer = client.post("/accounts/login/", given)
    assert answer.status_code == 403
    assert "登录单已过期" in answer.content.decode()
    assert client.get("/")["Location"].startswith("/accounts/login/")
    _set(cast.actor("administrator"), account)
    assert client.post("/accounts/login/", given)["Location"] == "/"


def test_a_new_slip_voids_the_former(cast: Cast) -> None:
    account = cast.account("village_reporter")
    _set(cast.actor("administrator"), account)
    actor = cast.actor("administrator")
    actions.set_password(actor=actor, account=account, password="third-harbour-2012")
    account.refresh_from_db()
    assert not account.check_password(NEW)


def test_a_worn_password_is_changed_at_the_next_log_in(cast: Cast, client: Client) -> None:
    from bihuan.presets.actions import set_preset

    account = cast.account("village_reporter")
    given = {"login": account.username, "password": PASSWORD}
    old = clock.real_now() - dt.timedelta(days=91)
    Account.objects.filter(pk=account.pk).update(password_set_at=old)
    client.post("/accounts/login/", given)
    account.refresh_from_db()
    assert not account.must_change_password  # not asked for unless the place says so
    set_preset(
        actor=made.keeper(),
        home=cast.town,
        code="orgs.password_days",
        value="90",
        from_on=clock.today(),
        basis="测评要求",
    )
    Client().post("/accounts/login/", given)
    account.refresh_from_db()
    assert account.must_change_password
