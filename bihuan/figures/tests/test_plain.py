"""Conditions written directly say just what Django says; what they cannot say they refuse."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import F, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.figures import plain
from bihuan.figures.plain import NotPlain
from bihuan.figures.statement import Statement
from bihuan.orgs.models import PostTerm, Unit
from bihuan.orgs.tests.cast import make_cast

PATHS = st.sampled_from(["", "0001", "00010001", "000100010002", "0001~", "zz"])
DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2001, 12, 31))
COMPARED = st.sampled_from(["", "__gt", "__gte", "__lt", "__lte"])
NULLABLE = st.one_of(
    st.builds(lambda word, day: Q(**{f"closed_on{word}": day}), COMPARED, DAYS),
    st.booleans().map(lambda empty: Q(closed_on__isnull=empty)),
    DAYS.map(lambda day: ~Q(closed_on=day)),
    DAYS.map(lambda day: ~Q(closed_on=day) | Q(closed_on__isnull=True)),
)
LEAVES = st.one_of(
    st.builds(lambda word, path: Q(**{f"path{word}": path}), COMPARED, PATHS),
    st.builds(lambda word, n: Q(**{f"sort_order{word}": n}), COMPARED, st.integers(-3, 3)),
    st.lists(st.sampled_from(["village", "township", "'; --"]), max_size=3).map(
        lambda kinds: Q(kind__in=kinds)
    ),
    st.sampled_from(["village", "county", "100%", "a'b"]).map(lambda kind: ~Q(kind=kind)),
    st.just(Q(pk__in=[])),
    NULLABLE,
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.tuples(parts, parts).map(lambda pair: pair[0] & pair[1]),
        st.tuples(parts, parts).map(lambda pair: pair[0] | pair[1]),
    ),
    max_leaves=6,
)


@pytest.mark.django_db
@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(where=CONDITIONS, only=CONDITIONS)
def test_a_plain_statement_answers_what_djangos_does(where: Q, only: Q) -> None:
    if not Unit.objects.exists():
        make_cast()
        Unit.objects.filter(kind="village").update(closed_on=dt.date(2000, 6, 1), sort_order=2)
    found = []
    halves = (where & Q(sort_order__gte=1), where & Q(sort_order__lt=1))
    for plainly in (None, (Unit, (where,)), (Unit, halves)):
        statement = Statement(lambda: Unit.objects.filter(where), plainly)
        names = [
            statement.add("COUNT"),
            statement.add("COUNT", only=only),
            statement.add("SUM", "sort_order", only=only),
            statement.add("MAX", "closed_on", only=only, is_day=True),
            statement.add("COUNT DISTINCT", "kind", only=only),
        ]
        answers = statement.run()
        found.append([answers[name] for name in names])
    assert found[0] == found[1] == found[2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        Q(kind="village"),
        Q(kind="village", sort_order__gte=1),
        Q(path__gte="0001") & (Q(kind="a") | Q(kind="b")),
        Q(parent_id__in=["0190a000-0000-7000-8000-000000000000"]),
        ~Q(kind="x"),
    ],
)
def test_it_writes_the_parameters_that_django_writes(asked: Q) -> None:
    model = Unit
    query = model.objects.filter(asked).query
    compiler = query.get_compiler("default")
    try:
        _sql, theirs = compiler.compile(query.where)
    except (EmptyResultSet, FullResultSet):
        pytest.fail("nothing to compare with")
    if "parent_id__in" in repr(asked):
        with pytest.raises(NotPlain):  # a text is no id: Django looks at it
            plain.condition(model, Q(parent_id=F("home_id")), connection)
    _text, mine = plain.condition(model, asked, connection)
    assert list(mine) == list(theirs)


@pytest.mark.parametrize(
    "asked",
    [
        Q(parent__name="x"),
        Q(name__contains="x"),
        Q(sort_order__gt=Decimal("1.5")),
        Q(sort_order__gt=2**70),
        Q(closed_on=None),
        Q(kind=F("name")),
        ~(Q(kind="a") & Q(name="b")),
        ~Q(sort_order__gt=1),
        Q(kind="a") ^ Q(kind="b"),
        Q(nonsense=1),
        Q(F("sort_order")),
    ],
)
def test_what_is_not_plain_is_left_to_django(asked: Q) -> None:
    with pytest.raises(NotPlain):
        plain.condition(Unit, asked, connection)


@pytest.mark.django_db
def test_a_field_of_another_table_goes_by_djangos_way() -> None:
    statement = Statement(PostTerm.objects.all, (PostTerm, (Q(from_on__gte=dt.date(2000, 1, 1)),)))
    name = statement.add("COUNT", only=Q(post__kind="cadre"))
    assert statement.run() == {name: 0}
