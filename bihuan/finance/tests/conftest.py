"""Fixtures of the room's tests."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.finance.actions import AmountSpec, record_amount
from bihuan.finance.models import Amount
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.tests.conftest import cast
from bihuan.tasks.actions import About

__all__ = ["cast"]

CANAL = About("problem", uuid.UUID(int=1))
Pay = Callable[..., Amount]


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's."""
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3)


@pytest.fixture
def pay(cast: Cast) -> Pay:
    """Record an amount for the canal, by the town's clerk."""

    def make(who: str = "clerk", about: About = CANAL, **changes: Any) -> Amount:
        given: dict[str, Any] = {
            "payer": "township",
            "payer_name": "镇财政",
            "phase": "paid",
            "fen": 32_500_000,
            "on": dt.date(2010, 1, 22),
            "matter": "渠道清淤",
            **changes,
        }
        return record_amount(
            actor=cast.actor(who),
            home=cast.town,
            unit=cast.station,
            about=about,
            spec=AmountSpec(**given),
        )

    return make
