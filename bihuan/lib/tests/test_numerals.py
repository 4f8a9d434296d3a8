from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.lib.numerals import (
    LARGEST,
    counting_hanzi,
    parse_number,
    to_hanzi,
    to_hanzi_digits,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (5, "五"),
        (10, "十"),
        (12, "十二"),
        (110, "一百一十"),
        (200, "二百"),
        (320, "三百二十"),
        (1005, "一千零五"),
        (20005, "二万零五"),
        (100010, "十万零一十"),
        (120_000_000, "一亿二千万"),
        (2_000_000_000_000, "二万亿"),
        (-3, "负三"),
    ],
)
def test_a_number_is_written_in_chinese_numerals(number: int, text: str) -> None:
    assert to_hanzi(number) == text


def test_two_things_are_counted_with_liang() -> None:
    assert counting_hanzi(2) == "两"
    assert counting_hanzi(12) == "十二"
    assert counting_hanzi(200) == "二百"


def test_a_year_is_written_digit_by_digit() -> None:
    assert to_hanzi_digits(2010) == "二〇一〇"
    with pytest.raises(ValueError, match="digit by digit"):
        to_hanzi_digits(-1)


def test_a_number_beyond_the_largest_is_refused_rather_than_written_wrong() -> None:
    with pytest.raises(ValueError, match="beyond"):
        to_hanzi(LARGEST + 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("27.2", "27.2"),
        ("18000", "18000"),
        ("１８，０００", "18000"),
        ("1,234,567.5", "1234567.5"),
        ("２万", "20000"),
        ("1.5万", "15000"),
        ("3亿", "300000000"),
        ("3亿5000万", "350000000"),
        ("1万2千", "12000"),
        ("1万2000", "12000"),
        ("2万亿", "2000000000000"),
        ("300万", "3000000"),
        ("三百二十", "320"),
        ("十二", "12"),
        ("一百五", "150"),
        ("十万零五千", "105000"),
        ("两千", "2000"),
        ("叁佰贰拾", "320"),
        ("二〇一〇", "2010"),
        ("二0一0", "2010"),
        ("二○一○", "2010"),
        ("一点五万", "15000"),
        ("半", "0.5"),
        ("-3.5", "-3.5"),
        ("负三", "-3"),
        (" 7 ", "7"),
    ],
)
def test_a_number_is_read_however_offices_write_it(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "三五",
        "几十",
        "270余",
        "98%",
        "7公里",
        "1,23",
        "1万2",
        "百",
        "一二三四百",
        "1..2",
        "3.",
        "五亿亿",
    ],
)
def test_what_is_not_exactly_one_number_is_not_guessed_at(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 10**12))
def test_every_number_survives_the_round_trip_through_chinese_numerals(number: int) -> None:
    assert parse_number(to_hanzi(number)) == number
    assert parse_number(counting_hanzi(number)) == number


@given(st.integers(-LARGEST, LARGEST))
def test_large_and_negative_numbers_survive_the_round_trip_too(number: int) -> None:
    assert parse_number(to_hanzi(number)) == number


@given(st.integers(100, 10**12))
def test_digit_by_digit_survives_the_round_trip_from_three_digits_on(number: int) -> None:
    assert parse_number(to_hanzi_digits(number)) == number


@given(
    st.decimals(0, 10**9, places=3), st.sampled_from([("", 0), ("万", 4), ("亿", 8), ("万亿", 12)])
)
def test_a_magnitude_multiplies(number: Decimal, magnitude: tuple[str, int]) -> None:
    sign, places = magnitude
    assert parse_number(f"{number:f}{sign}") == number.scaleb(places)


@given(
    st.text(alphabet="0123456789.,-一二三十百千万亿点〇零两半余 ○", max_size=12)
    | st.text(max_size=8)
)
def test_no_text_makes_reading_fail(text: str) -> None:
    assert parse_number(text) is None or isinstance(parse_number(text), Decimal)
