"""Figures of many units or persons at once: the answers are those of one by one."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.figures.grouping import compute_by
from bihuan.figures.models import Definition
from bihuan.figures.tests.conftest import WAITING, define, make_visit
from bihuan.figures.tests.one_by_one import refuse_difference
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.models import Person, Post, PostTerm, Unit
from bihuan.orgs.tests.cast import Cast, make_unit

YEAR = (dt.date(2009, 1, 1), dt.date(2009, 12, 31))
DAYS = st.dates(dt.date(2008, 11, 1), dt.date(2010, 2, 1))
VISIT = st.tuples(st.integers(0, 8), st.integers(0, 400), DAYS, st.sampled_from(["cadre", WAITING]))


def _places(cast: Cast) -> list[Unit]:
    """Return units of several depths, some below others."""
    group = make_unit(cast.villages[0], "group")
    return [cast.town, *cast.villages, *cast.branches, cast.station, group]


def _figures(town: Unit) -> list[Definition]:
    few = [{"field": "amount", "at_most": 15}]
    return [
        define(town, "count"),
        define(town, "few", where=few),
        define(town, "total", aggregate="sum", field="amount"),
        define(town, "twice", aggregate="sum", field="doubled", where=few),
        define(town, "mean", aggregate="avg", field="amount"),
        define(town, "least", aggregate="min", field="amount"),
        define(town, "most", aggregate="max", field="amount", where=few),
        define(town, "first", aggregate="min", field="day", nature="date"),
        define(town, "kinds", aggregate="distinct", field="amount"),
        define(town, "places", aggregate="distinct", field="unit_id", where=few),
        define(town, "latest", aggregate="latest", field="amount"),
        define(town, "span", aggregate="span", field="day", unit_of_measure="天"),
        define(town, "held", source="held"),
        define(town, "october", period="2009-10"),
        define(
            town, "share", aggregate="ratio", numerator="few", denominator="count", source="",
            unit_of_measure="%",
        ),
    ]  # fmt: skip


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    visits=st.lists(VISIT, max_size=8),
    period=st.sampled_from([YEAR, None, (dt.date(2009, 10, 1), dt.date(2009, 10, 31))]),
    chosen=st.sets(st.integers(0, 8), min_size=1),
)
def test_each_unit_has_the_answers_of_its_own_scope(
    cast: Cast,
    visits: list[tuple[int, int, dt.date, str]],
    period: tuple[dt.date, dt.date] | None,
    chosen: set[int],
) -> None:
    with transaction.atomic():
        places = _places(cast)
        for at, amount, day, kind in visits:
            make_visit(places[at], str(amount / 10), day=day, kind=kind)
        units = [places[at] for at in sorted(chosen)]
        refuse_difference(_figures(cast.town), units, period, cast.actor("clerk"), cast.town)
        transaction.set_rollback(True)


def test_one_statement_answers_all_units_of_one_depth(cast: Cast) -> None:
    for village in cast.villages:
        make_visit(village)
    asked = [define(cast.town, "count"), define(cast.town, "kinds", aggregate="distinct",
                                                field="amount")]  # fmt: skip
    actor = cast.actor("clerk")
    with CaptureQueriesContext(connection) as seen:
        found = compute_by(asked, cast.villages, YEAR, actor=actor, within=cast.town)
    assert len(seen) == 1, [query["sql"] for query in seen]
    assert [found["count", village.pk].records for village in cast.villages] == [1, 1, 1]


def test_several_sources_answer_in_one_statement_and_days_in_one_of_their_own(cast: Cast) -> None:
    villages = [make_unit(cast.town, "village", f"新村{at}") for at in range(6)]
    for at, village in enumerate(villages):
        make_visit(village, f"{at}.5", day=dt.date(2009, 10, at + 1))
    numbers = [
        define(cast.town, "held", source="held"),
        define(cast.town, "total", aggregate="sum", field="amount"),
        define(cast.town, "october", period="2009-10"),
    ]
    first = define(cast.town, "first", aggregate="min", field="day", period="2009", nature="date")
    actor = cast.actor("clerk")
    with CaptureQueriesContext(connection) as seen:
        found = compute_by(numbers, villages, None, actor=actor, within=cast.town)
    assert len(seen) == 1, [query["sql"] for query in seen]
    with CaptureQueriesContext(connection) as seen:
        found |= compute_by([*numbers, first], villages, None, actor=actor, within=cast.town)
    assert len(seen) == 2, [query["sql"] for query in seen]
    refuse_difference([*numbers, first], villages, None, actor, cast.town)
    answer = found["total", villages[2].pk]
    assert (str(answer.value), answer.records, type(answer.records)) == ("2.5", 1, int)


def test_each_person_has_the_rows_about_them(cast: Cast) -> None:
    first = make_visit(cast.villages[0], "2.5")
    second = make_visit(cast.villages[1], "7", day=dt.date(2009, 10, 2))
    _again(first, "4", dt.date(2009, 11, 1))
    _again(first, "9", dt.date(2010, 11, 1))
    elsewhere = _again(second, "1", dt.date(2009, 12, 1), cast.other_village)
    persons = [first.person, second.person, make_visit(cast.station, kind=WAITING).person]
    found = compute_by(
        [
            define(cast.town, "total", aggregate="sum", field="amount"),
            define(cast.town, "latest", aggregate="latest", field="amount"),
            define(cast.town, "count"),
            define(cast.town, "share", aggregate="ratio", numerator="total", denominator="count",
                   source=""),
        ],
        persons, YEAR, actor=cast.actor("clerk"), within=cast.town,
    )  # fmt: skip
    told = [
        [found[code, person.pk].value for code in ("total", "latest", "count", "share")]
        for person in persons
    ]
    assert elsewhere.person == second.person
    assert [[str(value) for value in row] for row in told] == [
        ["6.5", "4.0", "2", "3.25"],
        ["7.0", "7.0", "1", "7.0"],
        ["0", "None", "0", "None"],
    ]


def test_a_source_without_persons_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from bihuan.figures import grouping
    from bihuan.figures.tests.conftest import VISITS

    nameless = replace(VISITS, person=None)
    monkeypatch.setattr(grouping, "sources", lambda _home, _codes: {"visits": nameless})
    person = make_visit(cast.villages[0]).person
    with pytest.raises(Invalid, match="不能按人计算"):
        compute_by(
            [define(cast.town, "count")], [person], YEAR,
            actor=cast.actor("clerk"), within=cast.town,
        )  # fmt: skip


def test_units_whose_figures_one_may_not_see_are_refused(cast: Cast) -> None:
    count = define(cast.town, "count")
    units = [cast.villages[0], cast.other_village]
    with pytest.raises(NotAllowed):
        compute_by([count], units, YEAR, actor=cast.actor("clerk"), within=cast.town)


def test_nothing_asked_is_nothing_answered(cast: Cast) -> None:
    none: list[Person] = []
    assert compute_by([], cast.villages, YEAR, actor=cast.actor("clerk"), within=cast.town) == {}
    count = define(cast.town, "count")
    assert compute_by([count], none, YEAR, actor=cast.actor("clerk"), within=cast.town) == {}


def _again(visit: PostTerm, amount: str, day: dt.date, unit: Unit | None = None) -> PostTerm:
    """Enter another visit of the same person."""
    other = make_visit(unit or visit.post.unit, amount, day=day)
    PostTerm.objects.filter(pk=other.pk).update(person=visit.person)
    assert Post.objects.filter(pk=other.post_id).exists()
    other.refresh_from_db()
    return other
