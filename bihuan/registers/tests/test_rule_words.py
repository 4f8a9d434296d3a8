"""Rules between labels and codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.registers.expressions import compile_rule
from bihuan.registers.rule_words import in_codes, in_labels
from bihuan.registers.tests.making import ROAD_COLUMNS

CODES = [column.code for column in ROAD_COLUMNS]
COMPARISONS = st.builds(
    "{} {} {}".format,
    st.sampled_from(CODES),
    st.sampled_from(["<", "<=", "==", "!=", ">", ">="]),
    st.sampled_from([*CODES, "3", "1.5"]),
)
RULES = st.lists(COMPARISONS, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([" and ".join(parts), " or ".join(parts)])
)


@given(RULES)
def test_what_is_shown_is_read_back_as_it_was(rule: str) -> None:
    assert in_codes(in_labels(rule, ROAD_COLUMNS), ROAD_COLUMNS) == rule


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("开工日期≤完工日期", "started_on<=finished_on"),
        ("里程＞０ 或者 车道大于１", "km>0 or lanes>1"),
        ("非 里程等于0", "not km==0"),
        ("状态 = “建成”", 'state == "built"'),
        ("km*2 > 投资", "km*2 > cost"),
    ],
)
def test_the_signs_and_words_of_an_office_are_understood(written: str, kept: str) -> None:
    rule = in_codes(written, ROAD_COLUMNS)
    assert " ".join(rule.split()) == kept
    compile_rule(rule, CODES)
