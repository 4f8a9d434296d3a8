"""Fixtures of the room's tests."""

import datetime as dt

import pytest
from django.conf import LazySettings
from django.test import Client

from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.registers.tests.asking import BACKEND, Enter

TODAY = dt.date(2010, 2, 3)


@pytest.fixture
def cast(db: None, settings: LazySettings) -> Cast:
    """One county, two towns, a holder of each role; the office's day is 3 February 2010."""
    settings.BIHUAN_TODAY = TODAY
    return make_cast()


@pytest.fixture
def enter(cast: Cast) -> Enter:
    """Log somebody of the cast in."""

    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.account(who), backend=BACKEND)
        return client

    return log_in
