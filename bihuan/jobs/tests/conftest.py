"""Fixtures of the room's tests."""

import pytest

from bihuan.jobs.actions import start_job
from bihuan.jobs.models import Job
from bihuan.jobs.tests.works import HERE
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast."""
    return make_cast()


def make_job(actor: Actor, work: str, **arguments: object) -> Job:
    """Start a job of the tests' own works."""
    return start_job(actor=actor, label="试办", work=f"{HERE}.{work}", arguments=arguments)
