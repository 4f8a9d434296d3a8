"""What the journeys begin with: the day of the sample's report, and its township."""

import datetime as dt

import pytest
from pytest_django import Settings

from tests.e2e.office import CLERK, LEADER, STATION, VILLAGE, let_log_in
from tests.support.sample import load_sample


@pytest.fixture(autouse=True)
def _on_the_day_of_the_report(settings: Settings) -> None:
    """The office's day, as in the demonstration."""
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3)


@pytest.fixture
def sample(transactional_db: None) -> None:
    """The sample township, and those who act in the journeys able to log in."""
    load_sample()
    let_log_in(CLERK, LEADER, VILLAGE, STATION)
