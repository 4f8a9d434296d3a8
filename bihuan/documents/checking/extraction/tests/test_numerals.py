"""Numerals as prose writes them, and what they come to."""

import pytest

from bihuan.documents.checking.extraction import extract_figures
from bihuan.documents.checking.extraction.tests.stated import stated


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("新修渠道27.2公里。", "27.2 27.2 公里 - quantity"),
        ("整治危房18000平方米。", "18000 18000 平方米 - quantity"),
        ("栽树12,300株。", "12,300 12300 株 - quantity"),
        ("铺轨１，２２２公里。", "１，２２２ 1222 公里 - quantity"),
        ("灌溉农田２万亩。", "２万 20000 亩 - quantity"),
        ("投入1.5万元。", "1.5万 15000 元 - money"),
        ("总额2万亿元。", "2万亿 2000000000000 元 - money"),
        ("总值39.8 万亿元。", "39.8 万亿 39800000000000 元 - money"),
        ("贷款3亿5000万元。", "3亿5000万 350000000 元 - money"),
        ("发展会员2万5千名。", "2万5千 25000 名 - quantity"),
        ("改造五座桥。", "五 5 座 - quantity"),
        ("新建了两个泵站。", "两 2 个 - quantity"),
        ("收入二十六亿六千万元。", "二十六亿六千万 2660000000 元 - money"),
        ("共有六万万斤。", "六万万 600000000 斤 - quantity"),
        ("装机三百万千瓦。", "三百万 3000000 千瓦 - quantity"),
        ("每亩产棉九点四斤。", "九点四 9.4 斤 - quantity"),
        ("捐款叁佰元。", "叁佰 300 元 - money"),
        ("工期两年半。", "两年半 2.5 年 - duration"),
        ("全程一个半小时。", "一个半 1.5 小时 - duration"),
        ("用了3个半月。", "3个半 3.5 个月 - duration"),
        ("产值增速为-6.8%。", "-6.8 -6.8 % - ratio"),
        ("产值迈上万亿元台阶。", "万亿 1000000000000 元 - money"),
        ("惠及近千万家庭。", "千万 10000000 - 近 quantity"),
        ("每件用棉十三斤半。", "十三斤半 13.5 斤 - quantity"),
        ("覆盖率98%。", "98 98 % - ratio"),
        ("完成计划的９·４％。", "９·４ 9.4 % - ratio"),
        ("水田占百分之三。", "百分之三 3 % - ratio"),
        ("合格率为百分之九十八点五。", "百分之九十八点五 98.5 % - ratio"),
        ("任务完成了百分之百。", "百分之百 100 % - ratio"),
        ("自然增长率为千分之六点一。", "千分之六点一 6.1 ‰ - ratio"),
        ("外地户占三分之一。", "三分之一 0.33333333333333 - - ratio"),
        ("外地户占全村1/3。", "1/3 0.33333333333333 - - ratio"),
        ("经费的一半用于道路。", "一半 0.5 - - ratio"),
        ("民生支出占八成。", "八 80 % - ratio"),
        ("产值翻了一番。", "一 2 倍 - change"),
        ("产值翻两番。", "两 4 倍 - change"),
        ("惠及群众405万。", "405万 4050000 - - quantity"),
    ],
)
def test_a_numeral_is_read_with_its_magnitudes(text: str, figure: str) -> None:
    assert stated(text) == [figure]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("每村推荐3至5个项目。", "3至5 3~5 个 - quantity"),
        ("增速为5%—6%。", "5%—6 5~6 % - ratio"),
        ("用3—5年建成。", "3—5 3~5 年 - duration"),
        ("每户补助1000-3000元。", "1000-3000 1000~3000 元 - money"),
        ("应税收入100万元至300万元的部分。", "100万元至300万 1000000~3000000 元 - money"),
        ("亩产提高百分之四到五。", "百分之四到五 4~5 % - change"),
        ("增产二百八十到三百万斤。", "二百八十到三百万 2800000~3000000 斤 - change"),
        ("招收2—3万人。", "2—3万 20000~30000 人 - quantity"),
    ],
)
def test_a_stated_range_is_one_figure_with_its_upper_end(text: str, figure: str) -> None:
    assert stated(text) == [figure]


@pytest.mark.parametrize("text", ["从5%提高到8%。", "由3个增至5个。", "从3个到5个。"])
def test_where_something_came_from_and_went_to_are_two_figures(text: str) -> None:
    assert [figure.high for figure in extract_figures(text)] == [None, None]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("清理违建270余处。", (270, 280)),
        ("投资300余万元。", (3_000_000, 4_000_000)),
        ("征得意见100多条。", (100, 200)),
        ("水费10余万元。", (100_000, 200_000)),
        ("慰问百余户。", (100, 200)),
        ("惠及1.2万余人。", (12_000, 13_000)),
        ("历时两年多。", (2, 3)),
    ],
)
def test_more_than_a_round_number_is_bounded_by_one_of_its_last_digit(
    text: str, bounds: tuple[float, float]
) -> None:
    (figure,) = extract_figures(text)
    assert figure.bounds == bounds


@pytest.mark.parametrize("text", ["新修渠道27.2公里。", "约30人。", "3至5个。", "50人以上。"])
def test_any_other_figure_has_no_bounds(text: str) -> None:
    (figure,) = extract_figures(text)
    assert figure.bounds is None


def test_one_and_a_half_holds_no_second_figure() -> None:
    assert stated("每次一个半小时，共两年半。") == [
        "一个半 1.5 小时 - duration",
        "两年半 2.5 年 - duration",
    ]


def test_one_unit_may_stand_for_two_numerals() -> None:
    assert stated("两项收入分别提高11.1、12.3个百分点。") == [
        "两 2 项 - quantity",
        "11.1 11.1 百分点 - change",
        "12.3 12.3 百分点 - change",
    ]
