"""The process that faces residents: its own addresses only, no session, no account, no cookie."""

import importlib
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import clear_url_caches
from pytest_django import Settings

from bihuan.opinions.models import Opinion
from bihuan.orgs.tests.cast import Cast
from bihuan.public.tests.conftest import form_of, slip_of
from tests.house.addresses import addresses


@pytest.fixture
def alone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Serve as `bihuan serve --public-only` does."""
    from bihuan.settings import base

    monkeypatch.setenv("BIHUAN_PUBLIC_ONLY", "1")
    read = importlib.reload(base)
    assert read.ROOT_URLCONF == "bihuan.public.standalone_urls"
    settings.ROOT_URLCONF, settings.MIDDLEWARE = read.ROOT_URLCONF, read.MIDDLEWARE
    clear_url_caches()
    yield
    monkeypatch.delenv("BIHUAN_PUBLIC_ONLY")
    importlib.reload(base)
    clear_url_caches()


def test_it_has_no_address_but_those_for_residents(alone: None) -> None:
    names = {name for name, _route in addresses()}
    assert {"public:home", "public:raise", "public:following", "public:published"} <= names
    allowed = ("public:", "answering:", "voting:")
    assert {name for name in names if not name.startswith(allowed)} == {"home", "robots"}
    assert "public:poster" not in names


@pytest.mark.parametrize(
    "address",
    [
        *("/accounts/login/", "/orgs/units/", "/opinions/", "/registers/", "/search/", "/theme/"),
        *("/api/", "/files/", "/accounts/2fa/", "/public/town/poster/", "/admin/"),
    ],
)
def test_an_address_of_the_office_is_not_found(alone: None, cast: Cast, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "accounts" not in page
    assert "闭环" not in page


def test_a_resident_raises_and_follows_without_a_cookie(alone: None, cast: Cast) -> None:
    visitor = Client()
    answer = visitor.post(f"/public/{cast.town.code}/raise/", form_of(cast))
    number, phrase = slip_of(answer.content.decode())
    answer = visitor.post(
        f"/public/{cast.town.code}/following/", {"number": number, "phrase": phrase}
    )
    assert "已经收到" in answer.content.decode()
    assert not visitor.cookies
    assert Opinion.objects.count() == 1


def test_it_knows_no_session_and_no_account(alone: None) -> None:
    found = " ".join(django_settings.MIDDLEWARE)
    for word in ("session", "auth", "axes", "allauth", "orgs", "messages"):
        assert word not in found.lower()


def test_its_pages_depend_on_no_cookie_and_allow_nothing_inline(alone: None, cast: Cast) -> None:
    answer = Client().get(f"/public/{cast.town.code}/published/")
    assert "Cookie" not in answer.get("Vary", "")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    page = answer.content.decode()
    assert "<style" not in page
    assert " style=" not in page


def test_the_root_leads_to_the_pages_and_robots_are_told(alone: None, cast: Cast) -> None:
    assert cast.town.name in Client().get("/").content.decode()
    robots = Client().get("/robots.txt").content.decode()
    assert "Disallow: /public/*/following/" in robots


def test_an_error_of_the_software_is_a_page_for_residents(
    alone: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bihuan.public.views.pages.published_in", fail)
    answer = Client(raise_request_exception=False).get(f"/public/{cast.town.code}/")
    assert answer.status_code == 500
    assert "可能没有收下" in answer.content.decode()
