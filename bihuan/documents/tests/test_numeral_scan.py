from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.numeral_scan import TypedNumeral, typed_numerals


@dataclass(frozen=True)
class PrintedSpan:
    kind: str
    text: str
    paragraph: int = 0


def make_spans(*parts: str | tuple[str, str], paragraph: int = 0) -> list[PrintedSpan]:
    """Make the spans of one paragraph: bare strings are text, pairs are kind and text."""
    pairs = [("text", part) if isinstance(part, str) else part for part in parts]
    return [PrintedSpan(kind, text, paragraph) for kind, text in pairs]


def typed(*parts: str | tuple[str, str]) -> list[str]:
    return [found.text for found in typed_numerals(make_spans(*parts))]


def test_one_typed_numeral_is_found_with_its_place_and_context() -> None:
    spans = [
        *make_spans("全镇新修公路", ("figure", "27.2公里"), "。"),
        *make_spans("整改问题", ("figure", "12件"), "，另排查隐患37处。", paragraph=4),
    ]
    assert typed_numerals(spans) == [
        TypedNumeral("37", 4, 13, "整改问题12件，另排查隐患37处。"),
    ]


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("新修27.2公里。", "27.2"),
        ("新修２７．２公里。", "２７．２"),
        ("投入1,200元。", "1,200"),
        ("投入300余万元。", "300余万"),
        ("收到100多条意见。", "100多"),
        ("灌溉2万亩。", "2万"),
        ("写1.5万字。", "1.5万"),
        ("达98%。", "98"),
        ("新建五座桥。", "五"),
        ("覆盖两个圩镇。", "两"),
        ("共十二名党员。", "十二"),
        ("共二十余户。", "二十余"),
        ("十余名群众参加。", "十余"),
        ("百余名群众参加。", "百余"),
        ("约三百二十亩。", "三百二十"),
        ("三点五公里。", "三点五"),
        ("超过百分之九十五。", "百分之九十五"),
        ("三分之二的村完成。", "三分之二"),
        ("一半以上的村完成。", "一半"),
        ("历时半年。", "半"),
        ("收入翻两番。", "两"),
        ("每村至少一条标语。", "一"),
        ("至少粉刷了一条标语。", "一"),
        ("仅一例。", "一"),
        ("不少于一次。", "一"),
        ("每个支部都有一名联络员。", "一"),
        ("组长、副组长各一名。", "一"),
        ("全镇未出现一起事故。", "一"),
        ("补助叁佰元整。", "叁佰"),
        ("完成¾。", "¾"),
        ("十分钟到场。", "十"),
        ("三日内办结。", "三"),
        ("3日内办结。", "3"),
        ("历时10年。", "10"),
        ("用了三个月。", "三"),
    ],
)
def test_every_kind_of_numeral_is_found(text: str, numeral: str) -> None:
    assert typed(text) == [numeral]


CLEAN_WORDS = [
    "2010年2月3日",
    "12月1日",
    "2009—2010年",
    "2010-02-03",
    "二0一0年二月三日",
    "二○○九年九月",
    "上半年",
    "九十年代",
    "小党字〔2010〕11号",
    "发（2010）11号",
    "[2010]11号",
    "GB/T 9704-2012",
    "上午9时30分",
    "下午三点",
    "8:30",
    "一是",
    "其一",
    "附件1",
    "第三批",
    "第2次",
    "第二阶段",
    "前三名",
    "105国道",
    "G105",
    "D级危房",
    "4A级景区",
    "5G网络",
    "PM2.5",
    "12345热线",
    "110报警",
    "18周岁以上",
    "六十周年",
    "三农",
    "两会",
    "“十四五”规划",
    "十二五时期",
    "党的十七大",
    "十八届三中全会",
    "双带",
    "一事一议",
    "四议两公开",
    "村村通",
    "八都村",
    "一干排渠道",
    "一赣排渍道",
    "三年行动计划",
    "八项规定",
    "千方百计",
    "万众一心",
    "三令五申",
    "两不误",
    "两促进",
    "千家万户",
    "成千上万",
    "十分",
    "万一",
    "百姓",
    "统一",
    "一定",
    "一批",
    "一系列",
    "进一步",
    "一个新的认识",
    "全镇一盘棋",
    "几十名",
    "数十个",
    "上百个",
    "十几户",
    "1+3+N",
    "“6·26”",
]


@pytest.mark.parametrize("word", CLEAN_WORDS)
def test_a_set_word_is_no_typed_numeral(word: str) -> None:
    assert typed(f"我镇按照{word}的要求，") == []


@pytest.mark.parametrize(
    "text",
    [
        "一、加强领导",
        "十二、其他",
        "（一）宣传发动",
        "1. 宣传发动",
        "1．宣传发动",
        "（1）宣传发动",
        "2.1 宣传发动",
        "任务是：（1）宣传；（2）整改",
        "— 3 —",
        "一是宣传。二是整改。",
    ],
)
def test_list_marks_and_page_numbers_are_no_typed_numerals(text: str) -> None:
    assert typed(text) == []


@pytest.mark.parametrize(
    ("text", "numeral"),
    [("三万一千元", "三万一千"), ("二十分钟", "二十"), ("12010年", "12010"), ("1.5万字", "1.5万")],
)
def test_a_set_word_inside_a_numeral_does_not_hide_it(text: str, numeral: str) -> None:
    assert typed(text) == [numeral]


def test_a_numeral_split_over_text_spans_is_found_once() -> None:
    assert typed("排查隐患3", "", "7处") == ["37"]
    assert typed("排查隐患3", "7", "处") == ["37"]
    assert typed("2010", "年2月", "3日") == []


def test_the_same_digits_in_two_paragraphs_are_two() -> None:
    spans = [*make_spans("共3", paragraph=1), *make_spans("7处", paragraph=2)]
    assert [found.text for found in typed_numerals(spans)] == ["3", "7"]


def test_a_figure_is_not_found_and_lends_its_digits_to_nobody() -> None:
    assert typed("新修", ("figure", "27.2公里"), "，") == []
    assert typed("新修1", ("figure", "27.2公里"), "，") == ["1"]
    assert typed("新修", ("figure", "27"), "0公里") == ["0"]


def test_a_magnitude_typed_at_a_figure_is_found() -> None:
    assert typed("投入", ("figure", "300"), "万元") == ["万"]
    assert typed("投入二", ("figure", "十万元")) == ["二"]
    assert typed("投入", ("figure", "300元"), "万众一心") == []


@pytest.mark.parametrize("kind", ["record", "number", "annex", "page_number"])
def test_only_text_is_read(kind: str) -> None:
    assert typed("见", (kind, "37处"), "。") == []


def test_names_of_the_document_are_set_words_too() -> None:
    spans = make_spans("在三座店村开会")
    assert len(typed_numerals(spans)) == 1
    assert typed_numerals(spans, names=["三座店村"]) == []


def test_nothing_is_found_in_nothing() -> None:
    assert typed_numerals([]) == []
    assert typed("") == []


WORDS = st.sampled_from(
    [*CLEAN_WORDS, "全镇干部", "，", "。", "召开会议", "；", "落实整改", "群众满意"]
)
# Some words reach over their own end (12月 and a following 1日), so commas stand between them.
CLEAN_TEXTS = st.lists(WORDS, max_size=8).map(lambda words: [f"{word}，" for word in words])


@given(CLEAN_TEXTS, st.data())
def test_a_numeral_put_anywhere_in_a_clean_text_is_found_exactly_once(
    words: list[str], data: st.DataObject
) -> None:
    assert typed(*words) == []
    place = data.draw(st.integers(0, len(words)))
    found = typed_numerals(make_spans(*words[:place], "37处", *words[place:]))
    assert [one.text for one in found] == ["37"]
    assert found[0].start == len("".join(words[:place]))


@given(st.text(alphabet="全镇干部落实整改，。；群众", max_size=30), st.data())
def test_a_numeral_put_between_any_two_characters_is_found_exactly_once(
    text: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 3))
    numeral = "37处"
    spans = [text[:place] + numeral[:cut], numeral[cut:] + text[place:]]
    found = typed_numerals(make_spans(*spans))
    assert [one.text for one in found] == ["37"]


@given(st.lists(st.tuples(st.sampled_from(["text", "figure", "record"]), st.text(max_size=6))))
def test_every_numeral_found_stands_where_it_is_said_to(parts: list[tuple[str, str]]) -> None:
    printed = "".join(text or ("" if kind == "text" else "\ufffc") for kind, text in parts)
    for found in typed_numerals(make_spans(*parts)):
        assert printed[found.start :].startswith(found.text)
        assert found.text in found.context
