"""Fixtures of the room's tests."""

import datetime as dt
from collections.abc import Callable

import pytest
from pytest_django import Settings

from bihuan.opinions.models import Category, OpinionGroup
from bihuan.opinions.tests.making import make_category, make_group
from bihuan.orgs.tests.cast import Cast, make_cast

TODAY = dt.date(2010, 2, 3)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's."""
    settings.BIHUAN_TODAY = TODAY


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def roads(cast: Cast) -> Category:
    """Return the town's class of roads."""
    return make_category(cast.town, "roads", "道路交通", keywords=["路", "桥"], position=1)


@pytest.fixture
def water(cast: Cast) -> Category:
    """Return the town's class of water."""
    return make_category(cast.town, "water", "农田水利", keywords=["渠", "水"], position=2)


@pytest.fixture
def group_of(cast: Cast, roads: Category) -> Callable[..., OpinionGroup]:
    """Record and sort an opinion of the first village."""

    def make(text: str = "桥坏了。", category: Category = roads, **given: object) -> OpinionGroup:
        return make_group(cast.actor("clerk"), cast.villages[0], category, text, **given)

    return make
