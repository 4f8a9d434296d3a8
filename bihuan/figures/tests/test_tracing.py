"""Opening a figure: who sees which rows, pages, what waits, a ratio's terms."""

import datetime as dt

import pytest

from bihuan.figures.asking import Scope
from bihuan.figures.tests.conftest import WAITING, define, make_visit
from bihuan.figures.tracing import trace
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.tests.cast import Cast


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Two visits in the first village, one in the second, one waiting in each."""
    first, second, _third = cast.villages
    make_visit(first, "1", "东家", dt.date(2009, 10, 1))
    make_visit(first, "2", "西家", dt.date(2009, 11, 1))
    make_visit(second, "3", "南家", dt.date(2009, 12, 1))
    make_visit(first, "4", kind=WAITING)
    make_visit(second, "5", kind=WAITING)
    return cast


def test_everybody_sees_the_count_and_only_their_own_rows(town: Cast) -> None:
    definition = define(town.town, "c")
    seen = {}
    for name in ("clerk", "leader", "inspection_group", "village_reporter", "station_reporter"):
        opened = trace(definition, Scope(town.town), actor=town.actor(name))
        assert opened.answer.records == 3
        seen[name] = (opened.visible, len(opened.rows), len(opened.waiting_rows))
    assert seen == {
        "clerk": (3, 3, 2),
        "leader": (3, 3, 2),
        "inspection_group": (3, 3, 2),
        "village_reporter": (2, 2, 1),
        "station_reporter": (0, 0, 0),
    }


def test_whoever_may_not_see_the_figures_opens_nothing(town: Cast) -> None:
    definition = define(town.town, "c")
    for name in ("outsider", "auditor", "administrator"):
        with pytest.raises(NotAllowed):
            trace(definition, Scope(town.town), actor=town.actor(name))


def test_rows_say_what_where_and_when_the_newest_first(town: Cast) -> None:
    where = [{"field": "doubled", "at_least": 4}]
    definition = define(town.town, "c", where=where)
    opened = trace(definition, Scope(town.town), actor=town.actor("clerk"))
    assert [row.values["事项"] for row in opened.rows] == ["南家", "西家"]
    row = opened.rows[0]
    assert (row.date, row.unit, row.source) == ("2009-12-01", "二村", "visits")
    assert row.url == f"/visits/{row.id}/"


def test_rows_come_in_pages(town: Cast) -> None:
    definition = define(town.town, "c")
    actor = town.actor("clerk")
    first = trace(definition, Scope(town.town), actor=actor, page=1, size=2)
    second = trace(definition, Scope(town.town), actor=actor, page=2, size=2)
    assert (len(first.rows), first.next_page) == (2, 2)
    assert (len(second.rows), second.next_page) == (1, 0)
    assert {row.id for row in first.rows}.isdisjoint(row.id for row in second.rows)


def test_a_ratio_opens_its_two_terms(town: Cast) -> None:
    define(town.town, "part", where=[{"field": "what", "is": "东家"}])
    define(town.town, "whole")
    share = define(
        town.town, "share", aggregate="ratio", source="", nature="ratio",
        numerator="part", denominator="whole",
    )  # fmt: skip
    opened = trace(share, Scope(town.town), actor=town.actor("clerk"))
    assert [len(term.rows) for term in opened.terms] == [1, 3]
    assert opened.rows == ()
