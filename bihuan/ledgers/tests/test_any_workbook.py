"""Whatever a workbook holds: tables or none, a proposal that contradicts nothing, no traceback."""

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.ledgers.reading import File, read_tables
from bihuan.ledgers.tests import telling
from bihuan.lib.errors import DomainError
from bihuan.lib.workbooks.reading import Sheet, read_workbook

WORDS = (
    *(
        "序号",
        "村名",
        "单位",
        "日期",
        "金额（万元）",
        "面积(亩)",
        "户数",
        "备注",
        "1月",
        "2月",
        "3月",
    ),
    *(
        "合计",
        "小计",
        "一、竹林村",
        "竹林村",
        "八都村",
        "备注：略",
        "填表人：甲某",
        "其中：水田",
        "合计",
    ),
    *("2010.2.3", "2.3", "1.5万", "约60", "270余户", "√", "×", "/", "同上", "360999193803111015"),
    *("小港镇2009年度统计表", "单位：万元", "（亩）", "甲", "乙", "第1页", "", " ", "　", "=1+1"),
)
CELLS = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.integers(-10, 50_000),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)),
    st.times(),
    st.text(max_size=12),
)
SHEETS = st.integers(1, 7).flatmap(
    lambda width: st.builds(
        Sheet,
        st.sampled_from(("Sheet1", "竹林村", "3月", "2009年", "_bihuan")),
        st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12),
        st.booleans(),
        st.lists(
            st.tuples(
                st.integers(0, 12), st.integers(0, 7), st.integers(0, 20), st.integers(0, 20)
            ),
            max_size=4,
        ).map(tuple),
        st.frozensets(st.integers(0, 12), max_size=3),
    )
)
LEDGERS = sorted(path for path in telling.FOLDER.iterdir() if path.suffix != ".toml")


@settings(max_examples=300, deadline=None)
@given(st.lists(SHEETS, min_size=1, max_size=3))
def test_any_sheets_give_a_proposal_that_contradicts_nothing(sheets: list[Sheet]) -> None:
    for table in read_tables([File("台账.xlsx", sheets)], is_unit=telling.KNOWN.is_unit):
        said = telling.told_of(table)
        assert said["ready"] <= len(table.rows)
        rows = {(row.sheet, row.row) for row in table.rows}
        assert rows, "a table without a row is none"


@pytest.mark.parametrize("path", LEDGERS, ids=lambda path: path.stem)
def test_a_spoilt_ledger_is_read_or_refused_in_a_sentence(path: Path) -> None:
    chance = random.Random(path.name)
    content = path.read_bytes()
    refused: list[str] = []
    for _turn in range(25):
        spoilt = bytearray(content)
        for _byte in range(chance.randint(1, 40)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        cut = bytes(spoilt[: chance.randint(len(spoilt) // 2, len(spoilt))])
        try:
            sheets = read_workbook(cut, name=path.name, errors=[])
            for table in read_tables([File(path.name, sheets)]):
                telling.told_of(table)
        except DomainError as error:
            refused.append(str(error))
    assert all(sentence.endswith("。") for sentence in refused)
