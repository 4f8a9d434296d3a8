"""What people write becomes what is stored, or a sentence that says what is wrong."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.orgs.actions import add_person, close_unit
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast, keeper, make_person, make_unit
from bihuan.registers.cleaning import Cleaning
from bihuan.registers.describing import MASK
from bihuan.registers.models import Column, Register
from bihuan.registers.names import Names
from bihuan.registers.reading import Refused, cleaner, tidy
from bihuan.registers.tests.making import road

NOWHERE = Names(Unit(path="0001", name="小河镇"))
ABC = [{"code": "a", "label": "甲"}, {"code": "b", "label": "乙、丙"}, {"code": "c", "label": "丁"}]


def read(value: Any, type_: str = "text", **keys: Any) -> Any:
    column = Column(code="x", label="列", type=type_, **keys)
    return cleaner(column, NOWHERE)(value)


@pytest.mark.parametrize(
    ("type_", "keys", "given", "stored"),
    [
        ("text", {}, "  竹林  ", "竹林"),
        ("text", {}, "张　三", "张　三"),
        ("text", {}, "a\tb\nc", "a b c"),
        ("text", {}, "a\x00b\u202ec", "abc"),
        ("text", {}, "\ufeff一村", "一村"),
        ("text", {}, "e\u0301", "é"),
        (
            "text",
            {},
            "👨\u200d👩\u200d👧 \U00020bb7野家 \ue000",
            "👨\u200d👩\u200d👧 \U00020bb7野家 \ue000",
        ),
        ("text", {}, 5.0, "5"),
        ("text", {}, 3601, "3601"),
        ("text", {}, dt.datetime(2009, 11, 3, 0, 0), "2009-11-03"),
        ("text", {}, True, "是"),
        ("long_text", {}, "一\r\n二\t三\x07", "一\n二\t三"),
        ("integer", {}, "１２", 12),
        ("integer", {}, "1,234", 1234),
        ("integer", {}, 12.0, 12),
        ("integer", {}, "三百二十", 320),
        ("integer", {"unit_of_measure": "人"}, "12 人", 12),
        ("integer", {}, "-3", -3),
        ("decimal", {"decimals": 2, "unit_of_measure": "公里"}, "27.2公里", "27.20"),
        ("decimal", {"decimals": 2}, "２７．２", "27.20"),
        ("decimal", {"decimals": 1}, 0.1 + 0.2, "0.3"),
        ("decimal", {"decimals": 2}, "-0.00", "0.00"),
        ("decimal", {"decimals": 2}, "1.5万", "15000.00"),
        ("decimal", {"decimals": 6}, Decimal("0.000001"), "0.000001"),
        ("money", {"decimals": 2, "unit_of_measure": "元"}, "1,200.5元", "1200.50"),
        ("money", {"decimals": 2}, "叁佰", "300.00"),
        ("date", {}, "2009-11-03", "2009-11-03"),
        ("date", {}, "2009.11.3", "2009-11-03"),
        ("date", {}, "2009/11/03", "2009-11-03"),
        ("date", {}, "2009年11月3日", "2009-11-03"),
        ("date", {}, "二0一0年二月三日", "2010-02-03"),
        ("date", {}, "20100203", "2010-02-03"),
        ("date", {}, 20100203, "2010-02-03"),
        ("date", {}, 40120, "2009-11-03"),
        ("date", {}, dt.date(2009, 11, 3), "2009-11-03"),
        ("date", {}, dt.datetime(2009, 11, 3, 8, 30), "2009-11-03"),
        ("yes_no", {}, "是", True),
        ("yes_no", {}, "√", True),
        ("yes_no", {}, "否", False),
        ("yes_no", {}, 0, False),
        ("yes_no", {}, False, False),
        ("choice", {"choices": ABC}, "甲", "a"),
        ("choice", {"choices": ABC}, " a ", "a"),
        ("choices", {"choices": ABC}, "丁；甲", ["a", "c"]),
        ("choices", {"choices": ABC}, "甲、丁", ["a", "c"]),
        ("choices", {"choices": ABC}, "乙、丙;甲", ["a", "b"]),
        ("choices", {"choices": ABC}, ["c", "c"], ["c"]),
        ("place", {}, "一组晒场", "一组晒场"),
    ],
)
def test_a_value_is_stored_in_one_form(
    type_: str, keys: dict[str, Any], given: Any, stored: Any
) -> None:
    assert read(given, type_, **keys) == stored
    assert read(stored, type_, **keys) == stored, "what is stored is clean"


@pytest.mark.parametrize(
    ("type_", "keys", "given", "said"),
    [
        ("text", {"max_length": 3}, "四个字的", "最多3个字"),
        ("text", {}, "字" * 121, "最多120个字"),
        ("integer", {}, "3.5", "应为整数"),
        ("integer", {}, "三五", "应为数字"),
        ("integer", {}, "约12", "应为数字"),
        ("integer", {}, True, "应为数字"),
        ("integer", {}, "NaN", "应为数字"),
        ("integer", {}, float("nan"), "应为数字"),
        ("integer", {}, float("inf"), "应为数字"),
        ("integer", {}, Decimal("sNaN"), "应为数字"),
        ("integer", {}, dt.date(2010, 1, 1), "应为数字"),
        ("integer", {}, "1" * 18, "数字过大"),
        ("integer", {}, 10**400, "数字过大"),
        ("decimal", {"decimals": 2}, "1e9", "应为数字"),
        ("decimal", {"decimals": 2}, 1e300, "数字过大"),
        ("decimal", {"decimals": 2}, "1.234", "最多2位小数"),
        ("decimal", {"decimals": 2}, 1.234, "最多2位小数"),
        ("integer", {"minimum": Decimal("0.000000")}, "-1", "不能小于0"),
        ("integer", {"maximum": Decimal("100"), "unit_of_measure": "人"}, 101, "不能大于100人"),
        ("date", {}, "2010-02-30", "应为日期"),
        ("date", {}, "去年", "应为日期"),
        ("date", {}, "10-2-3", "应为日期"),
        ("date", {}, 2009, "应为日期"),
        ("date", {}, True, "应为日期"),
        ("date", {}, dt.time(8, 30), "应为日期"),
        ("yes_no", {}, "也许", "应填“是”或“否”"),
        ("choice", {"choices": ABC}, "戊", "应为 甲、乙、丙、丁 之一"),
        ("choices", {"choices": ABC}, "甲；戊", "现在是“戊”"),
    ],
)
def test_a_value_that_cannot_be_accepted_is_refused_in_a_sentence(
    type_: str, keys: dict[str, Any], given: Any, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        read(given, type_, **keys)


def test_a_long_value_is_not_repeated_at_length() -> None:
    with pytest.raises(Refused) as refused:
        read("长" * 5000, "integer")
    assert len(str(refused.value)) < 60


@given(st.text())
def test_a_tidy_text_is_tidy_and_can_be_stored_anywhere(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "\x00" not in once
    assert once == once.strip()
    once.encode()


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, max_value=10**12, min_value=-(10**12)
    )
)
def test_a_number_survives_being_stored(number: Decimal) -> None:
    stored = read(number, "decimal", decimals=3)
    assert Decimal(stored) == number
    assert read(stored, "decimal", decimals=3) == stored
    assert read(float(number), "decimal", decimals=3) == stored


@given(st.dates(min_value=dt.date(1800, 1, 1)))
def test_a_day_is_read_however_it_is_written(day: dt.date) -> None:
    ways = [day, day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"]
    assert {read(way, "date") for way in ways} == {day.isoformat()}


@pytest.fixture
def cleaning(roads: Register) -> Cleaning:
    return Cleaning(roads, Names(roads.home))


def test_required_values_may_be_missing_in_a_draft_but_not_the_day(cleaning: Cleaning) -> None:
    assert "name" in cleaning.clean({"finished_on": "2010-01-20"}).faults
    assert cleaning.clean({"finished_on": "2010-01-20"}, draft=True).faults == {}
    assert set(cleaning.clean({"name": "x"}, draft=True).faults) == {"finished_on"}


def test_blanks_are_no_value(cleaning: Cleaning) -> None:
    clean = cleaning.clean(road(name="　 ", km="  ", uses=[]))
    assert clean.faults == {"name": "“路段名称”必须填写。"}
    assert "km" not in clean.values


def test_a_text_of_invisible_characters_is_missing(cleaning: Cleaning) -> None:
    assert "name" in cleaning.clean(road(name="\u200b\ufeff")).faults


def test_a_column_not_named_takes_its_default_and_an_emptied_one_does_not(
    cleaning: Cleaning,
) -> None:
    assert cleaning.clean(road()).values["state"] == "built"
    assert "state" not in cleaning.clean(road(state="")).values


def test_a_column_not_named_keeps_what_stood(cleaning: Cleaning) -> None:
    before = {"name": "旧", "km": "1.50", "finished_on": "2010-01-20", "gone": "kept"}
    clean = cleaning.clean({"name": "新", "km": ""}, before=before)
    assert clean.values == {"name": "新", "finished_on": "2010-01-20", "gone": "kept"}


def test_a_masked_value_keeps_what_stood_and_is_no_new_value(cleaning: Cleaning) -> None:
    before = road(phone="13900000000")
    assert cleaning.clean({"phone": MASK}, before=before).values["phone"] == "13900000000"
    assert "phone" in cleaning.clean(road(phone=MASK)).faults


def test_an_unknown_column_is_a_fault(cleaning: Cleaning) -> None:
    assert "width" in cleaning.clean(road(width=3)).faults


def test_a_broken_check_says_its_message(cleaning: Cleaning) -> None:
    assert cleaning.clean(road(started_on="2010-02-01")).faults == {"": "完工不能早于开工。"}
    assert cleaning.clean(road(started_on="2010-01-01")).faults == {}


def test_a_unit_is_found_by_id_code_or_a_name_that_only_it_bears(
    cast: Cast, cleaning: Cleaning
) -> None:
    first = cast.villages[0]
    for word in (str(first.id), first.code, first.name):
        assert cleaning.clean(road(keeper=word)).values["keeper"] == str(first.id)
    twins = [make_unit(village, "group", "一组") for village in cast.villages[:2]]
    fault = (
        Cleaning(cleaning.register, Names(cast.town)).clean(road(keeper="一组")).faults["keeper"]
    )
    assert fault == "“养护单位”：有几个单位都叫“一组”，请改填单位代码。"
    names = Names(cast.town)
    assert names.unit(twins[1].code) == twins[1]
    assert names.word_for_unit(twins[0]) == twins[0].code
    assert names.word_for_unit(first) == first.name


def test_a_closed_unit_gives_way_to_the_open_one_of_its_name(cast: Cast) -> None:
    old = make_unit(cast.town, "station", "农机站")
    new = make_unit(cast.town, "station", "农机站")
    close_unit(
        actor=keeper(), unit=old, closed_on=dt.date(2009, 1, 1), successor=new, reason="合并"
    )
    assert Names(cast.town).unit("农机站") == new


def test_a_unit_of_another_town_is_unknown(cast: Cast, cleaning: Cleaning) -> None:
    assert "keeper" in cleaning.clean(road(keeper=cast.other_village.code)).faults


def test_a_person_is_found_by_code_or_a_name_that_only_they_bear(
    cast: Cast, cleaning: Cleaning
) -> None:
    person = make_person(cast.villages[0], "王某")
    for word in (str(person.id), person.code, "王某"):
        clean = Cleaning(cleaning.register, Names(cast.town)).clean(road(holder=word))
        assert clean.values["holder"] == str(person.id)
    other = make_person(cast.town, "王某")
    names = Names(cast.town)
    assert names.person("王某") is None
    assert "几个人" in names.why_no_person("王某")
    assert names.word_for_person(other) == other.code


def test_a_county_register_knows_the_people_of_its_towns(cast: Cast) -> None:
    person = make_person(cast.other_town, "李某")
    assert Names(cast.county).person("李某") == str(person.id)
    for home in (cast.town, cast.other_town):
        add_person(actor=keeper(), unit=home, code="secretary", name=f"{home}书记")
    assert Names(cast.county).person("secretary") is None, "a code of two towns names nobody"
