"""Fixtures of the room's tests. They name no other room: models are asked for by name."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from bihuan.ui import navigation, waiting

PASSWORD = "moonlit-harbour-2010"


def make_account(username: str = "wen", role: str = "clerk", **fields: Any) -> Any:
    """Make an account that holds a role over a township of its own; no role for an empty one."""
    account = get_user_model().objects.create_user(
        username, PASSWORD, display_name=f"显示名{username}", **fields
    )
    if role:
        account.grants.create(role=role, unit=_township(username), from_on=dt.date(2000, 1, 1))
    return account


def _township(code: str) -> Any:
    unit = apps.get_model("orgs", "Unit")(
        code=code, path=f"t{code}", name="小港镇", kind="township", opened_on=dt.date(2000, 1, 1)
    )
    unit.home_id = unit.pk
    unit.save()
    return unit


def logged_in(account: Any) -> Client:
    """Return a client that is logged in."""
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def account(db: None) -> Any:
    """A clerk's account."""
    return make_account()


@pytest.fixture
def clerk(account: Any) -> Client:
    """A clerk's client, logged in."""
    return logged_in(account)


@pytest.fixture(autouse=True)
def _without_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the shell to itself: what the rooms offer it is tested in theirs."""
    for module in (navigation, waiting):
        monkeypatch.setattr(module, "modules", lambda _name: [])


@pytest.fixture(autouse=True)
def _forget_failed_log_ins() -> Iterator[None]:
    """Empty the cache in which rates of log-in are counted."""
    cache.clear()
    yield
    cache.clear()
