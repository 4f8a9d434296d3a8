"""The example of docs/explanation/secret-ballots.md says what the programs do."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from bihuan.appraisals.standalone import open_box, recount, vote

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "secret-ballots.md"
ROW = re.compile(r"^\| (\d) \S+ \| (\d+) \| ([\d ]+) \| (\d+) \| (no|yes.*) \|$", re.M)


@pytest.fixture(scope="module")
def example() -> str:
    """Return the part of the page."""
    text = PAGE.read_text("utf-8")
    return text[text.index("## An example") : text.index("## What the lists say together")]


def test_the_slip_and_its_hashes(example: str) -> None:
    poll, drawn = re.findall(r"`([0-9a-f]{32})`|browser draws `(\w{15})`", example)
    slip = re.findall(r"`(\w{4}-\w{4}-\w{4}-\w{4})`", example)[0].replace("-", "")
    assert slip == drawn[1] + open_box.check_sign(drawn[1])
    for hashed in (vote.credential_of(poll[0], slip), vote.kept_of(poll[0], slip)):
        assert f"{hashed.hex()[:16]}…{hashed.hex()[-7:]}" in example


def test_the_groups_are_merged_and_scored_as_the_page_says(example: str) -> None:
    rows = ROW.findall(example)
    assert len(rows) == 3
    cells = {}
    for number, _weight, answers, valid, unsafe in rows:
        cell = recount.Cell([int(number)], int(valid), 0, answers.split())
        assert cell.is_unsafe == unsafe.startswith("yes")
        cells[int(number)] = cell
    left = recount.merged(list(cells.values()))
    assert [cell.groups for cell in left] == [[1], [2, 3]]
    said = re.findall(r"^    \S+ +((?:\d ?)+)", example, re.M)
    assert [sorted(each.split()) for each in said] == [
        sorted(cell.choices.elements()) for cell in left
    ]
    weights = {int(number): Fraction(weight) for number, weight, *_rest in rows}
    shown = [{"groups": c.groups, "answers": list(c.choices.elements())} for c in left]
    points = [Fraction(each) for each in (100, 80, 60, 40)]
    score = recount.score_of(shown, points, weights)
    assert score is not None
    assert f"**{recount.two_decimals([score.numerator, score.denominator])}**" in example
    best = sum(cell.choices["1"] for cell in left)
    assert f"{100 * best / 16:.2f}%" in example
