"""Fixtures of the room's tests."""

import datetime as dt

import pytest
from pytest_django import Settings

from bihuan.collecting.actions import Wanted, ask_units
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.models import Register
from bihuan.registers.tests.conftest import cast, enter, roads
from bihuan.tasks.actions import Due, TaskSpec, assign_task
from bihuan.tasks.models import EvidenceNeeded

__all__ = ["cast", "enter", "roads"]

TODAY = dt.date(2010, 2, 3)


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's, a Wednesday."""
    settings.BIHUAN_TODAY = TODAY


@pytest.fixture
def asked(cast: Cast, roads: Register) -> None:
    """Let the clerk ask the villages for roads, and give the station a task with evidence."""
    wanted = Wanted(title="一月公路", due_on=dt.date(2010, 2, 10))
    clerk = cast.actor("clerk")
    ask_units(actor=clerk, home=cast.town, register=roads, units=cast.villages, wanted=wanted)
    spec = TaskSpec(
        title="清淤一号渠",
        unit=cast.station,
        due=Due(on=dt.date(2010, 3, 1)),
        evidence=EvidenceNeeded.ANY,
        basis="党政联席会议议定",
    )
    assign_task(actor=clerk, home=cast.town, spec=spec)
