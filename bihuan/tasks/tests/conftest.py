"""Fixtures of the room's tests: a town that assigns, a station and villages that do."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.tasks.actions import (
    Due,
    Progress,
    TaskSpec,
    assign_task,
    report_progress,
    sign_for_task,
    submit_task,
)
from bihuan.tasks.models import Task

TODAY = dt.date(2010, 2, 3)
Make = Callable[..., Task]


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's."""
    settings.BIHUAN_TODAY = TODAY


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast."""
    return make_cast()


@pytest.fixture
def on(settings: Settings) -> Callable[[dt.date], None]:
    """Let the office's day be another."""

    def be(day: dt.date) -> None:
        settings.BIHUAN_TODAY = day

    return be


@pytest.fixture
def assigned(cast: Cast) -> Make:
    """Assign a task to the town's station, by its clerk."""

    def make(**changes: Any) -> Task:
        by = changes.pop("by", "clerk")
        home = changes.pop("home", cast.town)
        given: dict[str, Any] = {
            "title": "清淤一号渠",
            "unit": cast.station,
            "due": Due(on=dt.date(2010, 3, 10)),
            **changes,
        }
        return assign_task(actor=cast.actor(by), home=home, spec=TaskSpec(**given))

    return make


@pytest.fixture
def doing(cast: Cast, assigned: Make) -> Make:
    """Assign a task, signed for by the station."""

    def make(**changes: Any) -> Task:
        return sign_for_task(actor=cast.actor("station_reporter"), task=assigned(**changes))

    return make


@pytest.fixture
def submitted(cast: Cast, doing: Make) -> Make:
    """Assign a task that the station has reported on and submitted."""

    def make(**changes: Any) -> Task:
        task = doing(**changes)
        actor = cast.actor("station_reporter")
        report_progress(actor=actor, task=task, progress=Progress("清了一半", 50))
        return submit_task(actor=actor, task=task, note="全线清完")

    return make
