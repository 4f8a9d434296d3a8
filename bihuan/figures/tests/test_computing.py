"""Computing figures: each aggregate, scopes, periods, moments, and how many statements it takes."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.figures.answering import answer_each
from bihuan.figures.asking import Amount, Scope
from bihuan.figures.computing import compute, definitions_in
from bihuan.figures.errors import UnknownFigure
from bihuan.figures.tests.conftest import WAITING, define, make_visit
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast

YEAR_END = dt.datetime(2009, 12, 31, tzinfo=dt.UTC)
AUTUMN = (dt.date(2009, 9, 1), dt.date(2009, 12, 31))


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Three visits in two villages of the town, one in the other town, one waiting."""
    first, second, _third = cast.villages
    make_visit(first, "1.5", "走访", dt.date(2009, 10, 1))
    make_visit(first, "2.5", "慰问", dt.date(2009, 11, 1))
    make_visit(second, "6", "走访", dt.date(2010, 1, 1))
    make_visit(cast.other_village, "100")
    make_visit(first, "50", kind=WAITING)
    return cast


def value(cast: Cast, scope: Scope | None = None, **values: Any) -> Amount:
    definition = define(cast.town, "asked", **values)
    asked = scope or Scope(cast.town)
    return compute([definition], asked, actor=cast.actor("clerk"))["asked"].value


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Decimal(3)),
        ({"aggregate": "sum", "field": "amount"}, Decimal(10)),
        ({"aggregate": "sum", "field": "doubled"}, Decimal(20)),
        ({"aggregate": "avg", "field": "amount"}, Decimal(10) / 3),
        ({"aggregate": "min", "field": "amount"}, Decimal("1.5")),
        ({"aggregate": "max", "field": "amount"}, Decimal(6)),
        ({"aggregate": "min", "field": "day", "nature": "date"}, dt.date(2009, 10, 1)),
        ({"aggregate": "distinct", "field": "what"}, Decimal(2)),
        ({"aggregate": "distinct", "field": "unit_id"}, Decimal(2)),
        ({"aggregate": "latest", "field": "amount"}, Decimal(6)),
        ({"aggregate": "span", "field": "day", "unit_of_measure": "天"}, Decimal(92)),
        ({"where": [{"field": "what", "is": "走访"}]}, Decimal(2)),
        ({"where": [{"field": "what", "is_not": "走访"}]}, Decimal(1)),
        ({"where": [{"field": "what", "in": ["慰问", "无"]}]}, Decimal(1)),
        ({"where": [{"field": "amount", "at_least": "2.5"}]}, Decimal(2)),
        ({"where": [{"field": "amount", "less_than": 6}]}, Decimal(2)),
        ({"where": [{"field": "doubled", "more_than": 5}]}, Decimal(1)),
        ({"where": [{"field": "day", "at_most": "2009-10-31"}]}, Decimal(1)),
        ({"where": [{"field": "what", "contains": "慰"}]}, Decimal(1)),
        ({"where": [{"field": "until", "empty": True}]}, Decimal(3)),
        ({"where": [{"field": "kind", "is": "入户"}]}, Decimal(3)),
        ({"period": "2009"}, Decimal(2)),
    ],
)
def test_each_aggregate_and_condition(town: Cast, values: dict[str, Any], expected: Amount) -> None:
    assert value(town, **values) == expected


def test_a_unit_counts_itself_and_everything_below(town: Cast) -> None:
    assert value(town, Scope(town.villages[0])) == 2
    assert value_of(town, Scope(town.county), "inspection_group") == 4


def value_of(cast: Cast, scope: Scope, name: str) -> Amount:
    definitions = definitions_in(scope.unit.home) or {"c": define(scope.unit.home, "c")}
    return compute(definitions.values(), scope, actor=cast.actor(name)).popitem()[1].value


def test_both_ends_of_a_period_lie_in_it(town: Cast) -> None:
    period = (dt.date(2009, 10, 1), dt.date(2009, 11, 1))
    assert value(town, Scope(town.town, period)) == 2


def test_a_moment_asks_what_stood_then(town: Cast) -> None:
    assert value(town, Scope(town.town, None, YEAR_END)) == 2


def test_a_source_without_history_refuses_a_moment(town: Cast) -> None:
    with pytest.raises(Invalid, match="历史"):
        value(town, Scope(town.town, None, YEAR_END), source="held")


def test_what_is_held_counts_on_the_last_day_of_the_period(town: Cast) -> None:
    make_visit(town.villages[2], day=dt.date(2009, 9, 1), to_on=dt.date(2009, 12, 31))
    assert value(town, Scope(town.town, AUTUMN), source="held") == 2
    earlier = Scope(town.town, (AUTUMN[0], dt.date(2009, 12, 30)))
    definitions = definitions_in(town.town)
    found = compute(definitions.values(), earlier, actor=town.actor("clerk"))
    assert found["asked"].value == 3


def test_a_ratio_divides_two_figures_and_is_pending_without_a_divisor(town: Cast) -> None:
    part = [{"field": "what", "is": "走访"}]
    define(town.town, "part", where=part)
    define(town.town, "whole")
    share = define(
        town.town, "share", aggregate="ratio", source="", nature="ratio", unit_of_measure="%",
        numerator="part", denominator="whole",
    )  # fmt: skip
    actor = town.actor("clerk")
    answer = compute([share], Scope(town.town), actor=actor)["share"]
    assert answer.text == "66.67%"
    assert answer.records == 5
    empty = compute([share], Scope(town.villages[2]), actor=actor)["share"]
    assert (empty.value, empty.text) == (None, "待核")


def test_nothing_counted_is_pending_but_for_a_zero_claim(town: Cast) -> None:
    where = [{"field": "what", "is": "事故"}]
    plain = define(town.town, "plain", where=where)
    claim = define(town.town, "claim", where=where, nature="zero_claim", unit_of_measure="起")
    found = compute([plain, claim], Scope(town.town), actor=town.actor("clerk"))
    assert (found["plain"].is_pending, found["plain"].text) == (True, "待核")
    assert (found["claim"].is_pending, found["claim"].text) == (False, "未出现一起")


def test_records_that_wait_are_told_apart(town: Cast) -> None:
    definition = define(town.town, "c")
    actor = town.actor("clerk")
    answer = compute([definition], Scope(town.town), actor=actor, with_waiting=True)["c"]
    assert (answer.records, answer.waiting) == (3, 1)


def test_one_statement_answers_all_figures_of_a_source(town: Cast) -> None:
    kinds = [("sum", "amount"), ("min", "amount"), ("max", "doubled"), ("distinct", "what")]
    asked = [define(town.town, f"{a}_{f}", aggregate=a, field=f) for a, f in kinds]
    actor = town.actor("clerk")
    with CaptureQueriesContext(connection) as queries:
        compute(asked, Scope(town.town), actor=actor)
    assert len(queries) == 1


def test_figures_are_counted_for_all_but_only_in_ones_own_administration(town: Cast) -> None:
    definition = define(town.town, "c")
    for name in ("village_reporter", "station_reporter", "clerk", "leader", "inspection_group"):
        answers = compute([definition], Scope(town.town), actor=town.actor(name))
        assert answers["c"].value == 3
    for name in ("outsider", "auditor", "administrator"):
        with pytest.raises(NotAllowed):
            compute([definition], Scope(town.town), actor=town.actor(name))
        with pytest.raises(NotAllowed):
            answer_each([definition], Scope(town.town), actor=town.actor(name))


def test_a_figure_that_cannot_be_computed_does_not_hide_the_others(town: Cast) -> None:
    good = define(town.town, "good")
    bad = define(town.town, "bad", where=[{"field": "nothing", "is": 1}])
    lost = define(town.town, "lost", source="nowhere")
    actor = town.actor("clerk")
    answers, faults = answer_each([good, bad, lost], Scope(town.town), actor=actor)
    assert list(answers) == ["good"]
    assert "nothing" in faults["bad"]
    assert "nowhere" in faults["lost"]


def test_a_town_has_its_own_figures_and_those_of_the_county(town: Cast) -> None:
    define(town.county, "common", label="县定")
    define(town.town, "common", label="镇定")
    define(town.county, "countys", label="县的")
    found = definitions_in(town.town)
    assert {code: d.label for code, d in found.items()} == {"common": "镇定", "countys": "县的"}
    with pytest.raises(UnknownFigure, match="nothing"):
        definitions_in(town.town, ["nothing"])
