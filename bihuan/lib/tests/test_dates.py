import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.lib.dates import EARLIEST_YEAR, parse_date, write_date, write_period
from bihuan.lib.numerals import to_hanzi, to_hanzi_digits

THE_DAY = dt.date(2010, 2, 3)
DAYS = st.dates(min_value=dt.date(EARLIEST_YEAR, 1, 1))


@pytest.mark.parametrize(
    "written",
    [
        "2010-02-03",
        "2010-2-3",
        "2010.2.3",
        "2010/2/3",
        "２０１０／２／３",
        "20100203",
        "2010年2月3日",
        "2010 年 2 月 3 日",
        "2010年02月03号",
        "二0一0年二月三日",
        "二○一○年二月三日",
        "二〇一〇年二月三日",
        "2010-02-03 00:00:00",
        "2010-02-03T17:30",
        dt.datetime(2010, 2, 3, 17, 30),
        THE_DAY,
        20100203,
        20100203.0,
    ],
)
def test_a_date_is_read_however_offices_write_it(written: object) -> None:
    assert parse_date(written) == THE_DAY


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2月3日",
        "10年2月3日",
        "2010年2月",
        "2010",
        "2010-2.3",
        "2010年2月30日",
        "2010-13-01",
        "20100230",
        "0201-02-03",
        "2010 1 123",
        "二〇一〇年二月三五日",
        "2010年〇月3日",
        40212,
        -1,
        float("nan"),
        float("inf"),
        True,
        None,
        b"2010-02-03",
    ],
)
def test_what_names_no_day_is_not_guessed_at(written: object) -> None:
    assert parse_date(written) is None


def test_the_first_month_may_be_called_by_its_own_name() -> None:
    assert parse_date("二〇一〇年元月二十一日") == dt.date(2010, 1, 21)


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, dt.date(1900, 1, 1)),
        (59, dt.date(1900, 2, 28)),
        (60, None),
        (61, dt.date(1900, 3, 1)),
        (40212, THE_DAY),
        (40212.75, THE_DAY),
        (20100203, THE_DAY),
        (0, None),
    ],
)
def test_a_serial_day_is_read_only_when_told(serial: float, day: dt.date | None) -> None:
    assert parse_date(serial, serial=True) == day


@given(DAYS)
def test_a_day_is_read_back_from_every_way_of_writing_it(day: dt.date) -> None:
    old = f"{to_hanzi_digits(day.year)}年{to_hanzi(day.month)}月{to_hanzi(day.day)}日"
    for text in (write_date(day), day.isoformat(), day.strftime("%Y%m%d"), old):
        assert parse_date(text) == day


@given(st.dates(min_value=dt.date(1900, 3, 1)))
def test_a_serial_day_is_read_back(day: dt.date) -> None:
    assert parse_date((day - dt.date(1899, 12, 30)).days, serial=True) == day


@given(st.text(alphabet="0123456789-./年月日号一二三十〇○ :T", max_size=20) | st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), dt.date)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (THE_DAY, THE_DAY, "2010年2月3日"),
        (THE_DAY, dt.date(2010, 2, 5), "2010年2月3日至5日"),
        (THE_DAY, dt.date(2010, 12, 1), "2010年2月3日至12月1日"),
        (dt.date(2009, 9, 2), THE_DAY, "2009年9月2日至2010年2月3日"),
        (dt.date(2010, 2, 1), dt.date(2010, 2, 28), "2010年2月"),
        (dt.date(2009, 9, 1), dt.date(2009, 12, 31), "2009年9月至12月"),
        (dt.date(2009, 9, 1), dt.date(2010, 1, 31), "2009年9月至2010年1月"),
        (dt.date(2009, 1, 1), dt.date(2009, 12, 31), "2009年"),
        (dt.date(2009, 1, 1), dt.date(2010, 12, 31), "2009年至2010年"),
        (None, THE_DAY, "截至2010年2月3日"),
        (THE_DAY, None, "2010年2月3日起"),
        (None, None, ""),
    ],
)
def test_a_period_is_written_in_its_shortest_true_form(
    start: dt.date | None, end: dt.date | None, text: str
) -> None:
    assert write_period(start, end) == text


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        write_period(THE_DAY, dt.date(2010, 2, 2))
