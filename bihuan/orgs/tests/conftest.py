"""Fixtures of the room's tests."""

import pytest

from bihuan.orgs.tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """One county, two towns, villages, a holder of each role and an outsider."""
    return make_cast()
