import datetime as dt
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.lib.errors import Invalid
from bihuan.lib.tests.workbook_samples import make_xlsx
from bihuan.lib.workbooks import writing
from bihuan.lib.workbooks.reading import Cell, read_workbook
from bihuan.lib.workbooks.writing import (
    ColumnOut,
    SheetOut,
    Value,
    clean,
    write_csv,
    write_workbook,
)

TEXTS = st.text(max_size=40).map(lambda text: str(clean(text)) or None)
DATES = st.dates(min_value=dt.date(1900, 3, 1))
MOMENTS = st.datetimes(min_value=dt.datetime(1900, 3, 1), max_value=dt.datetime(2999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
TIMES = st.times().map(lambda time: time.replace(microsecond=0))
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(-1e12, 1e12).map(
    lambda number: round(number, 2)
)
CELLS = st.none() | TEXTS | NUMBERS | st.booleans() | DATES | MOMENTS | TIMES


def as_read(value: Cell) -> Cell:
    """Return a value as any workbook gives it back: whole floats are ints, midnight is a day."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6))
@settings(deadline=None)
def test_what_is_written_is_read_back(rows: list[list[Cell]]) -> None:
    header = ["甲", "乙", "丙"]
    last: list[Cell] = ["终", 1, True]
    written: list[Sequence[Cell]] = [header, *rows, last]
    content = make_xlsx(*written[1:], header=header)
    read = read_workbook(content, sheet="台账")[0].rows
    assert read == [[as_read(value) for value in row] for row in written]
    assert [[type(value) for value in row] for row in read] == [
        [type(as_read(value)) for value in row] for row in written
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)", "http://a.b", "<r>1</r>", "007"],
)
def test_text_is_never_taken_for_a_formula_or_a_number(text: str) -> None:
    content = make_xlsx([text])
    assert read_workbook(content)[0].rows[1] == [text]
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert clean("甲\x00\x0b\ud800乙\uffff\r\n丙\r") == "甲乙\n丙\n"
    assert read_workbook(make_xlsx(["甲\x01乙"]))[0].rows[1] == ["甲乙"]


def test_the_header_is_frozen_and_dates_are_dates() -> None:
    content = make_xlsx([dt.date(2010, 2, 3)])
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert page.freeze_panes == "A2"
    assert page["A2"].value == dt.datetime(2010, 2, 3)
    assert page["A2"].number_format == "yyyy-mm-dd"


def test_a_column_has_its_width_and_number_format() -> None:
    target = io.BytesIO()
    column = ColumnOut("资金（元）", width=22, number_format="#,##0.00")
    write_workbook(target, [SheetOut("资金", [column], [[Decimal("1200.50")]])])
    page = openpyxl.load_workbook(target).worksheets[0]
    assert (page["A2"].value, page["A2"].number_format) == (1200.5, "#,##0.00")
    assert 22 <= page.column_dimensions["A"].width < 23


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (360102199001011234, "360102199001011234"),
        (Decimal("12345678901234567.89"), "12345678901234567.89"),
        (Decimal("27.20"), 27.2),
        (dt.date(1899, 5, 4), "1899-05-04"),
    ],
)
def test_what_excel_would_round_or_shift_is_kept_as_text(value: Value, kept: Cell) -> None:
    assert read_workbook(make_xlsx([value]))[0].rows[1] == [kept]


def test_sheet_names_are_made_fit_and_told_apart() -> None:
    target = io.BytesIO()
    names = ["公路/桥梁", "公路/桥梁", "长" * 40, "", "History"]
    write_workbook(target, [SheetOut(name, [ColumnOut("甲")], []) for name in names])
    assert [sheet.name for sheet in read_workbook(target.getvalue())] == [
        "公路_桥梁",
        "公路_桥梁(2)",
        "长" * 31,
        "表",
        "History_",
    ]


def test_rows_may_be_a_generator_that_is_gone_through_once() -> None:
    target = io.BytesIO()
    rows = ([number] for number in range(1000))
    write_workbook(target, [SheetOut("甲", [ColumnOut("数")], rows)])
    assert len(read_workbook(target.getvalue())[0].rows) == 1001


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"before")

    def broken_rows() -> Iterator[list[Value]]:
        yield ["甲"]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        write_workbook(path, [SheetOut("甲", [ColumnOut("名")], broken_rows())])
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
    write_workbook(path, [SheetOut("甲", [ColumnOut("名")], [["乙"]])])
    assert read_workbook(path)[0].rows == [["名"], ["乙"]]


def test_what_excel_cannot_hold_is_refused_in_a_sentence() -> None:
    with pytest.raises(Invalid, match="第 2 行有一格文字超过"):
        make_xlsx(["长" * 32_768])


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("NaN"), dt.datetime(2010, 2, 3, tzinfo=dt.UTC)]
)
def test_a_value_that_is_no_value_is_a_fault_of_the_caller(value: Value) -> None:
    with pytest.raises(ValueError, match=r"number|time"):
        make_xlsx([value])


def csv_of(*rows: Sequence[Value]) -> bytes:
    target = io.BytesIO()
    write_csv(target, SheetOut("甲", [ColumnOut("名"), ColumnOut("数")], rows))
    return target.getvalue()


def test_csv_neutralises_formulas_and_opens_in_excel() -> None:
    content = csv_of(["=1+1", -5], ["'=1", None], ["-", "甲\r\n乙"])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1:3] == ["'=1+1,-5", "''=1,"]
    assert read_workbook(content)[0].rows[1:] == [["=1+1", "-5"], ["'=1", None], ["-", "甲\n乙"]]


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
@settings(deadline=None)
def test_text_in_csv_is_read_back(rows: list[tuple[str | None, str | None]]) -> None:
    content = csv_of(*([first, second] for first, second in rows), ["终", "终"])
    assert read_workbook(content)[0].rows[1:-1] == [list(row) for row in rows]


def test_rows_beyond_a_full_sheet_go_on_in_another_of_the_same_head(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "MAX_ROWS", 3)
    target = io.BytesIO()
    rows = [[n] for n in range(5)]
    write_workbook(target, [SheetOut("台账", [ColumnOut("数")], rows)])
    found = [(sheet.name, sheet.rows) for sheet in read_workbook(target.getvalue())]
    assert found == [
        ("台账", [["数"], [0], [1]]),
        ("台账(2)", [["数"], [2], [3]]),
        ("台账(3)", [["数"], [4]]),
    ]
