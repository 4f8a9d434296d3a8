"""What in a sheet is title, head, record, sum or remark, case by case."""

from dataclasses import replace
from typing import Any

from bihuan.ledgers.converting import Decision, Mapped, convert
from bihuan.ledgers.proposing.known import Held, Standing
from bihuan.ledgers.proposing.proposal import propose
from bihuan.ledgers.reading import File, Period, TableFound, read_tables
from bihuan.ledgers.reading.tables import name_from
from bihuan.ledgers.reading.words import period_in
from bihuan.ledgers.tests.telling import KNOWN
from bihuan.ledgers.values.cells import Target
from bihuan.lib.workbooks.reading import CellFault, Sheet

Rows = list[Any]


def tables(*sheets: tuple[str, Rows], merged: Any = (), hidden: Any = ()) -> list[TableFound]:
    made = []
    for name, rows in sheets:
        width = max(map(len, rows))
        cells = [[*row, *[None] * (width - len(row))] for row in rows]
        made.append(Sheet(name, cells, False, tuple(merged), frozenset(hidden)))
    return read_tables([File("台账.xlsx", made)], is_unit=KNOWN.is_unit)


def only(rows: Rows, **keys: Any) -> TableFound:
    (found,) = tables(("Sheet1", rows), **keys)
    return found


def labels(table: TableFound) -> list[str]:
    return [head.label for head in table.heads]


HEAD = ["序号", "村名", "户数", "面积（亩）"]


def test_a_number_merged_downwards_counts_once_and_a_text_in_every_row() -> None:
    rows = [
        ["村名", "路名", "投资（元）"],
        ["竹林村", "东路", 900],
        [None, "西路", None],
        [None, "南路", None],
    ]
    found = only(rows, merged=[(1, 0, 3, 0), (1, 2, 3, 2)])
    assert found.values(0) == ["竹林村"] * 3
    assert found.values(2) == [900, None, None]
    assert "只记在第2行" in found.notes[0]


def test_a_sum_that_its_rows_do_not_give_is_told_and_not_taken() -> None:
    found = only([HEAD, [1, "竹林村", 30, 10.5], [2, "八都村", 40, 9], [None, "合计", 71, 19.5]])
    assert len(found.rows) == 2
    assert found.doubts == ["Sheet1第4行“合计 71 19.5”的“户数”写的是71，按各行相加是70。"]


def test_subtotals_and_totals_that_agree_raise_no_doubt() -> None:
    rows = [
        HEAD,
        [1, "竹林村", 30, 1],
        [2, "竹林村", 10, 1],
        [None, "小计", 40, 2],
        [3, "八都村", 5, 3],
        [None, "小计", 5, 3],
        [None, "合计", 45, 5],
    ]
    found = only(rows)
    assert found.doubts == []
    assert len(found.rows) == 3


def test_sheets_of_one_header_become_one_table_told_apart_by_their_villages() -> None:
    found = tables(
        ("竹林村", [["组别", "户数"], ["一组", 3]]), ("八都村", [["组别", "户数"], ["二组", 4]])
    )
    assert len(found) == 1
    assert labels(found[0]) == ["单位", "组别", "户数"]
    assert found[0].values(0) == ["竹林村", "八都村"]


def test_sheets_of_months_give_each_row_its_period() -> None:
    rows: Rows = [["2010年度用水登记"], ["村名", "吨数"], ["竹林村", 3]]
    (found,) = tables(("1月", rows), ("2月", rows))
    assert [row.period for row in found.rows] == [Period(2010, 1), Period(2010, 2)]
    assert labels(found) == ["村名", "吨数"]


def test_month_columns_of_words_stay_columns() -> None:
    found = only([["村名", "1月", "2月", "3月"], ["竹林村", "√", "√", "×"]])
    assert labels(found) == ["村名", "1月", "2月", "3月"]


def test_two_measures_a_month_turn_together() -> None:
    rows = [
        ["村名", "1月", None, "2月", None, "3月", None],
        [None, "计划", "完成", "计划", "完成", "计划", "完成"],
        ["竹林村", 1, 2, 3, 4, 5, 6],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 0, 6)]
    found = only(rows, merged=merged)
    assert labels(found) == ["村名", "计划", "完成"]
    assert [row.cells for row in found.rows] == [
        ("竹林村", 1, 2),
        ("竹林村", 3, 4),
        ("竹林村", 5, 6),
    ]


def test_hidden_rows_are_read_and_counted() -> None:
    found = only([HEAD, [1, "竹林村", 3, 1], [2, "八都村", 4, 2]], hidden=[2])
    assert len(found.rows) == 2
    assert found.hidden_rows == 1


def test_a_row_whose_formula_failed_is_handed_back_and_the_others_are_not() -> None:
    sheet = Sheet("S", [["名称", "数量"], ["甲", 1], ["乙", None]])
    error = CellFault("S", 3, "B", "B3 格的公式出错。")
    (found,) = read_tables([File("x.xlsx", [sheet], [error])])
    columns = tuple(Mapped(str(n), h.label, n, Target("text")) for n, h in enumerate(found.heads))
    made = convert(found, Decision(columns, day="", unit_otherwise="小港镇"), KNOWN)
    assert [row.row for row in made.rows] == [2]
    assert [fault.message for fault in made.faults] == ["B3 格的公式出错。"]


def test_as_above_takes_what_stands_above_and_says_so() -> None:
    found = only([["名称", "带班"], ["甲", "某"], ["乙", "同上"]])
    columns = tuple(Mapped(str(n), h.label, n, Target("text")) for n, h in enumerate(found.heads))
    made = convert(found, Decision(columns, day="", unit_otherwise="小港镇"), KNOWN)
    assert made.rows[1].raw["1"] == "某"
    assert [turned.message for turned in made.turned] == ["同上 → 某"]


def test_a_register_that_stands_is_offered_and_no_twin() -> None:
    standing = Standing("id", "roads", "道路台账", {"a": "路名", "b": "里程", "c": "完工日期"})
    known = replace(KNOWN, standing=(standing,))
    rows = [["路名", "里程(公里)", "完工日期"], ["东路", 2, "2009-1-5"]]
    fits = propose(only(rows), known).fits
    assert fits is not None
    assert fits.places == {"a": 0, "b": 1, "c": 2}
    other = [["水池", "里程(公里)", "建成日期"], ["东池", 2, "2009-1-5"]]
    assert propose(only(other), known).fits is None


def test_a_fact_held_elsewhere_gets_no_concept_and_is_told() -> None:
    known = replace(KNOWN, held=(Held("受益户数", "drinking_water.households", "人饮", "integer"),))
    found = propose(only([["水池", "受益户数", "日期"], ["东池", 30, "2009-1-5"]]), known)
    column = found.columns[1]
    assert column.spec.concept == ""
    assert "人饮" in column.remarks[-1]


def test_units_are_known_however_they_are_written() -> None:
    for word in ("竹林村", "竹林", "竹林村委会", "小港镇竹林村", " 竹 林 村 "):
        assert KNOWN.unit(word) == "竹林村", word
    assert KNOWN.unit("东门村") == ""


def test_a_name_is_taken_from_the_title_without_its_year() -> None:
    title = "小港镇2009年度村级公路建设情况统计表"
    assert name_from(title, period_in(title)) == "村级公路建设情况统计表"
    assert period_in("二〇〇九年十一月") == Period(2009, 11)
    assert period_in("2009年第四季度") == Period(2009, 12)
    assert period_in("一览表") is None
