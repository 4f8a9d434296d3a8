"""Asking: who may, whom, what it adds, and ending it."""

import datetime as dt
from collections.abc import Callable

import pytest

from bihuan.audit.models import Entry
from bihuan.collecting.access import asks_in_order, asks_visible_to, collections_visible_to
from bihuan.collecting.actions import (
    Wanted,
    ask_units,
    close_collection,
    extend_collection,
    waive_ask,
)
from bihuan.collecting.burden import burden_of
from bihuan.collecting.errors import CollectionClosed
from bihuan.collecting.models import Collection
from bihuan.collecting.presenting import lines_of, reminder
from bihuan.collecting.tests.conftest import TODAY, ask_of
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.models import Register
from bihuan.registers.tests.making import make_record, make_register

WANTED = Wanted(title="公路", due_on=dt.date(2010, 2, 10))


def test_the_clerk_asks_with_one_audit_entry(cast: Cast, january: Collection) -> None:
    assert [ask.unit for ask in asks_in_order(january)] == list(cast.villages)
    entry = Entry.objects.get(action="collection.ask")
    assert "3个单位" in entry.note
    assert january.period == "2010年1月"


@pytest.mark.parametrize("who", ["village_reporter", "leader", "inspection_group", "outsider"])
def test_nobody_else_asks(cast: Cast, roads: Register, who: str) -> None:
    with pytest.raises(NotAllowed):
        ask_units(
            actor=cast.actor(who),
            home=cast.town,
            register=roads,
            units=cast.villages,
            wanted=WANTED,
        )
    assert not Collection.objects.exists()
    assert Entry.objects.get(action="collection.ask").result == "refused"


def test_units_that_do_not_keep_the_register_and_foreign_registers_are_not_asked(
    cast: Cast, roads: Register
) -> None:
    clerk = cast.actor("clerk")
    foreign = make_register(cast.other_town)
    for register, units in (
        (roads, [cast.station]),
        (roads, [cast.other_village]),
        (roads, []),
        (foreign, list(cast.villages)),
    ):
        with pytest.raises(Invalid):
            ask_units(actor=clerk, home=cast.town, register=register, units=units, wanted=WANTED)
    assert not Collection.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"first": dt.date(2010, 2, 1), "last": dt.date(2010, 1, 1)},
        {"due_on": TODAY - dt.timedelta(days=1)},
        {"title": " "},
        {"note": "长" * 301},
    ],
)
def test_what_contradicts_itself_is_refused(
    asked: Callable[..., Collection], changes: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        asked(**changes)


def test_a_village_sees_only_what_is_asked_of_it(cast: Cast, january: Collection) -> None:
    reporter = cast.actor("village_reporter")
    assert [ask.unit for ask in asks_visible_to(reporter)] == [cast.villages[0]]
    assert not collections_visible_to(reporter).exists()
    assert not asks_visible_to(cast.actor("outsider")).exists()
    assert not asks_visible_to(cast.actor("inspection_group")).exists()
    assert collections_visible_to(cast.actor("leader")).get() == january


def test_the_burden_is_told_before(cast: Cast, roads: Register) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0])
    burden = burden_of(roads, cast.villages, WANTED)
    assert burden.sentence == (
        "请3个单位填报，每条记录14项，其中“填报单位”已经填好，“状态”不填就按通常的填。"
        "已登记的1条会带在表里，不用再填。"
    )
    assert burden.by_unit == {str(cast.villages[0].pk): 1}
    earlier = Wanted(title="x", due_on=TODAY, last=dt.date(2009, 12, 31))
    assert burden_of(roads, cast.villages, earlier).standing == 0


def test_a_day_moves_and_a_collection_ends_once(cast: Cast, january: Collection) -> None:
    clerk = cast.actor("clerk")
    moved = extend_collection(actor=clerk, collection=january, due_on=dt.date(2010, 2, 20))
    assert moved.due_on == dt.date(2010, 2, 20)
    with pytest.raises(Invalid):
        extend_collection(actor=clerk, collection=january, due_on=dt.date(2009, 1, 1))
    with pytest.raises(NotAllowed):
        close_collection(actor=cast.actor("leader"), collection=january)
    close_collection(actor=clerk, collection=january)
    for act in (
        lambda: close_collection(actor=clerk, collection=january),
        lambda: extend_collection(actor=clerk, collection=january, due_on=dt.date(2010, 3, 1)),
        lambda: waive_ask(actor=clerk, ask=ask_of(january, cast.villages[0]), reason="x"),
    ):
        with pytest.raises(CollectionClosed):
            act()


def test_who_is_let_off_is_not_waited_for_and_the_reason_is_kept(
    cast: Cast, january: Collection
) -> None:
    with pytest.raises(Invalid):
        waive_ask(actor=cast.actor("clerk"), ask=ask_of(january, cast.villages[0]), reason=" ")
    with pytest.raises(NotAllowed):
        waive_ask(
            actor=cast.actor("village_reporter"),
            ask=ask_of(january, cast.villages[0]),
            reason="没有",
        )
    waive_ask(actor=cast.actor("clerk"), ask=ask_of(january, cast.villages[0]), reason="没有路")
    lines = lines_of(asks_in_order(january))
    assert [line.word for line in lines] == ["免报", "未交", "未交"]
    assert lines[0].said == "没有路"
    said = reminder(january, lines)
    assert "还没有收到：二村、三村。" in said
    assert "一村" not in said
