"""Fixtures of the room's tests."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.collecting.actions import Wanted, ask_units
from bihuan.collecting.models import Ask, Collection
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.models import Register
from bihuan.registers.tests.conftest import cast, enter, roads

__all__ = ["cast", "enter", "roads"]

TODAY = dt.date(2010, 2, 3)


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's."""
    settings.BIHUAN_TODAY = TODAY


@pytest.fixture
def asked(cast: Cast, roads: Register) -> Callable[..., Collection]:
    """Ask the town's villages for the roads of January."""

    def ask(**changes: Any) -> Collection:
        given: dict[str, Any] = {
            "title": "一月公路",
            "due_on": dt.date(2010, 2, 10),
            "first": dt.date(2010, 1, 1),
            "last": dt.date(2010, 1, 31),
            **changes,
        }
        return ask_units(
            actor=cast.actor("clerk"),
            home=cast.town,
            register=roads,
            units=cast.villages,
            wanted=Wanted(**given),
        )

    return ask


@pytest.fixture
def january(asked: Callable[..., Collection]) -> Collection:
    """Return a collection of January's roads."""
    return asked()


def ask_of(collection: Collection, unit: Any) -> Ask:
    """Return what is asked of a unit."""
    return collection.asks.select_related("collection__register__home", "unit").get(unit=unit)
