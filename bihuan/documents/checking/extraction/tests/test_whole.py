"""Extraction as a whole: any text, its offsets, and a paragraph read from end to end."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.documents.checking.extraction import extract_figures
from bihuan.documents.checking.extraction.tests.stated import stated

SIGNS = (
    "0123456789０５９一二三四五六七八九十百千万亿两半〇零壹佰多余几数成倍翻番分之点第每至少仅不个项名条"
    "年月日天元吨%％公里亩.,，。、；：（）“”·—-~/到从近约达超左右以上增长下降 \n\tABkm㎡"
)
KINDS = {"quantity", "money", "ratio", "change", "duration", "date", "announced"}


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(alphabet=SIGNS, max_size=80), st.text(max_size=80)))
def test_any_text_is_read_without_an_error_and_offsets_point_at_the_core(text: str) -> None:
    at = 0
    for figure in extract_figures(text):
        assert at <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.core
        assert figure.kind in KINDS
        assert figure.high is None or figure.high > figure.value
        assert figure.bounds is None or figure.bounds[0] == figure.value < figure.bounds[1]
        at = figure.end


@settings(max_examples=12, deadline=None)
@given(st.text(alphabet=SIGNS, min_size=1, max_size=4))
def test_a_line_of_twenty_thousand_signs_is_read_like_any_other(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    assert all(text[each.start : each.end] == each.core for each in extract_figures(text))


def test_a_long_line_of_one_figure_after_another_gives_them_all() -> None:
    assert len(extract_figures("修路3公里，" * 3_000)) == 3_000


@given(st.integers(1, 10**9), st.sampled_from(["个", "公里", "元", "户", "%"]))
def test_an_arabic_number_with_a_unit_is_found_with_its_value(number: int, unit: str) -> None:
    (figure,) = extract_figures(f"共有{number}{unit}。")
    assert (figure.value, figure.unit) == (number, unit)


def test_lines_are_read_each_for_itself_and_offsets_run_on() -> None:
    text = "一、加强领导\n新修渠道27公里。\r\n二、下一步\n再修8公里。"
    assert [text[each.start : each.end] for each in extract_figures(text)] == ["27", "8"]


def test_a_sign_of_two_units_is_one_code_point() -> None:
    (figure,) = extract_figures("𠮷祥村修路3公里。")
    assert (figure.start, figure.end) == (5, 6)


def test_an_empty_text_states_nothing() -> None:
    assert extract_figures("") == []


def test_a_paragraph_of_a_summary_gives_its_figures_in_order() -> None:
    text = (
        "活动为期近半年，分三个阶段进行。共张挂标语12条，编发简报8期，征得意见9大类100多条，"
        "投资300余万元清淤渠道27.2KM，覆盖率达98%，要求每村发展会员不少于3名，未发生一起事故。"
    )
    assert stated(text) == [
        "半 0.5 年 近 duration",
        "三 3 个 - announced",
        "12 12 条 - quantity",
        "8 8 期 - quantity",
        "9 9 类 - quantity",
        "100多 100 条 多 quantity",
        "300余万 3000000 元 余 money",
        "27.2 27.2 公里 - quantity",
        "98 98 % 达 ratio",
        "3 3 名 不少于 quantity",
    ]
