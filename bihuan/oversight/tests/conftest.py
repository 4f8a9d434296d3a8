"""Fixtures of the room's tests."""

import datetime as dt

import pytest
from pytest_django import Settings

from bihuan.campaigns.models import Campaign
from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.oversight.tests import making

TODAY = dt.date(2009, 11, 30)


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be the first stage's last."""
    settings.BIHUAN_TODAY = TODAY


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast."""
    return make_cast()


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """Return the town's campaign, its first stage open."""
    return making.make_campaign(cast.town)
