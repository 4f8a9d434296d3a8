"""Fixtures of the room's tests."""

from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.duty.models import Dispute, DisputeType, Petition
from bihuan.duty.tests import making
from bihuan.orgs.tests.cast import Cast, make_cast


@pytest.fixture(autouse=True)
def _on_a_day_with_keys(settings: Settings, tmp_path: Path) -> None:
    """Let the office's day be one of the sample's, and keys lie outside the database."""
    settings.BIHUAN_TODAY = making.TODAY
    settings.BIHUAN_CONTACT_KEYS = str(tmp_path / "contact-keys")
    making.make_keys()


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast."""
    return make_cast()


@pytest.fixture
def types(cast: Cast) -> dict[str, DisputeType]:
    """The town's types, as they come along."""
    return making.make_types(cast.town)


@pytest.fixture
def dispute(cast: Cast) -> Dispute:
    """A dispute that the first village's reporter registered."""
    return making.make_dispute(cast.actor("village_reporter"), cast.villages[0])


@pytest.fixture
def petition(cast: Cast) -> Petition:
    """A petition that complains of the station, registered by the clerk."""
    return making.make_petition(
        cast.actor("clerk"), cast.villages[1], unit_complained_of=cast.station
    )
