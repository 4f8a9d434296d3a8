"""Fixtures of the house's tests."""

import pytest

from bihuan.orgs.tests.cast import make_cast
from tests.house.world import World


@pytest.fixture
def world(db: None) -> World:
    """The cast and one of each thing."""
    return World(make_cast())
