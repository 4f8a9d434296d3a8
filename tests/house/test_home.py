"""The home page asks the database little, with one of each thing in the house."""

from collections.abc import Iterator
from functools import cached_property

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house.world import World

BUDGETS = {"leader": 15, "village_reporter": 15, "inspection_group": 15, "clerk": 17}
"""Statements by account; of the clerk nearly every line stands that needs rows beside counts."""
LINES = {"leader": 8, "village_reporter": 8, "inspection_group": 2, "clerk": 14}
"""Lines that stand at least, so that it is not a poor page that asks little."""


def things_of(kind: type) -> Iterator[str]:
    """Yield the names of the things that a world makes when they are asked for."""
    for base in kind.__mro__:
        yield from (n for n, value in vars(base).items() if isinstance(value, cached_property))


@pytest.fixture
def full(world: World) -> World:
    """Return the world with every thing made."""
    for name in things_of(World):
        getattr(world, name)
    return world


def test_the_home_page_of_a_full_house_asks_little(full: World) -> None:
    asked, lines = {}, {}
    for who in BUDGETS:
        client = Client()
        client.force_login(full.cast.account(who))
        client.get(reverse("home"))  # what a process reads once
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("home"))
        assert answer.status_code == 200
        asked[who], lines[who] = len(queries), len(answer.context["waiting"])
    assert {who: n for who, n in asked.items() if n > BUDGETS[who]} == {}
    assert {who: n for who, n in lines.items() if n < LINES[who]} == {}
