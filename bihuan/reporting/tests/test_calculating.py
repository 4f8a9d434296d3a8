"""Formulas worked out: right where they are understood, never guessed where not."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.lib.errors import Invalid
from bihuan.reporting.calculating import Beyond, Values
from bihuan.reporting.formulas import parsed, places_of
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import Value

CELLS: dict[tuple[str, Place], Value] = {
    ("表", Place.of("A1")): Decimal(10),
    ("表", Place.of("A2")): Decimal("2.5"),
    ("表", Place.of("A3")): "文字",
    ("另 表", Place.of("B1")): Decimal(4),
}


def come_to(formula: str) -> object:
    return Values(CELLS).of(parsed(formula), "表")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A4)", Decimal("12.5")),
        ("A1-A2*2", Decimal(5)),
        ("-A1^2", Decimal(100)),  # as Excel has it: the sign first
        ("A2/A1%", Decimal(25)),
        ("ROUND(A2/3,2)", Decimal("0.83")),
        ("'另 表'!B1+A1", Decimal(14)),
        ("IF(A4=0,0,A1/A4)", Decimal(0)),
        ('IF(A1>=10,"够","不够")', "够"),
        ('IFERROR(A1/A4,"—")', "—"),
        ("AVERAGE(A1:A2)", Decimal("6.25")),
        ("MAX(A1:A3)-MIN(A1,A2)", Decimal("7.5")),
        ('COUNT(A1:A4)&"个"', "2个"),
        ("AND(A1>1,OR(A2>3,A2<3))", True),
        ("ＳＵＭ", None),
    ],
)
def test_formulas_come_to_what_excel_says(formula: str, value: object) -> None:
    if value is None:
        with pytest.raises(Invalid):
            parsed(formula)
    else:
        assert come_to(formula) == value


@pytest.mark.parametrize(
    "formula", ["A1/A4", "A1+A3", "VLOOKUP(A1,A1:A2,1)", "A1:A2+1", "INDIRECT(A3)", "2^1000"]
)
def test_what_is_beyond_it_is_said_and_not_guessed(formula: str) -> None:
    with pytest.raises(Beyond):
        come_to(formula)


@pytest.mark.parametrize(
    "rule", ["C10 = SUM(C4", "C10 ==", "= 3", "C10 = {1}", "(" * 90, "9" * 3000]
)
def test_what_cannot_be_read_is_refused_in_a_sentence(rule: str) -> None:
    with pytest.raises(Invalid):
        parsed(rule)


def test_a_formula_that_reads_itself_is_beyond_it() -> None:
    loop = {("表", Place.of("A1")): parsed("A2+1"), ("表", Place.of("A2")): parsed("A1")}
    with pytest.raises(Beyond):
        Values({}, loop).at("表", Place.of("A1"))


def test_full_width_signs_are_read_as_a_clerk_types_them() -> None:
    node = parsed("C10＝SUM（C4：C9）")
    assert [str(area) for _sheet, area in places_of(node, "表")] == ["C10", "C4:C9"]


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), max_size=20))
def test_a_sum_is_exact(numbers: list[Decimal]) -> None:
    cells: dict[tuple[str, Place], Value] = {
        ("表", Place(row, 1)): number for row, number in enumerate(numbers, 1)
    }
    assert Values(cells).of(parsed("SUM(A1:A20)"), "表") == sum(numbers, Decimal(0))


@given(st.text(alphabet="A1(),:=+-*/<>\"'!%^&SUMIF0 ", max_size=40))
def test_no_text_makes_the_reader_fail_otherwise_than_with_a_sentence(text: str) -> None:
    with suppress(Invalid, Beyond):
        Values(CELLS).of(parsed(text), "表")
