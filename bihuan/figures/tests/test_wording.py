import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bihuan.figures.rules import (
    NATURE_LABELS,
    Nature,
    Style,
    bounds,
    lower_bound,
    statement,
    wording,
)
from bihuan.lib.errors import Invalid
from bihuan.lib.numerals import parse_number

ABOVE_ZERO = st.decimals(Decimal("0.001"), 10**12, places=3)
DIGITS = st.integers(1, 6)
MAGNITUDES = st.sampled_from(["", "万", "亿"])


def make_style(**words: Any) -> Style:
    for key in ("tolerance", "rounded_to"):
        if key in words:
            words[key] = Decimal(words[key])
    return Style(**words)


@pytest.mark.parametrize(
    ("value", "words", "text"),
    [
        ("27.20", {"unit": "公里"}, "27.2公里"),
        ("18000", {"unit": "平方米"}, "18000平方米"),
        ("1.8E+4", {"unit": "平方米"}, "18000平方米"),
        ("0", {"unit": "条"}, "0条"),
        ("20000", {"unit": "亩", "magnitude": "万"}, "2万亩"),
        ("15600", {"unit": "亩", "magnitude": "万", "decimals": 1}, "1.6万亩"),
        ("3120", {"unit": "元", "magnitude": "万"}, "3120元"),
        ("27.25", {"unit": "公里", "decimals": 1}, "27.3公里"),
        ("7", {"unit": "公里", "decimals": 1}, "7公里"),
        ("0.004", {"unit": "公里", "decimals": 1}, "0.004公里"),
        ("98", {"unit": "%", "nature": Nature.RATIO}, "98%"),
        ("100", {"unit": "%", "nature": Nature.RATIO}, "100%"),
        ("33.3333333", {"unit": "%", "nature": Nature.RATIO}, "33.33%"),
        ("99.97", {"unit": "%", "nature": Nature.RATIO, "decimals": 0}, "99.9%"),
        ("5", {"unit": "座", "numerals": "hanzi"}, "五座"),
        ("2", {"unit": "个", "numerals": "hanzi"}, "两个"),
        ("7.5", {"unit": "个", "numerals": "hanzi"}, "7.5个"),
        ("3", {"unit": "个", "numerals": "hanzi", "nature": Nature.ANNOUNCED}, "三个"),
        ("9.8", {"unit": "公里", "nature": Nature.PLAN}, "9.8公里"),
        ("2", {"unit": "年", "nature": Nature.PLAN, "qualifier": "力争"}, "力争2年"),
        ("10", {"unit": "人", "nature": Nature.NORM, "qualifier": "不少于"}, "不少于10人"),
        ("1", {"unit": "条", "nature": Nature.NORM, "qualifier": "至少"}, "至少1条"),
        (
            "15000",
            {"unit": "字", "nature": Nature.NORM, "qualifier": "不少于", "magnitude": "万"},
            "不少于1.5万字",
        ),
        ("3", {"unit": "名", "nature": Nature.NORM, "qualifier": "以上"}, "3名以上"),
        ("0", {"unit": "起", "nature": Nature.ZERO_CLAIM}, "未出现一起"),
        ("2", {"unit": "起", "nature": Nature.ZERO_CLAIM}, "出现2起"),
        ("0", {"unit": "起", "nature": Nature.ZERO_CLAIM, "qualifier": "发生"}, "未发生一起"),
    ],
)
def test_a_figure_is_written_as_the_handbook_has_it(
    value: str, words: dict[str, Any], text: str
) -> None:
    assert wording(Decimal(value), make_style(**words)) == text


@pytest.mark.parametrize(
    ("value", "words", "text"),
    [
        ("273", {"unit": "例", "significant": 2}, "270余例"),
        ("3120000", {"unit": "元", "magnitude": "万"}, "300余万元"),
        ("106000", {"unit": "元", "magnitude": "万"}, "10余万元"),
        ("112", {"unit": "条", "qualifier": "多"}, "100多条"),
        ("42", {"unit": "人"}, "40余人"),
        ("300", {"unit": "起"}, "300起"),
        ("0", {"unit": "起"}, "0起"),
        ("3", {"unit": "名"}, "3名"),
        ("3.4", {"unit": "公里"}, "3.4公里"),
        ("42.5", {"unit": "公里", "significant": 2}, "42.5公里"),
        ("53000", {"unit": "元", "magnitude": "万"}, "5万余元"),
        ("15300", {"unit": "字", "magnitude": "万", "significant": 2}, "1.5万余字"),
        ("23000", {"unit": "亩", "magnitude": "万", "numerals": "hanzi"}, "两万余亩"),
        ("12", {"unit": "个", "numerals": "hanzi", "qualifier": "多"}, "十多个"),
        ("3120", {"unit": "元", "magnitude": "万"}, "3000余元"),
    ],
)
def test_a_lower_bound_keeps_its_digits_and_drops_an_untrue_qualifier(
    value: str, words: dict[str, Any], text: str
) -> None:
    style = make_style(nature=Nature.LOWER_BOUND, **words)
    assert wording(Decimal(value), style) == text


HALF_A_YEAR = {"unit": "年", "qualifier": "近", "rounded_to": "0.5", "tolerance": "0.2"}


@pytest.mark.parametrize(
    ("value", "words", "text"),
    [
        ("0.43", HALF_A_YEAR, "近半年"),
        ("0.5", HALF_A_YEAR, "半年"),
        ("0.53", HALF_A_YEAR, "约半年"),
        ("0.3", HALF_A_YEAR, "约0.3年"),
        ("0.34", HALF_A_YEAR, "约0.3年"),
        ("0", HALF_A_YEAR, "0年"),
        ("312", {"unit": "元", "significant": 1, "tolerance": "0.1"}, "约300元"),
        ("150", {"unit": "元", "significant": 1, "tolerance": "0.1"}, "约150元"),
        ("290", {"unit": "户", "qualifier": "近", "significant": 1, "tolerance": "0.1"}, "近300户"),
        ("300", {"unit": "元"}, "约300元"),
        ("312", {"unit": "元", "qualifier": "左右"}, "312元左右"),
    ],
)
def test_an_approximation_stays_within_its_tolerance(
    value: str, words: dict[str, Any], text: str
) -> None:
    style = make_style(nature=Nature.APPROXIMATE, **words)
    assert wording(Decimal(value), style) == text


@pytest.mark.parametrize(
    ("value", "qualifier", "text"),
    [
        ("112", "超过", "超过100条"),
        ("100", "超过", "100条"),
        ("112", "不少于", "不少于100条"),
        ("112", "以上", "100条以上"),
        ("112", "不超过", "不超过200条"),
    ],
)
def test_a_result_is_rounded_to_the_side_its_qualifier_speaks_of(
    value: str, qualifier: str, text: str
) -> None:
    style = make_style(unit="条", qualifier=qualifier, significant=1)
    assert wording(Decimal(value), style) == text


def test_a_figure_without_records_awaits_checking() -> None:
    assert wording(None, make_style(unit="公里")) == "待核"


def test_a_date_is_written_as_a_date() -> None:
    assert wording(dt.date(2009, 12, 1), make_style(nature=Nature.DATE)) == "2009年12月1日"
    with pytest.raises(Invalid, match="应是日期"):
        wording(Decimal(3), make_style(nature=Nature.DATE))


@pytest.mark.parametrize(
    "words",
    [
        {"unit": "万元"},
        {"unit": "KM"},
        {"magnitude": "千"},
        {"qualifier": "大概"},
        {"significant": 2},
        {"decimals": -1},
        {"qualifier": "余", "significant": 0},
        {"qualifier": "约", "tolerance": "1.5"},
        {"qualifier": "近", "rounded_to": "0.5"},
        {"qualifier": "近", "rounded_to": "0", "tolerance": "0.1"},
        {"unit": "%", "magnitude": "万"},
        {"numerals": "roman"},
        {"nature": Nature.ZERO_CLAIM, "qualifier": "余"},
    ],
)
def test_a_style_that_cannot_be_written_is_refused_in_a_sentence(words: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match=r"。$"):
        make_style(**words)


def test_every_nature_has_a_label() -> None:
    assert set(NATURE_LABELS) == set(Nature)


def test_270_and_more_means_less_than_280() -> None:
    assert lower_bound(Decimal(273), 2) == (Decimal(270), Decimal(280))
    assert lower_bound(Decimal(3_120_000), 1) == (Decimal(3_000_000), Decimal(4_000_000))
    assert lower_bound(Decimal(3_020_000), 2) == (Decimal(3_000_000), Decimal(4_000_000))
    with pytest.raises(ValueError, match="above zero"):
        lower_bound(Decimal(0), 1)


def test_what_a_qualifier_allows_is_known_to_its_ends() -> None:
    more = bounds(Decimal(270), "余")
    assert more.holds(Decimal(270))
    assert more.holds(Decimal("279.9"))
    assert not more.holds(Decimal(280))
    assert not bounds(Decimal(100), "超过").holds(Decimal(100))
    assert bounds(Decimal(100), "不少于").holds(Decimal(100))
    assert not bounds(Decimal(100), "不超过").holds(Decimal(101))
    with pytest.raises(ValueError, match="cannot be told"):
        bounds(Decimal(100), "约")


@given(ABOVE_ZERO, DIGITS)
def test_the_value_lies_between_base_and_upper_end(value: Decimal, significant: int) -> None:
    base, upper = lower_bound(value, significant)
    assert base <= value < upper


@given(ABOVE_ZERO, DIGITS, MAGNITUDES, st.sampled_from("余多"), st.booleans())
def test_a_lower_bound_reads_back_to_its_base_and_holds_its_value(
    value: Decimal, significant: int, magnitude: str, qualifier: str, hanzi: bool
) -> None:
    style = Style(
        unit="元",
        nature=Nature.LOWER_BOUND,
        qualifier=qualifier,
        magnitude=magnitude,
        significant=significant,
        numerals="hanzi" if hanzi else "arabic",
    )
    said = statement(value, style)
    assert parse_number(said.text.replace(qualifier, "").removesuffix("元")) == said.core
    assert bounds(said.core, said.qualifier).holds(value)
    if said.qualifier:
        assert said.core == lower_bound(value, significant)[0]
        assert qualifier in said.text
    else:
        assert said.core == value


@given(ABOVE_ZERO, st.sampled_from(["超过", "不少于", "至少", "以上", "不超过", "以内"]), DIGITS)
def test_a_bounded_figure_is_true_of_its_value(
    value: Decimal, qualifier: str, significant: int
) -> None:
    said = statement(value, Style(unit="元", qualifier=qualifier, significant=significant))
    assert bounds(said.core, said.qualifier).holds(value)


@given(
    ABOVE_ZERO,
    st.sampled_from(["近", "约", "左右"]),
    st.sampled_from(["0.05", "0.1", "0.2"]),
    st.sampled_from([{"rounded_to": Decimal("0.5")}, {"significant": 1}, {"significant": 3}]),
)
def test_an_approximation_is_true_of_its_value(
    value: Decimal, qualifier: str, tolerance: str, rounding: dict[str, Any]
) -> None:
    style = make_style(
        unit="元", nature=Nature.APPROXIMATE, qualifier=qualifier, tolerance=tolerance, **rounding
    )
    said = statement(value, style)
    # Exact comparison of the relative deviation, where dividing would round.
    assert abs(said.core - value) <= Decimal(tolerance) * value
    assert said.qualifier != "近" or said.core > value
    assert said.qualifier or said.core == value


@given(st.decimals(-(10**12), 10**12, places=4), MAGNITUDES)
def test_a_magnitude_never_changes_the_value(value: Decimal, magnitude: str) -> None:
    text = wording(value, Style(unit="元", magnitude=magnitude))
    assert parse_number(text.removesuffix("元")) == value


@given(st.integers(0, 10**12), MAGNITUDES)
def test_chinese_numerals_state_the_same_value(value: int, magnitude: str) -> None:
    text = wording(Decimal(value), Style(unit="元", magnitude=magnitude, numerals="hanzi"))
    assert parse_number(text.removesuffix("元")) == value


@given(st.decimals(0, 100, places=5), st.integers(0, 3))
def test_a_share_short_of_all_is_never_written_as_all_or_nothing(
    value: Decimal, decimals: int
) -> None:
    assume(0 < value < 100)
    text = wording(value, Style(unit="%", nature=Nature.RATIO, decimals=decimals))
    stated = parse_number(text.removesuffix("%"))
    assert stated is not None
    assert 0 < stated < 100
