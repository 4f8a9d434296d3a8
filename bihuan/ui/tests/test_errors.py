from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.ui.tests.conftest import logged_in
from bihuan.ui.tests.pages import REFUSALS

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def clerk(account: Any, settings: Settings) -> Client:
    """A clerk on a site that also has the pages of these tests."""
    settings.ROOT_URLCONF = "bihuan.ui.tests.pages"
    client = logged_in(account)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("how", REFUSALS)
def test_a_refusal_is_a_page_of_its_status_with_its_sentence(clerk: Client, how: str) -> None:
    error = REFUSALS[how]
    answer = clerk.get(f"/refused/{how}/")
    assert answer.status_code == error.http_status
    assert error.message in answer.content.decode()
    assert "bh-nav" in answer.content.decode()


def test_a_refusal_leads_back_within_the_site_only(clerk: Client) -> None:
    own = clerk.get("/refused/conflict/", headers={"referer": "http://testserver/a/?b=1"})
    assert 'href="/a/?b=1"' in own.content.decode()
    other = clerk.get("/refused/conflict/", headers={"referer": "https://evil.example/"})
    assert "evil.example" not in other.content.decode()


def test_a_refused_fragment_goes_into_the_message_area(clerk: Client) -> None:
    answer = clerk.get("/refused/not-allowed/", headers=FRAGMENT)
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.content.decode()
    assert REFUSALS["not-allowed"].message in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/broken/", 500, "系统出错了"),
        ("/forbidden/", 403, "没有权限"),
        ("/missing/", 404, "找不到这个页面"),
        ("/no-such-page/", 404, "找不到这个页面"),
    ],
)
def test_errors_are_told_in_the_houses_frame(
    clerk: Client, path: str, status: int, told: str
) -> None:
    answer = clerk.get(path)
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert "回到首页" in answer.content.decode()


def test_a_name_that_the_site_does_not_answer_to_is_told(clerk: Client) -> None:
    answer = clerk.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "请求无法处理" in answer.content.decode()


def test_a_form_without_its_token_is_told_to_be_sent_again(account: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
