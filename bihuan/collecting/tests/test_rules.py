"""The state of what was asked, and the names of workbooks."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bihuan.collecting.rules import OPEN, State, file_name, state_of


@dataclass(frozen=True)
class Came:
    how: str = "workbook"
    handed_back: int = 0


returns = st.lists(
    st.builds(
        Came,
        how=st.sampled_from(["workbook", "browser", "nothing"]),
        handed_back=st.integers(0, 3),
    ),
    max_size=5,
)


def test_the_newest_return_decides() -> None:
    assert state_of([], is_waived=False) is State.WAITING
    assert state_of([], is_waived=True) is State.WAIVED
    assert state_of([Came(handed_back=2)], is_waived=False) is State.PARTLY
    assert state_of([Came(handed_back=2)], is_waived=True) is State.WAIVED
    assert state_of([Came(handed_back=2), Came()], is_waived=False) is State.RETURNED
    assert state_of([Came("nothing")], is_waived=False) is State.NOTHING
    assert state_of([Came("nothing"), Came()], is_waived=False) is State.RETURNED


@given(returns, st.booleans())
def test_whoever_is_waived_is_never_waited_for(found: list[Came], waived: bool) -> None:
    state = state_of(found, is_waived=waived)
    if waived:
        assert state not in OPEN
    assert (state is State.WAITING) == (not found and not waived)


def test_a_workbook_is_named_by_number_unit_and_title() -> None:
    assert file_name(3, "竹林村", "道路台账") == "03_竹林村_道路台账.xlsx"
    assert file_name(118, "a/b:c", '台"账?') == "118_a_b_c_台_账_.xlsx"


@given(st.integers(1, 999), st.text(max_size=90), st.text(max_size=90))
def test_a_name_is_one_file_that_windows_takes(number: int, unit: str, title: str) -> None:
    name = file_name(number, unit, title)
    assert not set(name) & set('\\/:*?"<>|\x00\n')
    assert len(name) <= 100
