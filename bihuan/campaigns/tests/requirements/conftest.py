"""Fixtures of the room's tests."""

import pytest
from pytest_django import Settings

from bihuan.campaigns.tests.requirements.making import TODAY
from bihuan.registers.tests.conftest import cast, enter, roads

__all__ = ["cast", "enter", "roads"]


@pytest.fixture
def on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's."""
    settings.BIHUAN_TODAY = TODAY
