"""The poster: for the clerk, with the address of the residents' page."""

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.orgs.tests.cast import Cast
from bihuan.public.tests.test_raising import url_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _client(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.account(who), backend=BACKEND)
    return client


def test_the_clerk_prints_a_poster_that_leads_to_the_page(cast: Cast, settings: Settings) -> None:
    settings.BIHUAN_PUBLIC_URL = "https://minyi.example.gov.cn"
    page = _client(cast, "clerk").get(url_of("poster", cast.town)).content.decode()
    assert f"https://minyi.example.gov.cn/public/{cast.town.code}/" in page
    assert "data:image/svg+xml" in page
    assert "请系统管理员设置 BIHUAN_PUBLIC_URL" not in page


def test_without_an_address_of_its_own_the_page_warns(cast: Cast) -> None:
    page = _client(cast, "clerk").get(url_of("poster", cast.town)).content.decode()
    assert f"http://testserver/public/{cast.town.code}/" in page
    assert "请系统管理员设置 BIHUAN_PUBLIC_URL" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 403), ("village_reporter", 404), ("auditor", 404), ("outsider", 404)],
)
def test_others_do_not(cast: Cast, who: str, status: int) -> None:
    assert _client(cast, who).get(url_of("poster", cast.town)).status_code == status
