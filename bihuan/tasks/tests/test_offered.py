"""What the room offers to others: its source, its finds, the links of what tasks serve."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import Q

from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast
from bihuan.search.finding import found_in
from bihuan.tasks import actions, searched
from bihuan.tasks.about_links import Link, links_of
from bihuan.tasks.actions import About, Due
from bihuan.tasks.asking import tasks_about
from bihuan.tasks.sources import sources
from bihuan.tasks.tests.conftest import Make

Be = Callable[[dt.date], None]


def count(cast: Cast, code: str, actor: str = "clerk") -> int:
    """Count the tasks of which a field of yes or no is yes, that an actor sees."""
    source = sources(cast.town, None)[0]
    rows = source.counted(None).filter(source.within(cast.town.path, None))
    rows = rows.filter(source.visible_to(cast.actor(actor)))
    field = source.field(code)
    return int(rows.alias(value=field.expression).filter(value=field.raw("是")).count())


def test_the_source_counts_how_tasks_ended(
    cast: Cast, assigned: Make, submitted: Make, on: Be
) -> None:
    clerk, station = cast.actor("clerk"), cast.actor("station_reporter")
    done = actions.verify_task(actor=clerk, task=submitted(), accepted=True, note="")
    actions.close_task(actor=clerk, task=done)
    assigned(due=Due(on=dt.date(2010, 2, 4)))
    actions.return_task(actor=station, task=assigned(), reason="不归我站")
    actions.void_task(actor=clerk, task=assigned(due=Due(on=dt.date(2010, 2, 4))), reason="重复")
    on(dt.date(2010, 2, 8))
    codes = ("is_verified", "is_closed", "is_in_time", "is_overdue", "is_returned", "is_reopened")
    assert [count(cast, code) for code in codes] == [1, 1, 1, 1, 1, 0]
    assert count(cast, "is_closed", "outsider") == 0


def test_the_source_is_offered_where_it_is_asked_for(cast: Cast) -> None:
    assert sources(cast.town, frozenset({"orgs.units"})) == []
    source = sources(cast.town, frozenset({"tasks.tasks"}))[0]
    assert source.visible_to(Actor.installation()) == Q()


def test_tasks_are_found_by_words_and_by_the_slips_number(cast: Cast, assigned: Make) -> None:
    task = assigned(requirement="疏通排水沟", unit=cast.villages[0])
    hits = found_in(searched, cast.actor("clerk"), "排水沟", 6)
    assert [hit.url for hit in hits] == [f"/tasks/{task.pk}/"]
    assert found_in(searched, cast.actor("clerk"), task.slip_number, 6)[0].is_exact
    assert found_in(searched, cast.actor("station_reporter"), "排水沟", 6) == []
    assert sum(searched.rebuild()) == 1
    actions.void_task(actor=cast.actor("clerk"), task=task, reason="重复")
    assert found_in(searched, cast.actor("clerk"), "排水沟", 6) == []


def test_what_a_task_serves_is_told_by_its_room(
    cast: Cast, assigned: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, hidden = uuid4(), uuid4()

    def links(actor: Actor, ids: list[UUID]) -> dict[UUID, Link]:
        return {id_: Link("一号渠淤塞", "/there/") for id_ in ids if id_ == seen}

    room: Any = SimpleNamespace(KIND="thing", links=links)
    monkeypatch.setattr("bihuan.tasks.about_links.modules", lambda _name: [room])
    first, second = assigned(about=About("thing", seen)), assigned(about=About("thing", hidden))
    alone = assigned()
    told = links_of(cast.actor("clerk"), [first, second, alone])
    assert {pk: link.label for pk, link in told.items()} == {first.pk: "一号渠淤塞"}
    assert list(tasks_about("thing", [seen, hidden])) != []
    assert alone not in tasks_about("thing", [seen, hidden])
