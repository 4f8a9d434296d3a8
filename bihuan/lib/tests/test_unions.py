"""The first rows of several querysets: each in its own order, whatever its keys are."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bihuan.lib.ids import new_id
from bihuan.lib.unions import Part, first_rows
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import make_cast
from bihuan.search.actions import Text, put
from bihuan.search.models import IndexedText


def _names(rows: QuerySet[Unit], most: int) -> list[str]:
    return [unit.name for unit in first_rows([Part(rows, most)])[0]]


@pytest.fixture
def villages(db: None) -> QuerySet[Unit]:
    cast = make_cast()
    return Unit.objects.filter(parent=cast.town, pk__in=[each.pk for each in cast.villages])


def test_each_queryset_keeps_its_own_limit_and_order(villages: QuerySet[Unit]) -> None:
    forwards, backwards, last = villages.order_by("path"), villages.order_by("-path"), "三村"
    found = first_rows([Part(forwards, 2), Part(backwards, 1, ["name"]), Part(forwards, 9)])
    assert [[unit.name for unit in rows] for rows in found] == [
        ["一村", "二村"],
        [last],
        ["一村", "二村", last],
    ]


def test_keys_may_be_of_different_kinds(villages: QuerySet[Unit]) -> None:
    put([Text("record", new_id(), "0001", dt.date(2010, 2, 3), "公路")])
    Session.objects.create(session_key="k'%s", expire_date=timezone.now())
    every: list[QuerySet[Any]] = [villages, IndexedText.objects.all(), Session.objects.all()]
    found = first_rows([Part(rows.order_by("pk"), 1) for rows in every])
    assert [type(rows[0]) for rows in found] == [Unit, IndexedText, Session]
    assert found[1][0].title == "公路"
    assert found[2][0].pk == "k'%s"


def test_what_is_empty_takes_no_part(villages: QuerySet[Unit]) -> None:
    some = villages.order_by("path")
    found = first_rows([Part(some.none(), 3), Part(some, 1), Part(some.filter(pk__in=[]), 3)])
    assert [len(rows) for rows in found] == [0, 1, 0]


def test_nothing_is_asked_where_all_are_empty(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert first_rows([]) == []
        assert first_rows([Part(Unit.objects.none(), 3)] * 2) == [[], []]
    assert len(asked) == 0


def test_whole_rows_take_one_statement_more_for_each_part_that_has_any(
    villages: QuerySet[Unit],
) -> None:
    missing = villages.filter(name="没有")
    with CaptureQueriesContext(connection) as asked:
        found = first_rows([Part(rows, 3) for rows in (missing, villages, missing)])
    assert [len(rows) for rows in found] == [0, 3, 0]
    assert len(asked) == 2


def test_fields_that_are_named_come_along_in_the_one_statement(villages: QuerySet[Unit]) -> None:
    only = ("name", "closed_on", "parent__name", "parent__home__opened_on")
    villages.filter(name="一村").update(closed_on=dt.date(2010, 2, 3))
    rows = villages.order_by("path")
    with CaptureQueriesContext(connection) as asked:
        ((first, second),) = first_rows([Part(rows, 2, only)])
        assert (first.name, first.closed_on, second.closed_on) == (
            "一村",
            dt.date(2010, 2, 3),
            None,
        )
        assert first.parent.name == "小河镇"
        assert isinstance(first.parent.home.opened_on, dt.date)
    assert len(asked) == 1
    assert first == rows[0]
    assert first.code == rows[0].code  # read when it is asked for
    assert first.parent.home == rows[0].parent.home  # type: ignore[union-attr]


def test_a_row_beyond_that_is_not_there_is_none(villages: QuerySet[Unit]) -> None:
    county = Unit.objects.filter(parent=None)
    ((top,),) = first_rows([Part(county, 1, ("name", "parent__name"))])
    assert top.parent is None


def test_signs_of_a_pattern_and_of_parameters_are_only_signs(villages: QuerySet[Unit]) -> None:
    assert _names(villages.filter(name__icontains="%"), 9) == []
    assert _names(villages.filter(name__icontains="'%s"), 9) == []


def test_conditions_and_orders_of_other_tables_hold(villages: QuerySet[Unit]) -> None:
    below = Exists(Unit.objects.filter(parent=OuterRef("parent"), name="二村"))
    rows = villages.filter(below, parent__name="小河镇").select_related("parent")
    rank = Case(When(name="三村", then=0), default=1)
    assert _names(rows.order_by(rank, "parent__path", "path"), 2) == ["三村", "一村"]
    assert _names(rows.distinct().order_by("-parent__path", "-path"), 1) == ["三村"]
