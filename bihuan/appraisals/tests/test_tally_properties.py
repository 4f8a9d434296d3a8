"""The rules of counting, by properties and against an independent count that takes the long way."""

import itertools
import random
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.appraisals.standalone import recount
from bihuan.appraisals.standalone.recount import Cell, Faulty, choices_of, merged

OPTIONS = "01234"
POINTS = ("100", "80.5", "60", "0")
SCALE = [{"label": label, "points": each} for label, each in zip("优良中差", POINTS, strict=True)]
GRADE: dict[str, Any] = {"number": 1, "form": "grade", "scale": 0, "groups": [1, 2, 3]}
NAMES: dict[str, Any] = {
    "number": 1, "form": "names", "candidates": list("甲乙丙"), "most": 2, "write_ins": True,
}  # fmt: skip
POST: dict[str, Any] = {
    "number": 1, "form": "post", "candidates": list("甲乙丙"), "seats": 2, "write_ins": 1,
}  # fmt: skip
ANSWERS = st.lists(st.sampled_from(OPTIONS), max_size=14)
GROUPS = st.lists(st.tuples(ANSWERS, st.integers(0, 3)), min_size=1, max_size=5)


def cells_of(groups: list[tuple[list[str], int]]) -> list[Cell]:
    return [
        Cell([number], len(answers), invalid, answers)
        for number, (answers, invalid) in enumerate(groups, 1)
    ]


def as_told(cells: list[Cell]) -> list[tuple[list[int], int, int, dict[str, int]]]:
    return [(cell.groups, cell.ballots, cell.invalid, dict(cell.choices)) for cell in cells]


# ---- merging -------------------------------------------------------------------------------------


@given(GROUPS)
def test_merging_leaves_no_unsafe_cell_beside_another_and_loses_no_vote(
    groups: list[tuple[list[str], int]],
) -> None:
    left = merged(cells_of(groups))
    assert len(left) == 1 or not any(cell.is_unsafe for cell in left)
    assert sorted(g for cell in left for g in cell.groups) == list(range(1, len(groups) + 1))
    for cell in left:
        own = [groups[number - 1] for number in cell.groups]
        assert cell.choices == sum((Counter(answers) for answers, _ in own), Counter())
        assert cell.ballots == sum(len(answers) for answers, _ in own)
        assert cell.invalid == sum(invalid for _, invalid in own)


@given(GROUPS, st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_the_order_of_groups_or_answers(
    groups: list[tuple[list[str], int]], draw: random.Random
) -> None:
    cells = cells_of([(draw.sample(answers, len(answers)), invalid) for answers, invalid in groups])
    draw.shuffle(cells)
    assert as_told(merged(cells)) == as_told(merged(cells_of(groups)))


@given(GROUPS)
def test_what_needs_no_merging_is_not_merged(groups: list[tuple[list[str], int]]) -> None:
    cells = cells_of(groups)
    if not any(cell.is_unsafe for cell in cells):
        assert as_told(merged(cells)) == as_told(cells)


@given(GROUPS)
def test_no_sum_or_difference_of_published_cells_is_a_small_or_unanimous_group(
    groups: list[tuple[list[str], int]],
) -> None:
    """Take every union of cells and every difference of two, the whole item among them."""
    left = merged(cells_of(groups))
    if len(left) == 1:
        return  # only the whole is known, and nothing to take from it
    whole = frozenset(range(1, len(groups) + 1))
    known = {
        frozenset(g for cell in some for g in cell.groups)
        for size in range(len(left) + 1)
        for some in itertools.combinations(left, size)
    } | {whole}
    known |= {one - other for one in known for other in known if other < one}
    for number, (answers, _invalid) in enumerate(groups, 1):
        own = Cell([number], len(answers), 0, answers)
        if own.is_unsafe:
            assert frozenset([number]) not in known
    for some in known - {frozenset()}:
        together = [answer for number in some for answer in groups[number - 1][0]]
        assert len(together) >= recount.SMALLEST_CELL
        # A union of safe cells is safe: a choice that all share would be shared in each.
        assert len(together) not in Counter(together).values()


def test_that_two_large_groups_were_merged_tells_that_one_agreed() -> None:
    """What merging cannot hide, written down: docs/explanation/secret-ballots.md says it too."""
    ten_alike, mixed = ["4"] * 10, [*"1" * 8, *"2" * 6, *"3" * 6]
    (cell,) = merged(cells_of([(mixed, 0), (ten_alike, 0)]))
    sizes = {1: 20, 2: 10}
    explained = {
        (group, option)
        for group, size in sizes.items()
        for option, count in cell.choices.items()
        if count >= size
    }
    assert explained == {(2, "4")}


# ---- counting ------------------------------------------------------------------------------------

WEIGHTS = st.lists(st.decimals(0, 100, places=2, allow_nan=False), min_size=3, max_size=3)


def paper_of(weights: list[Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    groups = [{"number": at, "weight": str(each)} for at, each in enumerate(weights, 1)]
    return {"poll": "00", "title": "测", "groups": groups, "scales": [SCALE], "items": items}


def opening_of(items: list[list[Cell]]) -> dict[str, Any]:
    from bihuan.appraisals.standalone.open_box import _said

    return {
        "version": 1,
        "poll": "00",
        "items": [
            {"item": at, "cells": [_said(cell) for cell in cells]}
            for at, cells in enumerate(items, 1)
        ],
    }


def by_hand(cells: list[Cell], weights: list[Any]) -> Fraction | None:
    """Count one by one: every answer its points, every cell its mean, weights of its groups."""
    above, below = Fraction(0), Fraction(0)
    for cell in cells:
        if cell.ballots < 5:
            continue
        given = [Fraction(SCALE[int(a) - 1]["points"]) for a in cell.choices.elements() if a != "0"]
        weight = sum(Fraction(str(weights[g - 1])) for g in cell.groups)
        if given and weight:
            above += weight * (sum(given, Fraction(0)) / len(given))
            below += weight
    return above / below if below else None


@given(st.lists(st.tuples(ANSWERS, st.integers(0, 3)), min_size=3, max_size=3), WEIGHTS)
def test_a_score_is_the_weighted_mean_of_cells_exactly(
    groups: list[tuple[list[str], int]], weights: list[Decimal]
) -> None:
    cells = merged(cells_of(groups))
    paper = paper_of(weights, [{**GRADE, "subject": "甲", "weight": "1"}])
    found = recount.result_of(paper, opening_of([cells]))["items"][0]
    wanted = by_hand(cells, weights)
    assert found["score"] == (None if wanted is None else [wanted.numerator, wanted.denominator])
    assert found["ballots"] == sum(len(answers) for answers, _ in groups)
    assert found["invalid"] == sum(invalid for _, invalid in groups)
    if sum(len(answers) for answers, _ in groups) >= 5:
        assert found["votes"] == dict(Counter(a for answers, _ in groups for a in answers))


@given(st.lists(st.sampled_from("1234"), min_size=6, max_size=12).filter(lambda a: len(set(a)) > 1))
def test_abstentions_change_shares_and_not_the_score(answers: list[str]) -> None:
    paper = paper_of([60, 40, 0], [{**GRADE, "subject": "甲", "weight": "1"}])
    with_some = [Cell([1, 2, 3], len(answers) + 3, 0, [*answers, "0", "0", "0"])]
    without = [Cell([1, 2, 3], len(answers), 0, answers)]
    some, none = (
        recount.result_of(paper, opening_of([cells]))["items"][0] for cells in (with_some, without)
    )
    assert some["score"] == none["score"]
    assert some["ballots"] == none["ballots"] + 3


def test_where_everybody_abstains_there_is_no_score() -> None:
    paper = paper_of([60, 40, 0], [{**GRADE, "subject": "甲", "weight": "1"}])
    found = recount.result_of(paper, opening_of([[Cell([1, 2, 3], 7, 0, "0" * 7)]]))
    assert found["items"][0]["score"] is None
    assert found["subjects"] == [{"subject": "甲", "score": None}]
    assert recount.two_decimals(None) == "—"


def test_equal_scores_stay_in_the_papers_order() -> None:
    items = [
        {**GRADE, "number": at, "subject": subject, "weight": "2"}
        for at, subject in enumerate(["丙", "甲", "乙"], 1)
    ]
    cells = [
        [Cell([1, 2, 3], 6, 0, "112233")],
        [Cell([1, 2, 3], 6, 0, "112233")],
        [Cell([1, 2, 3], 6, 0, "111112")],
    ]
    found = recount.result_of(paper_of([1, 1, 1], items), opening_of(cells))["subjects"]
    assert [each["subject"] for each in found] == ["丙", "甲", "乙"]
    assert found[0]["score"] == found[1]["score"] != found[2]["score"]


@given(st.integers(0, 200_000), st.integers(1, 999))
def test_two_decimals_are_half_up(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    if Fraction(exact) == Fraction(numerator, denominator):  # where Decimal is exact, it is a judge
        assert recount.two_decimals([numerator, denominator]) == str(
            exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        )
    shown = Fraction(recount.two_decimals([numerator, denominator]))
    assert -Fraction(1, 200) < shown - Fraction(numerator, denominator) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("score", "said"),
    [([1, 200], "0.01"), ([201, 200], "1.01"), ([1, 201], "0.00"), ([100, 1], "100.00")],
)
def test_halves_go_up(score: list[int], said: str) -> None:
    assert recount.two_decimals(score) == said


# ---- answers -------------------------------------------------------------------------------------

GARBAGE = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="0123456789,|yna-= １²王", max_size=12),
)


@pytest.mark.parametrize("item", [GRADE, NAMES, POST], ids=["grade", "names", "post"])
@given(answer=GARBAGE)
def test_whatever_stands_in_an_answer_it_is_read_or_faulty(
    item: dict[str, Any], answer: str
) -> None:
    try:
        found = choices_of(item, [SCALE], answer)
    except Faulty:
        return
    # What is read is also what a recount takes for an answer of the item.
    recount._check_answers({"scales": [SCALE]}, item, 1, Counter(found), "第1项")


@pytest.mark.parametrize(
    ("item", "answer", "choices"),
    [
        (GRADE, "0", ["0"]), (GRADE, "4", ["4"]),
        (NAMES, "", ["-"]), (NAMES, "1,3", ["1", "3"]), (NAMES, "2|王五", ["2", "=王五"]),
        (POST, "yny", ["1y", "2n", "3y"]), (POST, "yna|王五", ["1y", "2n", "3a", "=王五"]),
    ],
)  # fmt: skip
def test_answers_are_read(item: dict[str, Any], answer: str, choices: list[str]) -> None:
    assert choices_of(item, [SCALE], answer) == choices


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (GRADE, "5"), (GRADE, "-1"), (GRADE, "01"), (GRADE, ""), (GRADE, "1|王"), (GRADE, "１"),
        (NAMES, "3,1"), (NAMES, "1,1"), (NAMES, "4"), (NAMES, "1,2,3"), (NAMES, "1,2|王"),
        (NAMES, "1,"), (NAMES, "|"), (NAMES, "| 王"), (NAMES, "|王|王"), (NAMES, "|" + "王" * 21),
        (NAMES, "|王\n"), (POST, "yy"), (POST, "yyy"), (POST, "yny|王"), (POST, "nnn|王|李"),
        (POST, "nnx"), (POST, "YNN"),
    ],
)  # fmt: skip
def test_answers_outside_the_paper_are_faulty(item: dict[str, Any], answer: str) -> None:
    with pytest.raises(Faulty):
        choices_of(item, [SCALE], answer)
