"""Fixtures of the room's tests."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast
from bihuan.orgs.tests.conftest import cast
from bihuan.questionnaires.actions import open_questionnaire, submit_answers
from bihuan.questionnaires.models import Questionnaire
from bihuan.questionnaires.rules.asked import Given
from bihuan.questionnaires.tests.making import make_poll

__all__ = ["cast"]

TODAY = dt.date(2010, 2, 3)


@pytest.fixture(autouse=True)
def _on_a_day(settings: Settings) -> None:
    """Let the office's day be one of the sample's."""
    settings.BIHUAN_TODAY = TODAY


@pytest.fixture
def draft(cast: Cast) -> Questionnaire:
    """Return a poll of the town, not yet open."""
    return make_poll(cast)


@pytest.fixture
def poll(cast: Cast, draft: Questionnaire) -> Questionnaire:
    """Return a poll of the town that is open."""
    return open_questionnaire(actor=cast.actor("clerk"), questionnaire=draft)


@pytest.fixture
def answer(cast: Cast) -> Callable[..., None]:
    """Answer a questionnaire as a resident."""

    def submit(
        questionnaire: Questionnaire, given: Mapping[int, Given], code: str = "", **_more: Any
    ) -> None:
        submit_answers(
            actor=Actor.resident(cast.town), questionnaire=questionnaire, given=given, code=code
        )

    return submit
