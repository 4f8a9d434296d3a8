import time
from typing import Any

import pytest
from django.conf import settings as loaded
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from bihuan.ui.middleware import SEEN
from bihuan.ui.tests.conftest import PASSWORD, logged_in, make_account

LOG_IN = "/accounts/login/"
ABSENT = (
    "account_email",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_set_password",
    "mfa_list_webauthn",
)


def enter(client: Client, username: str = "wen", password: str = PASSWORD, **given: str) -> Any:
    return client.post(LOG_IN, {"login": username, "password": password, **given})


def lie_idle(client: Client, minutes: float) -> None:
    session = client.session
    session[SEEN] = int(time.time() - minutes * 60)
    session.save()


def test_whoever_is_not_logged_in_is_led_to_the_log_in_page_and_back(
    client: Client, account: Any
) -> None:
    assert client.get("/").headers["Location"] == f"{LOG_IN}?next=/"
    assert enter(client, next="/accounts/2fa/").headers["Location"] == "/accounts/2fa/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_is_told_in_a_sentence(client: Client, account: Any) -> None:
    answer = enter(client, password="wrong")
    assert answer.status_code == 200
    assert "用户名或密码不正确" in answer.content.decode()


def test_repeated_wrong_passwords_pause_log_in_even_with_the_right_one(
    client: Client, account: Any
) -> None:
    answers = [enter(client, password="wrong") for _ in range(loaded.AXES_FAILURE_LIMIT)]
    assert [answer.status_code for answer in answers[:-1]] == [200] * (len(answers) - 1)
    assert answers[-1].status_code == 429
    assert "暂停登录" in answers[-1].content.decode()
    cache.clear()  # allauth counts for itself, and for a shorter time
    assert enter(client).status_code == 429
    assert client.get("/").status_code == 302


def test_an_account_out_of_use_cannot_log_in(client: Client, db: None) -> None:
    make_account(is_active=False)
    enter(client)
    assert client.get("/").status_code == 302


def test_sign_up_is_closed(client: Client, db: None) -> None:
    given = {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (client.get("/accounts/signup/"), client.post("/accounts/signup/", given)):
        assert "不开放自行注册" in answer.content.decode()
    assert enter(client, "new").status_code == 200


@pytest.mark.parametrize("name", ABSENT)
def test_pages_that_need_e_mail_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_djangos_admin_is_not_served(clerk: Client) -> None:
    assert "django.contrib.admin" not in loaded.INSTALLED_APPS
    assert clerk.get("/admin/").status_code == 404
    assert clerk.get("/admin/login/").status_code == 404


def test_logging_out_asks_first_and_ends_the_session(clerk: Client) -> None:
    assert "退出登录？" in clerk.get("/accounts/logout/").content.decode()
    assert clerk.get("/").status_code == 200
    clerk.post("/accounts/logout/")
    assert clerk.get("/").status_code == 302


def test_a_password_is_changed_by_whoever_knows_it(clerk: Client) -> None:
    address = "/accounts/password/change/"
    wrong = {"oldpassword": "guess", "password1": "river-bank-77", "password2": "river-bank-77"}
    assert clerk.post(address, wrong).status_code == 200
    assert clerk.post(address, {**wrong, "oldpassword": PASSWORD}).status_code == 302
    assert enter(Client(), password="river-bank-77").status_code == 302


@pytest.mark.parametrize(
    "path", ["/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/inactive/"]
)
def test_pages_of_the_account_have_the_houses_frame(clerk: Client, path: str) -> None:
    shown = clerk.get(path).content.decode()
    assert "bh-main" in shown
    assert "非涉密" in shown


def test_a_second_step_can_be_set_up_after_the_password_is_asked_again(clerk: Client) -> None:
    address = "/accounts/2fa/totp/activate/"
    asked = clerk.get(address)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    clerk.post(asked.headers["Location"], {"password": PASSWORD})
    shown = clerk.get(address).content.decode()
    assert 'src="data:image/svg+xml' in shown
    assert "<script>" not in shown


def test_the_log_in_page_names_demonstration_accounts_in_a_demonstration_only(
    client: Client, settings: Settings, db: None
) -> None:
    make_account("demo-clerk", is_demonstration=True)
    make_account("real-clerk")
    assert "demo-clerk" not in client.get(LOG_IN).content.decode()
    settings.BIHUAN_MODE = "demo"
    shown = client.get(LOG_IN).content.decode()
    assert "demo-clerk" in shown
    assert "办公室文书" in shown
    assert "real-clerk" not in shown
    assert PASSWORD not in shown


def test_a_session_in_use_goes_on(clerk: Client) -> None:
    clerk.get("/")
    lie_idle(clerk, loaded.BIHUAN_IDLE_MINUTES - 1)
    assert clerk.get("/").status_code == 200
    assert time.time() - clerk.session[SEEN] < 60


def test_an_idle_session_ends_with_a_reason_and_a_way_back(clerk: Client) -> None:
    clerk.get("/")
    lie_idle(clerk, loaded.BIHUAN_IDLE_MINUTES + 1)
    answer = clerk.get("/accounts/2fa/?a=1")
    assert answer.headers["Location"] == f"{LOG_IN}?idle=1&next=%2Faccounts%2F2fa%2F%3Fa%3D1"
    assert "已自动退出" in clerk.get(answer.headers["Location"]).content.decode()
    assert SEEN not in clerk.session


def test_an_idle_form_comes_back_to_the_page_it_stood_on(clerk: Client) -> None:
    clerk.get("/")
    lie_idle(clerk, loaded.BIHUAN_IDLE_MINUTES + 1)
    answer = clerk.post("/theme/", headers={"referer": "http://testserver/accounts/2fa/"})
    assert answer.headers["Location"] == f"{LOG_IN}?idle=1&next=%2Faccounts%2F2fa%2F"


def test_a_fragment_leads_the_whole_page_to_log_in(client: Client, account: Any) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/2fa/"}
    answer = client.get("/", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == f"{LOG_IN}?next=%2Faccounts%2F2fa%2F"


def test_another_sites_address_is_no_way_back(account: Any) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://evil.example/"}
    assert Client().get("/", headers=asked).headers["HX-Redirect"] == LOG_IN
    assert logged_in(account).get("/").status_code == 200


def test_wrong_passwords_are_counted_whatever_the_case_of_the_name(
    client: Client, account: Any
) -> None:
    for name in ("wen", "WEN", "Wen", "wEn", "weN")[: loaded.AXES_FAILURE_LIMIT]:
        enter(client, name, password="wrong")
    cache.clear()
    assert enter(client, "WEN").status_code == 429


def test_no_browser_keeps_what_somebody_logged_in_was_shown(client: Client, account: Any) -> None:
    enter(client)
    assert client.get("/").headers["Cache-Control"] == "private, no-store"
