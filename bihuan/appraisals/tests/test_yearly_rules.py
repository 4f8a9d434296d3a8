"""How the parts come together, for every weight and value there may be."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.appraisals.words import place_in
from bihuan.appraisals.yearly_rules import (
    PARTS,
    Part,
    Result,
    daily,
    is_whole,
    most_best,
    of_ratio,
    out_of,
)

values = st.fractions(min_value=0, max_value=100, max_denominator=1000)
maybe = st.none() | values
points = st.decimals(min_value=-100, max_value=100, places=2)


@st.composite
def weights(draw: st.DrawFn) -> tuple[int, int, int]:
    """Return three weights that make up the whole."""
    first = draw(st.integers(0, 100))
    second = draw(st.integers(0, 100 - first))
    return first, second, 100 - first - second


@st.composite
def results(draw: st.DrawFn, value: st.SearchStrategy[Fraction | None] = maybe) -> Result:
    """Return a result of three parts, some of them missing."""
    parts = zip(PARTS, draw(weights()), strict=True)
    return Result(tuple(Part(code, weight, draw(value), "说") for code, weight in parts))


@given(results())
def test_a_total_is_the_weighted_sum_and_only_where_nothing_that_counts_is_missing(
    result: Result,
) -> None:
    lacking = [part for part in result.parts if part.weight and part.value is None]
    assert list(result.missing) == lacking
    if lacking:
        assert result.total is None
        assert result.written == "缺项"
    else:
        expected = sum(Fraction(p.weight, 100) * (p.value or 0) for p in result.parts if p.weight)
        assert result.total == expected


@given(results(values))
def test_a_total_lies_between_the_parts(result: Result) -> None:
    counted = [part.value for part in result.counted if part.value is not None]
    assert result.total is not None
    assert min(counted) <= result.total <= max(counted)


@given(weights(), values)
def test_parts_that_are_alike_come_to_the_same_whatever_the_weights(
    by: tuple[int, int, int], value: Fraction
) -> None:
    result = Result(tuple(Part(c, w, value) for c, w in zip(PARTS, by, strict=True)))
    assert result.total == value


@given(results(), st.permutations(range(3)))
def test_the_order_of_the_parts_does_not_matter(result: Result, order: list[int]) -> None:
    other = Result(tuple(result.parts[at] for at in order))
    assert other.total == result.total


@given(results())
def test_a_part_that_is_missing_is_never_a_nought(result: Result) -> None:
    nought = Result(tuple(Part(p.code, p.weight, p.value or Fraction(0)) for p in result.parts))
    if result.missing:
        assert nought.total is not None
        assert "缺" in result.formula
        assert "＝" not in result.formula
    else:
        assert result.formula.endswith(f"＝{result.written}")


@given(results())
def test_what_is_kept_with_a_decision_is_read_back_exactly(result: Result) -> None:
    assert Result.of_json(result.as_json()) == result


@given(st.integers(0, 500), st.integers(0, 100))
def test_the_best_grade_is_a_share_of_all_rounded_down(persons: int, share: int) -> None:
    most = most_best(persons, share)
    assert most * 100 <= persons * share < (most + 1) * 100


@given(st.lists(points))
def test_the_daily_part_is_the_sum_within_its_bounds_in_any_order(rows: list[Decimal]) -> None:
    value = daily(rows)
    assert (value is None) == (not rows)
    assert daily(list(reversed(rows))) == value
    if value is not None:
        assert 0 <= value <= 100
        plain = sum((Fraction(each) for each in rows), Fraction(0))
        assert value == plain or value in (0, 100)


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_targets_are_met_out_of_all_and_at_most_wholly(met: int, count: int) -> None:
    assert out_of(met, count) == min(Fraction(100), Fraction(met, count) * 100)


@given(st.none() | st.integers(0, 9))
def test_without_targets_or_answer_there_is_no_part(met: int | None) -> None:
    assert out_of(met, 0) is None
    assert out_of(met, None) is None
    assert out_of(None, 5) is None
    assert of_ratio(None, is_percent=True) is None


def test_a_ratio_is_read_by_its_unit() -> None:
    assert of_ratio(Decimal("85.5"), is_percent=True) == Fraction(171, 2)
    assert of_ratio(Decimal("0.855"), is_percent=False) == Fraction(171, 2)


@given(weights())
def test_weights_that_make_up_the_whole_are_told(by: tuple[int, int, int]) -> None:
    assert is_whole(by)
    assert not is_whole((by[0] + 1, by[1], by[2]))


def test_the_formula_is_written_out_with_its_numbers() -> None:
    numbers = ((50, Fraction(85)), (30, Fraction(442, 5)), (20, Fraction(90)))
    parts = tuple(Part(c, w, v) for c, (w, v) in zip(PARTS, numbers, strict=True))
    assert Result(parts).formula == "50%×85.00＋30%×88.40＋20%×90.00＝87.02"
    without = (parts[0], Part("ballot", 30, None), parts[2])
    assert Result(without).formula == "50%×85.00＋30%×缺＋20%×90.00（缺民主测评，不合计）"


@pytest.mark.parametrize(
    "text", ["测评排名靠后", "列末位", "全镇倒数第二", "属后三名", "名次最后", "最后3名之一"]
)
def test_a_place_in_some_order_is_found_in_a_reason(text: str) -> None:
    assert place_in(text)


@pytest.mark.parametrize(
    "text", ["三次找不到人", "第三村民小组反映", "两名群众来访", "以后注意", "推迟三天"]
)
def test_plain_facts_are_no_place(text: str) -> None:
    assert place_in(text) == ""
