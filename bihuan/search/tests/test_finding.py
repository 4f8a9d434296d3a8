"""A page of results: what rooms declare, asked together."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import make_cast
from bihuan.search import finding
from bihuan.search.actions import Text, put
from bihuan.search.asking import Found, Wanted, find_each
from bihuan.search.declaring import Named, Sought
from bihuan.search.finding import found_in, groups_for, page_in, page_of
from bihuan.ui.searching import Hit

pytestmark = pytest.mark.django_db
PATH, DAY = "00010001", dt.date(2010, 2, 3)
Show = Callable[..., None]


def _put(kind: str, title: str, body: str = "", days: int = 0) -> UUID:
    id_ = new_id()
    put([Text(kind, id_, PATH, DAY + dt.timedelta(days), title, body)])
    return id_


def _hit(kind: str, title: str, is_exact: bool = False) -> Hit:
    return Hit(kind, [(title, False)], f"/{title}/", is_exact=is_exact)


def _text_hit(_thing: UUID, found: Found, _query: str) -> Hit:
    return _hit("文", found.text.title)


def _sought(kind: str, hidden: frozenset[UUID] = frozenset(), rounds: Any = ()) -> Sought[UUID]:
    def seen(ids: list[UUID]) -> dict[UUID, UUID]:
        return {id_: id_ for id_ in ids if id_ not in hidden}

    return Sought(kind, "文", ("",), seen, _text_hit, rounds)  # type: ignore[arg-type]


def _units(kind: str, units: Any, **more: bool) -> Named[Unit]:
    exact = more.get("is_alone", False)
    return Named(units, lambda rows: [_hit(kind, unit.name, exact) for unit in rows], **more)  # type: ignore[arg-type]


def _room(name: str = "one", **offered: Any) -> ModuleType:
    room: Any = SimpleNamespace(__name__=f"bihuan.{name}.searched", **offered)
    return room  # type: ignore[no-any-return]


def _titles(hits: Any) -> list[str]:
    return [hit.title[0][0] for hit in hits]


@pytest.fixture
def villages() -> Any:
    cast = make_cast()
    return Unit.objects.filter(pk__in=[each.pk for each in cast.villages]).order_by("path")


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Show:
    return lambda *rooms: monkeypatch.setattr(finding, "modules", lambda _name: iter(rooms))


def test_texts_of_several_kinds_are_found_in_one_statement() -> None:
    for kind in ("road", "canal"):
        _put(kind, f"公路{kind}")
    wanted = [Wanted(kind, ("",), 3) for kind in ("canal", "none", "road")]
    with CaptureQueriesContext(connection) as asked:
        found = find_each("公路", wanted)
    assert [_found_titles(each) for each in found] == [["公路canal"], [], ["公路road"]]
    assert len(asked) == 1
    assert find_each("公路", []) == []


def test_only_a_kind_that_false_candidates_left_short_is_asked_again() -> None:
    _put("road", "公路桥")
    for _n in range(20):
        _put("canal", "公路 路桥")  # the pairs of 公路桥, never the word
    true = _put("canal", "公路桥", days=-5)
    with CaptureQueriesContext(connection) as asked:
        found = find_each("公路桥", [Wanted("road", ("",), 3), Wanted("canal", ("",), 3)])
    assert [len(each) for each in found] == [1, 1]
    assert found[1][0].text.object_id == true
    assert ["kroad" in each["sql"] for each in asked] == [True, False, False]


def test_of_a_room_texts_stand_before_names_and_a_number_alone(villages: Any) -> None:
    _put("road", "公路")
    names = [_units("村", villages), _units("村", villages.none())]
    offered: dict[str, Any] = {"sought": lambda _actor: _sought("road"), "named": lambda *_: names}
    assert _titles(found_in(_room(**offered), None, "公路", 2)) == ["公路", "一村", "二村"]
    alone = _units("号", villages.filter(name="二村"), is_alone=True)
    for some in ([alone, *names], [*names, alone]):
        offered["named"] = lambda *_, some=some: some
        assert _titles(found_in(_room(**offered), None, "公路", 2)) == ["二村"]
    offered["named"] = lambda *_: [_units("号", villages.none(), is_alone=True), *names]
    assert _titles(found_in(_room(**offered), None, "公路", 1)) == ["公路", "一村"]


def test_groups_go_by_room_then_kind_with_exact_finds_first(villages: Any, show: Show) -> None:
    for n in range(9):
        _put("road", f"公路{n}", days=-n)
    numbered = _units("号", villages.filter(name="三村"), is_alone=True)
    named = _units("村", villages)
    show(
        _room("first", named=lambda *_: [numbered]),
        _room("second", named=lambda *_: [named], sought=lambda _actor: _sought("road")),
    )
    groups = groups_for(None, "公路")
    assert [(group.kind, group.room, group.is_cut) for group in groups] == [
        ("", "", False),
        ("文", "second", True),
        ("村", "", False),
    ]
    assert [len(group.hits) for group in groups] == [1, 5, 3]
    assert groups_for(None, " ，") == []


def test_names_of_all_rooms_are_one_statement_and_texts_another(villages: Any, show: Show) -> None:
    none = villages.filter(name="没有")
    rooms = [
        _room(
            f"room{n}",
            named=lambda *_: [_units("村", none)] * 3,
            sought=lambda _actor: _sought("road"),
        )
        for n in range(20)
    ]
    show(*rooms)
    with CaptureQueriesContext(connection) as asked:
        assert groups_for(None, "公路") == []
    assert len(asked) == 2


def test_a_kind_goes_on_page_by_page(show: Show) -> None:
    for n in range(7):
        _put("road", f"公路{n}", days=-n)
    room = _room("one", sought=lambda _actor: _sought("road"))
    show(room, _room("two", named=lambda *_: []))
    first = page_in(room, None, "公路", "", 5)
    assert _titles(first.hits) == [f"公路{n}" for n in range(5)]
    last = page_in(room, None, "公路", first.next, 5)
    assert (_titles(last.hits), last.next) == (["公路5", "公路6"], "")
    page = page_of(None, "one", "公路", "")
    assert page is not None
    assert page[0] == "文"
    assert page_of(None, "two", "公路", "") is page_of(None, "three", "公路", "") is None


def test_hidden_texts_are_looked_past_as_far_as_the_rounds_go() -> None:
    hidden = frozenset(_put("road", f"公路{n}", days=n + 1) for n in range(12))
    _put("road", "公路早")
    past = partial(_sought, "road", hidden)
    for rounds, titles in (((0, 20), ["公路早"]), ((0, 5), [])):
        room = _room(sought=lambda _actor, rounds=rounds: past(rounds))
        page = page_in(room, None, "公路", "", 2)
        assert (_titles(page.hits), page.next) == (titles, ""), rounds
        assert _titles(found_in(room, None, "公路", 2)) == titles
    page = page_in(_room(sought=lambda _actor: past()), None, "公路", "", 2)
    assert page.hits == []
    assert page.next  # paths alone decide: nothing is passed over for good


def _found_titles(found: list[Found]) -> list[str]:
    return [each.text.title for each in found]
