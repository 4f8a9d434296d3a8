"""Reading answers, skip logic, and hiding groups: pure rules, by properties."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.lib.errors import Invalid
from bihuan.questionnaires.rules.asked import (
    Asked,
    Given,
    Kind,
    is_shown,
    minutes,
    refuse_wrong_order,
)
from bihuan.questionnaires.rules.reading import name_of, read_all, typed_of
from bihuan.questionnaires.rules.suppressing import hidden_groups

ONE = Asked(1, Kind.SINGLE, options=("甲", "乙", "丙"))
SEVERAL = Asked(1, Kind.SEVERAL, options=("甲", "乙", "丙"), most=2)
MATRIX = Asked(1, Kind.MATRIX, options=("好", "中", "差"), values=(3, 2, 1), rows=("路", "渠"))
NUMBER = Asked(1, Kind.NUMBER, minimum=0, maximum=30)
TEXT = Asked(1, Kind.TEXT)
WHY = Asked(2, Kind.TEXT, shown_if=1, shown_when=frozenset({2, 3}))


def read(asked: Sequence[Asked], *, paper: bool = False, **fields: str) -> tuple[object, object]:
    return read_all(asked, lambda name: fields.get(name, "").split("|"), is_paper=paper)


@pytest.mark.parametrize(
    ("asked", "typed", "meant"),
    [
        (ONE, "2", {0: (2,)}),
        (SEVERAL, "13", {0: (1, 3)}),
        (SEVERAL, "3，1", {0: (1, 3)}),
        (SEVERAL, " １ 3 ", {0: (1, 3)}),
        (ONE, "0", {}),
        (ONE, "", {}),
        (MATRIX, "13", {1: (1,), 2: (3,)}),
        (MATRIX, "0 3", {2: (3,)}),
    ],
)
def test_digits_typed_off_paper_are_read(
    asked: Asked, typed: str, meant: dict[int, tuple[int, ...]]
) -> None:
    given, wrong = read([asked], paper=True, q1=typed)
    assert (given, wrong) == ({1: Given(chosen=meant)} if meant else {}, {})


@pytest.mark.parametrize(
    ("asked", "typed"),
    [(ONE, "4"), (ONE, "12"), (ONE, "x"), (SEVERAL, "123"), (MATRIX, "1"), (NUMBER, "31")],
)
def test_digits_that_fit_no_option_are_refused(asked: Asked, typed: str) -> None:
    given, wrong = read([asked], paper=True, q1=typed)
    assert not given
    assert wrong


@pytest.mark.parametrize(
    ("typed", "meant"), [("3", 300), ("2.5", 250), ("１２", 1200), ("0.05", 5), (" 7 ", 700)]
)
def test_numbers_are_kept_in_hundredths(typed: str, meant: int) -> None:
    assert read([NUMBER], q1=typed)[0] == {1: Given(number=meant)}


@pytest.mark.parametrize("typed", ["nan", "inf", "1.234", "-1", "一", "1e99", "31", "9" * 30])
def test_what_is_no_number_of_the_question_is_refused(typed: str) -> None:
    given, wrong = read([NUMBER], q1=typed)
    assert not given
    assert wrong


def test_a_required_matrix_is_whole_on_the_web_and_as_it_is_on_paper() -> None:
    assert read([MATRIX], q1_1="1")[1]
    assert read([MATRIX], q1_1="1", q1_2="3") == ({1: Given(chosen={1: (1,), 2: (3,)})}, {})
    assert not read([MATRIX], paper=True, q1="10")[1]


def test_words_keep_their_lines_and_lose_what_is_unseen() -> None:
    given, _wrong = read([TEXT], q1=" 路\r\n坏了\x00\x1b ")
    assert given == {1: Given(text="路\n坏了")}
    assert read([TEXT], q1="长" * 2001)[1]


def test_a_hidden_question_is_neither_asked_nor_kept() -> None:
    assert read([ONE, WHY], q1="1", q2="不该留下") == ({1: Given(chosen={0: (1,)})}, {})
    assert read([ONE, WHY], q1="2")[1] == {2: "这一题还没有答。"}
    third = Asked(3, Kind.TEXT, shown_if=2, shown_when=frozenset({1}))
    assert not is_shown(third, {1: Given(chosen={0: (1,)})})


@pytest.mark.parametrize(
    "asked",
    [
        [WHY, Asked(1, Kind.TEXT)],
        [
            Asked(2, Kind.SINGLE, options=("甲",)),
            Asked(1, Kind.TEXT, shown_if=2, shown_when=frozenset({1})),
        ],
        [ONE, Asked(2, Kind.TEXT, shown_if=2, shown_when=frozenset({1}))],
        [ONE, Asked(2, Kind.TEXT, shown_if=1, shown_when=frozenset({4}))],
        [ONE, Asked(2, Kind.TEXT, shown_if=1)],
        [Asked(2, Kind.TEXT, shown_if=1, shown_when=frozenset({1}))],
    ],
)
def test_a_condition_that_does_not_look_back_is_refused(asked: list[Asked]) -> None:
    with pytest.raises(Invalid):
        refuse_wrong_order(asked)


def test_minutes_are_rounded_up() -> None:
    assert [minutes([TEXT] * n) for n in (1, 2, 3)] == [1, 2, 2]


@given(st.lists(st.integers(1, 3), min_size=2, max_size=2))
def test_what_is_typed_is_what_was_meant(grades: list[int]) -> None:
    meant = {1: Given(chosen={row: (grade,) for row, grade in enumerate(grades, 1)})}
    typed = typed_of(MATRIX, meant)
    assert read([MATRIX], paper=True, **{name_of(1): typed})[0] == meant


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 40), max_size=9), st.integers(2, 10))
def test_what_is_hidden_holds_enough_persons_and_no_more_than_needed(
    sizes: dict[int, int], smallest: int
) -> None:
    hidden = hidden_groups(sizes, smallest)
    small = {group for group, n in sizes.items() if n < smallest}
    assert small <= hidden
    if not small:
        assert not hidden
        return

    def are_enough(some: frozenset[int] | set[int]) -> bool:
        peopled = [sizes[group] for group in some if sizes[group]]
        return len(peopled) >= 2 and sum(peopled) >= smallest

    assert hidden == set(sizes) or are_enough(hidden)
    beside = hidden - small
    if beside:  # without the last that was added it would not have been enough
        last = max(beside, key=lambda group: sizes[group])
        assert not are_enough(hidden - {last})


Table = list[list[int]]
TABLES = st.integers(2, 4).flatmap(
    lambda options: st.lists(
        st.lists(st.integers(0, 9), min_size=options, max_size=options), min_size=2, max_size=6
    )
)


@given(TABLES)
def test_no_hidden_cell_can_be_recomputed_from_what_is_shown(groups: Table) -> None:
    """Each hidden cell could still be another number, whatever is known around it.

    `groups` holds persons by group and option. Taken as known: every shown cell, every total by
    option, and even the size of every group. What is left of a cell are its Fréchet bounds, which
    are exact for a table of two ways. They meet only where nobody hidden chose the option, or all
    did: said of at least `smallest` persons at once, as it would be of a group that is shown.
    """
    smallest = 5
    sizes = {at: sum(row) for at, row in enumerate(groups)}
    hidden = hidden_groups(sizes, smallest)
    persons = sum(sizes[at] for at in hidden)
    peopled = [at for at in hidden if sizes[at]]
    if not hidden or (persons == sum(sizes.values()) and (persons < smallest or len(peopled) < 2)):
        return  # nothing hidden; too few answered at all; or no group but one, which is the total
    assert persons >= smallest
    for option in range(len(groups[0])):
        together = sum(groups[at][option] for at in hidden)
        if together in (0, persons):
            continue
        for at in (at for at in hidden if sizes[at]):
            least = max(0, together + sizes[at] - persons)
            assert least < min(sizes[at], together)


def test_the_order_of_hiding_is_by_size() -> None:
    assert hidden_groups({"a": 2, "b": 6, "c": 30, "d": 40}, 5) == {"a", "b"}
    assert hidden_groups({"a": 1, "b": 1, "c": 30, "d": 40}, 5) == {"a", "b", "c"}
    assert hidden_groups({"a": 5, "b": 6}, 5) == frozenset()
    assert hidden_groups({"a": 5, "b": 6, "c": 0, "d": 7}, 5) == {"a", "b", "c"}
