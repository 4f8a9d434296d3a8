"""The administrator, with a copy of everything after every ballot, finds out nothing.

The same attack finds the link in every naive box of `naive_boxes.py`, each by the feature that
the box gives away: so each part of the attack is known to work.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from bihuan.appraisals.actions import GroupSpec
from bihuan.appraisals.files import opening_of, published_file
from bihuan.appraisals.models import OpenedList, PollKind
from bihuan.appraisals.tests import naive_boxes
from bihuan.appraisals.tests.copying import Collector
from bihuan.appraisals.tests.linking import Cell, Haul, chances, links, orders_of
from bihuan.appraisals.tests.making import Held, make_held
from bihuan.orgs.tests.cast import Cast, make_cast

GROUPS = {1: range(28), 2: range(28, 44)}
ITEMS, PAPER, CHANGED = 5, range(38, 44), (3, 11, 30)
Choices = Mapping[int, Mapping[int, str]]


def chosen(voters: int) -> dict[int, dict[int, str]]:
    """Return choices by voter and item, the same in every run: 1 to 4, 1 the most."""
    draw = random.Random(7)
    return {
        voter: {item: draw.choices("1234", (4, 3, 2, 2))[0] for item in range(1, ITEMS + 1)}
        for voter in range(voters)
    }


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, really written: the copies are of files."""
    return make_cast()


def voted(cast: Cast, truth: Choices, caplog: pytest.LogCaptureFixture) -> Haul:
    """Hold a poll in which the voters come one after another, with a copy after each."""
    groups = [GroupSpec("党员代表", Decimal(60), 28), GroupSpec("群众代表", Decimal(40), 16)]
    held = make_held(cast, PollKind.REPORT, groups=groups).key()
    held.print_slips({1: 28, 2: 16}).print_slips({2: len(PAPER)}, is_paper=True).open()
    collector = Collector(ITEMS, caplog)
    come = list(truth)
    random.Random(8).shuffle(come)
    again = [*come, *CHANGED]
    for at, voter in enumerate(again):
        group = next(number for number, own in GROUPS.items() if voter in own)
        answers = truth[voter]
        if voter in CHANGED and at < len(come):
            answers = {item: "4" if each == "1" else "1" for item, each in answers.items()}
        if voter in PAPER:
            _on_paper(cast, held, voter, truth, collector)
        else:
            held.cast(held.slips[group][voter - GROUPS[group][0]], group, answers)
        collector.note(voter)
    held.end_with_paper().count().publish()
    haul = collector.finish()
    haul.cells = _published(held)
    return haul


def _on_paper(cast: Cast, held: Held, voter: int, truth: Choices, collector: Collector) -> None:
    slip = held.paper_slips[2][PAPER.index(voter)]
    assert held.type_paper(held.clerk, slip, 2, truth[voter]) == "first"
    collector.note(voter)
    second = replace(held.clerk, id=UUID(int=2))
    assert held.type_paper(second, slip, 2, truth[voter]) == "agreed"


def _published(held: Held) -> list[Cell]:
    """Return the cells with their answers as pages, file and table have them."""
    stored = {each.item: each.cells for each in OpenedList.objects.filter(poll=held.poll)}
    assert [each["cells"] for each in opening_of(held.poll)["items"]] == [*stored.values()]
    return [
        Cell(
            each["item"],
            [voter for number in cell["groups"] for voter in GROUPS[number]],
            orders_of(cell["answers"]),
        )
        for each in published_file(held.poll)["opening"]["items"]
        for cell in each["cells"]
    ]


@pytest.mark.django_db(transaction=True)
def test_with_a_copy_after_every_ballot_nobody_links_voter_and_choice(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    truth = chosen(44)
    caplog.set_level("DEBUG")
    haul = voted(cast, truth, caplog)
    assert haul.order[-3:] == list(CHANGED)
    changed = {(table, column) for own in haul.changes.values() for table, column, *_ in own}
    shown = {table for table, _column in changed}
    assert "appraisals_ballotslip" in shown
    assert len(haul.cells) == 2 * ITEMS, "groups were merged: choose other choices for the test"
    assert links(haul, truth) == []


@pytest.mark.parametrize("box", naive_boxes.BOXES, ids=lambda box: box.__name__)
def test_the_same_attack_finds_the_link_in_a_naive_box(box: naive_boxes.Box) -> None:
    truth = chosen(40)
    haul, by = box(truth, ITEMS)
    found = links(haul, truth)
    assert any(by in each.by for each in found), [each.by for each in found]


def test_chance_is_reckoned_exactly() -> None:
    # Answers a, a, b dealt to voters a, a, b: of six ways two give three right, four give one.
    assert chances((2, 1), (2, 1), 3) == pytest.approx((0, 4 / 6, 0, 2 / 6))
    assert sum(chances((9, 3, 2), (5, 7, 2), 14)) == 1


def test_a_box_that_gives_nothing_away_is_not_accused() -> None:
    truth = chosen(40)
    haul, _by = naive_boxes.shuffled(truth, ITEMS)
    assert links(haul, truth) == []
