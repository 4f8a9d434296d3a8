"""The monthly form: every sum two ways, rates, bands; and the figures that say the same."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.duty.actions import close_dispute, try_dispute, void_dispute
from bihuan.duty.models import Band, FormKind, Level
from bihuan.duty.monthly import Group, checks, monthly_of, rate, table
from bihuan.duty.tests.making import make_dispute, make_petition
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute
from bihuan.figures.models import Definition
from bihuan.figures.tracing import trace
from bihuan.orgs.tests.cast import Cast

JANUARY = (dt.date(2010, 1, 1), dt.date(2010, 1, 31))
LABELS = [("land", "土地"), ("family", "家庭")]


@st.composite
def a_group(draw: st.DrawFn) -> Group:
    taken = draw(st.booleans())
    return Group(
        form_type=draw(st.sampled_from(["land", "family", "gone"])),
        level=draw(st.sampled_from(list(Level))),
        band=draw(st.sampled_from(list(Band))),
        is_taken_up=taken,
        is_settled=taken and draw(st.booleans()),
        in_month=draw(st.booleans()),
        count=draw(st.integers(1, 50)),
    )


@given(st.lists(a_group(), max_size=30))
def test_whatever_is_counted_the_sums_agree(groups: list[Group]) -> None:
    made = table(groups, LABELS)
    found = sum(group.count for group in groups if group.in_month)
    *sums, mapped = checks(made, found)
    assert all(check.holds for check in sums), [check.text for check in sums if not check.holds]
    assert mapped.holds == all(group.form_type != "gone" for group in groups)


def test_each_check_can_fail() -> None:
    group = Group("land", Level.VILLAGE, Band.FEW, True, True, True, 3)
    made = table([group], LABELS)
    assert [check.holds for check in checks(made, 3)] == [True] * 6
    wrong_total = replace(made, total=replace(made.total, found=4))
    assert [check.holds for check in checks(wrong_total, 3)][:3] == [False, False, False]
    more_settled = replace(made, total=replace(made.total, settled=4))
    assert not checks(more_settled, 3)[3].holds
    less_a_year = replace(made, total=replace(made.total, year_found=2))
    assert not checks(less_a_year, 3)[4].holds


def test_rates() -> None:
    assert (rate(2, 3), rate(0, 0)) == (66.7, None)


@pytest.fixture
def january(cast: Cast) -> None:
    """Ten found: one void, one waiting, of the eight counted six dealt with, four settled."""
    clerk = cast.actor("clerk")
    for number in range(10):
        made = make_dispute(
            cast.actor("clerk"),
            cast.villages[number % 3],
            found_on=dt.date(2010, 1, 10 + number),
            headcount=(4, 60, 200, 700)[number % 4],
            level=("village", "township")[number % 2],
        )
        if number == 0:
            void_dispute(actor=clerk, dispute=made, reason="重复登记")
        elif number >= 2:
            if number < 4:
                type(made).objects.filter(pk=made.pk).update(state="accepted")
            else:
                made = try_dispute(actor=clerk, dispute=made, note="谈过")
            if number >= 6:
                agreed = "oral" if number == 6 else "written"
                close_dispute(actor=clerk, dispute=made, outcome="settled", agreement=agreed)


@pytest.mark.usefixtures("january")
def test_a_month_as_the_form_asks(cast: Cast) -> None:
    found = monthly_of(cast.town, *JANUARY, FormKind.MONTHLY)
    total = found.total
    assert (total.found, total.taken_up, total.settled, found.waiting) == (8, 6, 4, 1)
    assert (found.taken_up_rate, found.success_rate) == (75.0, 66.7)
    assert sum(count for _label, count in found.bands) == 8
    assert found.agrees
    family = next(row for row in found.rows if row.label == "婚姻家庭邻里")
    assert family.levels == [(0, 0), (4, 3), (4, 3)]
    judicial = monthly_of(cast.town, *JANUARY, FormKind.JUDICIAL)
    assert judicial.total == total
    assert next(row for row in judicial.rows if row.label == "婚姻家庭").found == 8
    county = monthly_of(cast.county, *JANUARY, FormKind.MONTHLY)
    assert (county.total, county.agrees) == (total, True)
    february = monthly_of(cast.town, dt.date(2010, 2, 1), dt.date(2010, 2, 28), FormKind.MONTHLY)
    assert (february.total.found, february.total.year_found) == (0, 8)


def figure(cast: Cast, code: str, where: list[dict[str, object]], source: str) -> Definition:
    return Definition.objects.create(
        home=cast.town, code=code, label=code, source=source, aggregate="count",
        nature="exact", where=where,
    )  # fmt: skip


@pytest.mark.usefixtures("january")
def test_figures_say_what_the_form_says(cast: Cast) -> None:
    asked: dict[str, list[dict[str, object]]] = {
        "found": [],
        "taken_up": [{"field": "taken_up", "is": True}],
        "settled": [{"field": "settled", "is": True}],
        "as_family": [{"field": "form_type", "is": "family"}],
        "as_marriage": [{"field": "judicial_type", "is": "marriage"}],
        "mass": [{"field": "band", "is": "mass"}],
        "in_january": [{"field": "month", "is": 1}],
        "village": [{"field": "level", "is": "village"}],
    }
    made = [figure(cast, code, where, "duty.disputes") for code, where in asked.items()]
    answers = compute(made, Scope(cast.town, JANUARY), actor=cast.actor("clerk"))
    values = {code: answers[code].value for code in asked}
    assert values == {
        "found": Decimal(8), "taken_up": Decimal(6), "settled": Decimal(4),
        "as_family": Decimal(8), "as_marriage": Decimal(8), "mass": Decimal(2),
        "in_january": Decimal(8), "village": Decimal(4),
    }  # fmt: skip


@pytest.mark.usefixtures("january")
def test_a_figure_opens_the_rows_that_one_may_see_and_an_inspection_group_counts_only(
    cast: Cast,
) -> None:
    made = figure(cast, "found", [], "duty.disputes")
    seen = {}
    for who in ("clerk", "leader", "village_reporter", "inspection_group"):
        opened = trace(made, Scope(cast.town, JANUARY), actor=cast.actor(who))
        seen[who] = (opened.answer.value, len(opened.rows))
    assert seen["clerk"] == seen["leader"] == (Decimal(8), 8)
    assert seen["village_reporter"] == (Decimal(8), 3)
    assert seen["inspection_group"] == (Decimal(8), 0)


def test_petitions_are_counted_too(cast: Cast) -> None:
    for form in ("letter", "visit", "visit"):
        make_petition(cast.actor("clerk"), cast.villages[0], form=form)
    made = figure(cast, "visits", [{"field": "form", "is": "visit"}], "duty.petitions")
    answers = compute([made], Scope(cast.town, JANUARY), actor=cast.actor("clerk"))
    assert answers["visits"].value == Decimal(2)
