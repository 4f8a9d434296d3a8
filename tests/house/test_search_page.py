"""The page of results over all rooms: what it asks does not grow with the rooms."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.lib import clock
from bihuan.search.actions import Text, put
from bihuan.ui.rooms import modules
from tests.house.world import World

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORD = "青石"
MOST = 15
OF_THE_PAGE = 5
"""Session, account, grants; one for all names, one for all texts."""


def _named(world: World) -> dict[str, tuple[Model, str]]:
    """Return a thing of each kind that is found by a name, with the field of that name."""
    return {
        "矛盾纠纷": (world.dispute, "title"),
        "信访事项": (world.petition, "title"),
        "问卷": (world.poll, "title"),
        "归并意见": (world.group, "wording"),
        "台账": (world.register, "label"),
        "佐证材料": (world.photo, "name"),
        "上报表": (world.report_form, "label"),
        "数据": (world.figure, "label"),
        "单位": (world.cast.villages[2], "name"),
        "人员": (world.leader, "name"),
        "工作组": (world.team, "name"),
        "会议": (world.town_meeting, "title"),
        "活动": (world.campaign, "title"),
        "方案事项": (world.village_item, "title"),
        "转段申请": (world.gate_sent, "summary"),
    }


def _texts(world: World) -> dict[str, tuple[str, UUID]]:
    """Return a thing of each kind that is found by its text, with that kind in the index."""
    return {
        "整改问题": ("problem", world.problem.pk),
        "意见": ("opinion", world.opinion.pk),
        "任务": ("task", world.task.pk),
        "台账记录": ("record", world.record.pk),
        "公文": ("document", world.document.pk),
        "来文": ("reception", world.reception.pk),
    }


def _call(world: World, *kinds: str) -> None:
    """Let things of some kinds, and of no others, bear the word."""
    for kind, (thing, field) in _named(world).items():
        word = f"{WORD}{kind}" if kind in kinds else kind
        type(thing)._default_manager.filter(pk=thing.pk).update(**{field: word})
    path = world.cast.town.path
    for kind, (in_index, id_) in _texts(world).items():
        title = f"{WORD}{kind}" if kind in kinds else kind
        put([Text(in_index, id_, path, clock.today(), title)])


def _asked(client: Client) -> tuple[dict[str, int], int]:
    """Return the kinds shown with how many hits of each, and the number of statements."""
    with CaptureQueriesContext(connection) as asked:
        answer: Any = client.get("/search/", {"q": WORD})
    assert answer.status_code == 200
    return {group.kind: len(group.hits) for group in answer.context["groups"]}, len(asked)


@pytest.fixture
def clerk(world: World, client: Client) -> Client:
    """The town's clerk, logged in, who sees things of every kind."""
    account = world.cast.account("clerk")
    client.force_login(account, backend=BACKEND)
    _call(world)
    client.get("/search/", {"q": WORD})
    return client


def test_a_page_without_hits_asks_once_for_all_names_and_once_for_all_texts(
    world: World, clerk: Client
) -> None:
    assert _asked(clerk) == ({}, OF_THE_PAGE)


def test_hits_of_any_one_kind_cost_little(world: World, clerk: Client) -> None:
    # The records that evidence is of; the tasks that a unit assists with.
    further = dict.fromkeys(_named(world), 0) | dict.fromkeys(_texts(world), 1)
    further |= {"佐证材料": 1, "任务": 2}
    for kind, more in further.items():
        _call(world, kind)
        assert _asked(clerk) == ({kind: 1}, OF_THE_PAGE + more)


def test_hits_of_every_kind_stay_within_the_budget_of_a_page(world: World, clerk: Client) -> None:
    kinds = (*_named(world), *_texts(world))
    _call(world, *kinds)
    found, asked = _asked(clerk)
    assert found == dict.fromkeys(kinds, 1)
    assert asked <= MOST, asked


def test_a_room_declares_what_it_would_ask() -> None:
    assert [room.__name__ for room in modules("searched") if not set(_declared(room))] == []


def _declared(room: Any) -> Iterator[str]:
    assert not hasattr(room, "found"), f"{room.__name__}: see docs/how-to/add-a-room.md"
    for name in ("named", "sought"):
        if hasattr(room, name):
            yield name
