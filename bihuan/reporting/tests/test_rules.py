"""Periods, scales, labels and likeness: pure rules."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.lib.errors import Invalid
from bihuan.reporting.models import ReportForm
from bihuan.reporting.package.archive import Package
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import read_form
from bihuan.reporting.periods import VARIANTS, asked_days, due_day, period_of, read_period
from bihuan.reporting.proposing import candidates, days_of, own_word, scale_of
from bihuan.reporting.resembling import SURE, likeness
from bihuan.reporting.rules import FigureSaid, TextSaid, said_of, scaled
from bihuan.reporting.surroundings import Labels, labels_of, to_fill
from bihuan.reporting.tests.books import blank

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


@given(DAYS, st.sampled_from(["month", "quarter", "year"]))
def test_a_period_holds_its_day_and_reads_back_and_its_neighbours_touch_it(
    day: dt.date, kind: str
) -> None:
    period = period_of(kind, day)
    assert period.first <= day <= period.last
    assert read_period(kind, period.code) == period
    assert period.moved(1).first - period.last == dt.timedelta(days=1)
    assert period.moved(1).moved(-1) == period


@given(DAYS, st.sampled_from(sorted(VARIANTS)))
def test_every_variant_begins_before_it_ends(day: dt.date, variant: str) -> None:
    days = asked_days(variant, period_of("month", day))
    assert days is not None
    assert days[0] <= days[1]


def test_the_same_period_a_year_before_ends_with_its_month() -> None:
    february = period_of("month", dt.date(2009, 2, 1))
    assert asked_days("last_year", february) == (dt.date(2008, 2, 1), dt.date(2008, 2, 29))
    january = period_of("month", dt.date(2010, 1, 9))
    assert asked_days("previous", january) == (dt.date(2009, 12, 1), dt.date(2009, 12, 31))
    assert asked_days("year_to_date", period_of("month", dt.date(2010, 3, 1))) == (
        dt.date(2010, 1, 1),
        dt.date(2010, 3, 31),
    )


@pytest.mark.parametrize(
    ("kind", "text"),
    [("month", "2010"), ("month", "2010-13"), ("quarter", "2010-01"), ("year", "2010-01"),
     ("month", "２０１０-01"), ("once", "all"), ("month", "")],
)  # fmt: skip
def test_a_period_of_another_kind_is_refused(kind: str, text: str) -> None:
    with pytest.raises(Invalid):
        read_period(kind, text)


def test_a_form_falls_due_in_the_month_after_and_never_on_a_day_there_is_not() -> None:
    form = ReportForm(period_kind="month", due_day=31, due_months=1, first_day=dt.date(2010, 1, 1))
    assert due_day(form, period_of("month", dt.date(2010, 1, 1))) == dt.date(2010, 2, 28)
    form.due_day = None
    assert due_day(form, period_of("month", dt.date(2010, 1, 1))) is None


def test_a_value_is_divided_and_rounded_halves_up() -> None:
    assert scaled(Decimal(312_450), FigureSaid("x", scale="万", decimals=2)) == Decimal("31.25")
    assert scaled(Decimal("2.5"), FigureSaid("x", decimals=0)) == Decimal(3)
    assert scaled(Decimal(1) / 3, FigureSaid("x")) == Decimal("0.3333333333")


@pytest.mark.parametrize(
    "said",
    [{"figure": "x", "period": "never"}, {"figure": "x", "scale": "打"},
     {"figure": "x", "decimals": 9}, {"figure": "x", "unknown": 1}],
)  # fmt: skip
def test_what_a_cell_cannot_say_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        said_of("figure", said)
    with pytest.raises(Invalid):
        TextSaid("fixed", " ")


def test_labels_come_through_merged_heads_and_the_title_is_none() -> None:
    grid = read_form(Package(blank())).sheets[0]
    assert str(labels_of(grid, Place.of("C5"))) == "东村 / 建成公路里程（公里） · 本年累计"
    wanted = [str(place) for place in to_fill(grid)]
    assert wanted == [f"{column}{row}" for row in (5, 6, 7) for column in "BCD"] + ["B9"]


def test_times_units_and_scales_are_read_off_the_labels() -> None:
    labels = Labels(("东村",), ("上年同期累计", "建成公路（万元）"))
    assert days_of(labels) == "last_year_to_date"
    assert days_of(Labels((), ("3月",))) == "month_3"
    assert days_of(Labels((), ("本月",))) == "this"
    assert scale_of(labels) == "万"
    assert ("建成公路（万元）", True) in candidates(labels, {"东村": "east"})


def test_a_row_with_a_word_of_its_own_is_not_known_by_its_column() -> None:
    labels = Labels(("其中越级上访",), ("本月", "排查矛盾纠纷（起）"))
    words = candidates(labels, {})
    assert all(likeness(word, "排查矛盾纠纷", holds=holds) < SURE for word, holds in words)
    assert own_word(labels, {}) == "越级上访"


@pytest.mark.parametrize(
    ("on_form", "figure"),
    [("矛盾纠纷排查数", "排查矛盾纠纷"), ("矛盾纠纷调处成功数", "化解矛盾纠纷"),
     ("合作社（个）", "农民专业合作社"),
     ("建成村级公路里程（公里）", "建成村级公路"), ("人饮工程受益农户数", "人饮工程受益户")],
)  # fmt: skip
def test_offices_words_for_one_thing_are_alike(on_form: str, figure: str) -> None:
    assert likeness(on_form, figure) >= 58


def test_different_things_are_not_alike() -> None:
    assert likeness("村庄保洁员", "发展入党积极分子") < 58
    assert likeness("", "排查矛盾纠纷") == 0
