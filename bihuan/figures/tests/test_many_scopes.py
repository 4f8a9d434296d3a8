"""Figures each over a scope of its own: one statement a source, the answers those of one by one."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from bihuan.figures.answering import answer_all
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute, compute_all
from bihuan.figures.scoping import STEP, around
from bihuan.figures.tests.conftest import define, make_visit
from bihuan.orgs.tests.cast import Cast

YEAR = (dt.date(2009, 1, 1), dt.date(2009, 12, 31))
MONTH = (dt.date(2009, 10, 1), dt.date(2009, 10, 31))


@given(st.lists(st.integers(0, 3).map(lambda n: f"{n:04}"), min_size=1, max_size=4), st.data())
def test_the_place_around_paths_is_the_smallest_that_holds_them(
    levels: list[str], data: st.DataObject
) -> None:
    whole = "".join(levels)
    ends = data.draw(st.lists(st.integers(1, len(levels)), min_size=1, max_size=3))
    paths = [whole[: end * STEP] + data.draw(st.sampled_from(["", "0009", "0008"])) for end in ends]
    smallest = around(paths)
    assert len(smallest) % STEP == 0
    assert all(path.startswith(smallest) for path in paths)
    longer = {path[: len(smallest) + STEP] for path in paths}
    assert len(longer) > 1 or min(map(len, paths)) == len(smallest)


def test_many_scopes_are_answered_as_one_by_one_in_one_statement(cast: Cast) -> None:
    for at, village in enumerate(cast.villages):
        make_visit(village, str(at + 1))
        make_visit(village, str(at + 5), day=dt.date(2009, 11, 1 + at))
    count = define(cast.town, "count")
    total = define(cast.town, "total", aggregate="sum", field="amount")
    latest = define(cast.town, "latest", aggregate="latest", field="amount")
    share = define(
        cast.town, "share", aggregate="ratio", numerator="total", denominator="count", source=""
    )
    units = [cast.town, *cast.villages]
    scopes = [Scope(unit, period) for unit in units for period in (YEAR, MONTH, None)]
    asked = [(d, scope) for d in (count, total, latest, share) for scope in scopes]
    actor = cast.actor("clerk")
    found = compute_all(asked, actor=actor, with_waiting=True)
    for definition, scope in asked:
        alone = compute([definition], scope, actor=actor, with_waiting=True)[definition.code]
        together = found[definition.code, scope]
        assert (alone.value, alone.records, alone.waiting) == (
            together.value,
            together.records,
            together.waiting,
        ), (definition.code, scope)
    with CaptureQueriesContext(connection) as seen:
        compute_all([(d, scope) for d in (count, total) for scope in scopes], actor=actor)
    assert len(seen) == 1, [query["sql"] for query in seen]


def test_held_things_are_counted_on_the_last_day_of_each_period(cast: Cast) -> None:
    make_visit(cast.villages[0], to_on=dt.date(2009, 11, 1))
    held = define(cast.town, "held", source="held")
    scopes = [Scope(cast.town, YEAR), Scope(cast.town, MONTH)]
    found = compute_all([(held, scope) for scope in scopes], actor=cast.actor("clerk"))
    assert [found["held", scope].records for scope in scopes] == [0, 1]


def test_sources_without_history_refuse_with_their_sentence_and_hide_nobody_else(
    cast: Cast,
) -> None:
    make_visit(cast.villages[0])
    good = define(cast.town, "good")
    bad = [define(cast.town, f"bad{at}", source="held") for at in range(30)]
    moment = dt.datetime(2009, 12, 1, tzinfo=dt.UTC)
    scope = Scope(cast.town, None, moment)
    with CaptureQueriesContext(connection) as seen:
        answers, faults = answer_all([(d, scope) for d in [good, *bad]], actor=cast.actor("clerk"))
    assert len(seen) < 15, "not one by one"
    assert answers["good", scope].records == 1
    assert len(faults) == 30
    assert "不保留历史" in faults["bad0", scope]


def test_no_figure_asked_is_no_figure_answered(cast: Cast) -> None:
    assert compute_all([], actor=cast.actor("clerk")) == {}


def test_a_unit_whose_figures_one_may_not_see_is_refused_among_others(cast: Cast) -> None:
    from bihuan.lib.errors import NotAllowed

    count = define(cast.town, "count")
    asked = [(count, Scope(cast.town)), (count, Scope(cast.other_town))]
    with pytest.raises(NotAllowed):
        compute_all(asked, actor=cast.actor("clerk"))
