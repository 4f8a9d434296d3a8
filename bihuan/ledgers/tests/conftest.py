"""Fixtures of the room's tests."""

import pytest
from django.test import Client

from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.registers.tests.asking import BACKEND, Enter


@pytest.fixture
def cast(db: None) -> Cast:
    """One county, two towns, villages, a holder of each role and an outsider."""
    return make_cast()


@pytest.fixture
def enter(cast: Cast) -> Enter:
    """Log somebody of the cast in."""

    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.account(who), backend=BACKEND)
        return client

    return log_in
