"""Fixtures of the room's tests."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.opinions import contact_keys
from bihuan.opinions.actions import answer_group, publish_group, sort_opinion
from bihuan.opinions.actions.residents import Received, receive_from_resident
from bihuan.opinions.actions.specs import OpinionSpec
from bihuan.opinions.models import Category, Channel, Opinion, OpinionGroup
from bihuan.opinions.tests.making import make_category
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.public.limits import counts
from bihuan.rectification.actions import (
    ProblemSpec,
    explain_problem,
    open_problem,
    publish_problem,
)
from bihuan.rectification.models import Problem

TODAY = dt.date(2010, 2, 3)
CONTACT = "13800001234"


@pytest.fixture(autouse=True)
def _on_a_day_with_keys(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Let the office's day be one of the sample's, with a key file, and nothing counted yet."""
    settings.BIHUAN_TODAY = TODAY
    settings.BIHUAN_CONTACT_KEYS = str(tmp_path / "contact-keys")
    contact_keys.make_first()
    counts.clear()
    yield
    counts.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def roads(cast: Cast) -> Category:
    """Return the town's class of roads."""
    return make_category(cast.town, "roads", "道路交通", position=1)


@pytest.fixture
def visitor() -> Client:
    """Return a browser that nobody is logged in with."""
    return Client()


@pytest.fixture
def raised(cast: Cast) -> Callable[..., Received]:
    """Let a resident raise something in the first village."""

    def make(text: str = "桥坏了。", contact: str = "") -> Received:
        return receive_from_resident(
            actor=Actor.resident(cast.town),
            home=cast.town,
            spec=OpinionSpec(
                text=text, channel=Channel.WEB, raised_on=TODAY, unit=cast.villages[0]
            ),
            contact=contact,
        )

    return make


@pytest.fixture
def answered(cast: Cast, roads: Category) -> Callable[..., OpinionGroup]:
    """Sort and answer what was raised; published where a wording is given."""

    def answer(received: Received, wording: str = "", outcome: str = "") -> OpinionGroup:
        clerk = cast.actor("clerk")
        opinion = Opinion.objects.get(pk=received.opinion.pk)
        group = sort_opinion(actor=clerk, opinion=opinion, category=roads).group
        assert group is not None
        group = answer_group(
            actor=clerk, group=group, answer="adopted", reason="内部说明：经费待定"
        )
        if wording:
            group = publish_group(actor=clerk, group=group, wording=wording, outcome=outcome)
        return group

    return answer


def form_of(cast: Cast, **given: Any) -> dict[str, Any]:
    """Return a form as a resident fills it in."""
    return {
        "unit": cast.villages[0].code,
        "text": "三组老桥的栏杆断了。",
        "place": "老桥",
        "giver": "villager",
        "contact": "",
        "token": "token-1",
        **given,
    }


def slip_of(page: str) -> tuple[str, str]:
    """Return number and phrase as a slip shows them."""
    found = re.findall(r'<dd class="pb-big">([^<]+)</dd>', page)
    assert len(found) == 2, page
    return found[0], found[1]


@pytest.fixture
def put_right(cast: Cast, answered: Callable[..., OpinionGroup]) -> Callable[..., Problem]:
    """Take what was raised up as a problem, end it, and publish what became of it."""

    def make(received: Received, wording: str = "老桥年久失修", outcome: str = "") -> Problem:
        group = answered(received)
        spec = ProblemSpec(title="老桥修缮（内部）", unit=cast.villages[0], found_on=TODAY)
        problem = open_problem(actor=cast.actor("clerk"), home=cast.town, spec=spec, groups=[group])
        explain_problem(actor=cast.actor("leader"), problem=problem, reason="依据公路法第二条")
        return publish_problem(
            actor=cast.actor("clerk"), problem=problem, wording=wording, outcome=outcome
        )

    return make
