"""The measured layout against the standard."""

import dataclasses

import pytest

from bihuan.documents.checking.layouts import layout_findings
from bihuan.documents.layout.measure import Layout

RIGHT = Layout(
    pages=3, page_width_mm=210, page_height_mm=297, top_mm=37, bottom_mm=35, left_mm=28,
    right_mm=26, line_pitch_pt=28.95, lines_per_page=22, characters_per_line=28,
    fonts={
        "body": "仿宋_GB2312", "title": "方正小标宋简体", "heading1": "黑体", "heading2": "楷体",
    },
)  # fmt: skip


def test_a_paper_of_the_standard_has_no_findings() -> None:
    assert layout_findings(RIGHT) == []


@pytest.mark.parametrize(
    ("change", "rule", "said"),
    [
        ({"page_width_mm": 216.0}, "layout.paper", "A4"),
        ({"top_mm": 25.4}, "layout.margins", "25.4毫米"),
        ({"left_mm": 31.8}, "layout.margins", "28毫米"),
        ({"right_mm": 31.8}, "layout.margins", "26毫米"),
        ({"lines_per_page": 30}, "layout.grid", "30行"),
        ({"characters_per_line": 33}, "layout.grid", "33字"),
        ({"fonts": {"body": "宋体"}}, "layout.fonts", "宋体"),
    ],
)
def test_what_differs_is_told_with_measure_and_standard(
    change: dict[str, object], rule: str, said: str
) -> None:
    found = layout_findings(dataclasses.replace(RIGHT, **change))  # type: ignore[arg-type]
    assert [finding.rule for finding in found] == [rule]
    assert said in found[0].message


def test_the_grid_of_a_single_page_is_not_judged() -> None:
    assert layout_findings(dataclasses.replace(RIGHT, pages=1, lines_per_page=9)) == []
