"""Voting begins only where enough have come: the share is exact, and over all groups together."""

import pytest

from bihuan.appraisals import actions
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import PollState
from bihuan.appraisals.tests.making import make_held
from bihuan.lib.errors import Invalid
from bihuan.orgs.tests.cast import Cast


@pytest.mark.parametrize(
    ("present", "begins"),
    [({1: 12, 2: 0}, False), ({1: 4, 2: 8}, False), ({1: 12, 2: 1}, True), ({1: 4, 2: 9}, True)],
    ids=["12 of 21", "4 and 8", "13 of 21", "4 and 9"],
)
def test_sixty_in_a_hundred_of_twenty_one_are_thirteen(
    cast: Cast, present: dict[int, int], begins: bool
) -> None:
    held = make_held(cast).key().print_slips({1: 12, 2: 9})
    assert held.poll.quorum == 60
    actions.set_present(actor=held.clerk, poll=held.poll, present=present)
    if begins:
        assert actions.open_poll(actor=held.leader, poll=held.poll).state == PollState.OPEN
    else:
        with pytest.raises(NotNow, match="应到21人，实到12人，不到60%"):
            actions.open_poll(actor=held.leader, poll=held.poll)


def test_no_more_can_come_than_should(cast: Cast) -> None:
    held = make_held(cast).key()
    with pytest.raises(Invalid, match="应到9人"):
        actions.set_present(actor=held.clerk, poll=held.poll, present={2: 10})
