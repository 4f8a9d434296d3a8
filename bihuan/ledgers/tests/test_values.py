"""Single values are read as people write them, or handed back with the reason; never guessed at."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.ledgers.reading.found import Period
from bihuan.ledgers.values.cells import Target, read_cell
from bihuan.ledgers.values.days import read_day
from bihuan.ledgers.values.numbers import read_number
from bihuan.ledgers.values.people import has_id_number, is_phone
from bihuan.lib.workbooks.reading import Cell

CELLS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.from_regex(
        r"[约近]?[0-9０-９一二三百千万.,，]{0,8}(余|多)?(万|KM|元|户|%|亩)?", fullmatch=True
    ),
    st.from_regex(r"[0-9二〇一]{1,4}[-./年][0-9]{1,2}[-./月][0-9]{0,2}[日号]?", fullmatch=True),
)


@pytest.mark.parametrize(
    ("cell", "unit", "number"),
    [
        ("1.5万", "", "15000"),
        ("27.2KM", "公里", "27.2"),
        ("800米", "公里", "0.8"),
        ("3,000元", "元", "3000"),
        ("￥３００", "元", "300"),
        ("3百", "", "300"),
        ("100%", "%", "100"),
        ("0.2公顷", "平方米", "2000"),
        (-200, "", "-200"),
        ("三千二百", "", "3200"),
        ("12名", "人", "12"),
    ],
)
def test_a_number_is_read_in_its_columns_unit(cell: Cell, unit: str, number: str) -> None:
    assert read_number(cell, unit=unit).value == Decimal(number)


@pytest.mark.parametrize("cell", ["270余户", "约60", "300多", "三十余", "50以上", "200左右"])
def test_an_inexact_number_keeps_its_words(cell: str) -> None:
    found = read_number(cell, unit="户")
    assert found.kept == cell
    assert found.said


@pytest.mark.parametrize(
    "cell", ["近200", "不足30", "3-5", "10～20", "无", "待定", "二三十", "5人"]
)
def test_what_is_no_definite_number_of_the_unit_is_handed_back(cell: str) -> None:
    found = read_number(cell, unit="亩")
    assert found.value is None
    assert found.why


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2010.2.3", "2010-02-03"),
        ("2010/2/3", "2010-02-03"),
        ("2010年2月3日", "2010-02-03"),
        ("二0一0年二月三日", "2010-02-03"),
        ("20100203", "2010-02-03"),
        (20100203, "2010-02-03"),
        (40212, "2010-02-03"),
        ("2.3", "2010-02-03"),
        (2.4, "2010-02-04"),
        ("2月3日（星期三）", "2010-02-03"),
        ("10-2-3", "2010-02-03"),
        ("2010.2", "2010-02-01"),
        (dt.datetime(2010, 2, 3, 9, 30), "2010-02-03"),
    ],
)
def test_a_day_is_read_under_a_title_of_2010(cell: Cell, day: str) -> None:
    assert read_day(cell, Period(2010)).value == dt.date.fromisoformat(day)


@pytest.mark.parametrize("cell", [2.1, 2.2, 2.3, 2009.1])
def test_a_number_that_may_be_two_days_is_handed_back(cell: float) -> None:
    found = read_day(cell, Period(2010))
    assert found.value is None
    assert "可能" in found.why


@pytest.mark.parametrize(
    "cell", ["2月30日", "2009-13-01", "3月1日至5日", "2009年", "春季", "立行立改"]
)
def test_what_is_no_day_is_handed_back(cell: str) -> None:
    assert read_day(cell, Period(2010)).why


def test_a_month_and_day_without_a_year_is_handed_back() -> None:
    found = read_day("2月3日", None)
    assert found.value is None
    assert "年份" in found.why


def test_an_identity_number_is_found_even_where_the_sheet_made_it_a_number() -> None:
    assert has_id_number("360999193803111015")
    assert has_id_number("甲户（36099919380311101X）")
    assert has_id_number(360999193803111015.0)
    assert not has_id_number("13900000001")


def test_a_text_that_holds_an_identity_number_is_not_taken() -> None:
    found = read_cell("备注：360999193803111015", Target("text"), None, None)
    assert found.value is None
    assert "身份证" in found.why


def test_telephone_numbers_are_told() -> None:
    assert is_phone("13900000001、0791-8555012")
    assert not is_phone("甲户")


@given(CELLS, st.sampled_from(["", "元", "公里", "%", "户"]))
def test_reading_a_number_never_raises_and_says_one_thing(cell: Cell, unit: str) -> None:
    found = read_number(cell, unit=unit)
    assert not (found.value is not None and found.why)
    if found.kept:
        assert found.said


@given(CELLS, st.one_of(st.none(), st.integers(1950, 2090)))
def test_reading_a_day_never_raises_and_says_one_thing(cell: Cell, year: int | None) -> None:
    found = read_day(cell, Period(year) if year else None)
    assert not (found.value is not None and found.why)
    assert found.value is None or isinstance(found.value, dt.date)


@given(st.decimals(0, 10**9, places=2))
def test_a_plain_number_is_read_as_it_stands(number: Decimal) -> None:
    assert read_number(f"{number:,}").value == number
    assert read_number(f"{number}").said == ""


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 1, 1)))
def test_every_full_day_is_read_as_that_day(day: dt.date) -> None:
    for text in (f"{day:%Y.}{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日"):
        assert read_day(text, None).value == day
