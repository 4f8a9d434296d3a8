"""Fixtures of the room's tests."""

import pytest
from pytest_django import Settings

from bihuan.appraisals.tests import making
from bihuan.orgs.tests.cast import Cast, make_cast


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's."""
    settings.BIHUAN_TODAY = making.TODAY


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast."""
    return make_cast()
