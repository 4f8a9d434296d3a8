"""Fixtures of the room's tests."""

import pytest

from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.orgs.tests.things import Things, make_things


@pytest.fixture
def cast(db: None) -> Cast:
    """One county, two towns, villages, a holder of each role and an outsider."""
    return make_cast()


@pytest.fixture
def things(cast: Cast) -> Things:
    """One of each thing that has a page."""
    return make_things(cast)
