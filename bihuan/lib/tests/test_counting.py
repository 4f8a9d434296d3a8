"""Counts of several tables in one statement: each as Django itself counts it."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from bihuan.lib.counting import MOST_AT_ONCE, Later, Scan, Told, answers, settled

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2010, 2, 3, tzinfo=dt.UTC)


def _sessions() -> None:
    Session.objects.all().delete()
    for number in range(5):
        day = DAY + dt.timedelta(days=number)
        Session.objects.create(session_key=f"key-{number}", session_data="", expire_date=day)


def test_several_counts_of_several_tables_are_one_statement() -> None:
    _sessions()
    late = Q(expire_date__lt=DAY + dt.timedelta(days=2))
    sessions, kinds = Scan(Session.objects.all()), Scan(ContentType.objects.order_by("model"))
    wanted = [sessions.count(), sessions.count(late), sessions.count(~late), kinds.count()]
    with CaptureQueriesContext(connection) as asked:
        found = answers(wanted)
    assert len(asked) == 1
    assert [found[each] for each in wanted] == [5, 2, 3, ContentType.objects.count()]


def test_what_no_row_can_meet_is_none() -> None:
    _sessions()
    empty = Scan(Session.objects.filter(pk__in=[])).count()
    rows = Scan(Session.objects.all())
    never, some = rows.count(Q(pk__in=[])), rows.count(Q(pk="key-1"))
    found = answers([empty, never, some])
    assert [found[each] for each in (empty, never, some)] == [0, 0, 1]
    assert answers([Scan(Session.objects.none()).count()]) != {}
    assert answers([]) == {}


def test_very_many_scans_are_a_few_statements() -> None:
    _sessions()
    wanted = [Scan(Session.objects.filter(pk=f"key-{n % 7}")).count() for n in range(130)]
    with CaptureQueriesContext(connection) as asked:
        found = answers(wanted)
    assert len(asked) == -(-len(wanted) // MOST_AT_ONCE)
    assert [found[each] for each in wanted] == [int(n % 7 < 5) for n in range(130)]


@pytest.mark.parametrize(
    "rows",
    [
        Session.objects.values("expire_date").distinct(),
        Session.objects.all()[:3],
    ],
)
def test_only_plain_rows_are_counted(rows: Any) -> None:
    with pytest.raises(ValueError, match="plain rows"):
        answers([Scan(rows).count()])


def test_the_least_of_a_column_comes_with_the_counts() -> None:
    _sessions()
    rows = Scan(Session.objects.all())
    late = Q(expire_date__gte=DAY + dt.timedelta(days=2))
    wanted = [rows.count(), rows.least("session_key"), rows.least("session_key", late)]
    wanted.append(rows.least("session_key", Q(pk__in=[])))
    with CaptureQueriesContext(connection) as asked:
        found = answers(wanted)
    assert len(asked) == 1
    assert [found[each] for each in wanted] == [5, "key-0", "key-2", ""]


def test_things_become_known_in_their_order_with_one_statement() -> None:
    @dataclass(frozen=True)
    class Thing:
        name: str
        count: int | Later

    _sessions()
    rows = Scan(Session.objects.all())
    late, never = rows.count(Q(pk="key-3")), rows.count(Q(pk="other"))
    things = [
        Thing("counted", rows.count()),
        Told([late, never], lambda one, other: [Thing("told", one), Thing("too", other)]),
        Told([never], lambda count: [Thing("left out", count)] if count else []),
        Thing("known", 7),
    ]
    with CaptureQueriesContext(connection) as asked:
        known = settled(things, lambda thing, count: replace(thing, count=count))
    assert len(asked) == 1
    assert [(thing.name, thing.count) for thing in known] == [
        ("counted", 5),
        ("told", 1),
        ("too", 0),
        ("known", 7),
    ]
    assert settled([], lambda thing, _count: thing) == []
