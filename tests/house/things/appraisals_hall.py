"""Polls that the addresses of the hall are about, in the first town: one in each state it needs."""

from dataclasses import dataclass
from functools import cached_property

from bihuan.appraisals.actions import set_roll
from bihuan.appraisals.models import Poll, RollLine
from bihuan.appraisals.standalone import vote
from bihuan.appraisals.tests.making import Held, make_held
from tests.house.things.cast import Things


@dataclass(frozen=True)
class AppraisalsHallThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def hall_draft(self) -> Poll:
        """Return a poll whose key was not made."""
        return make_held(self.cast, title="还没有制作密钥的测评").poll

    @cached_property
    def hall_open(self) -> Held:
        """Return a poll on which is voted, with a roll and a paper ballot."""
        held = make_held(self.cast, title="正在投票的测评")
        names = ["张三", "李四", "王五"]
        set_roll(actor=held.clerk, poll=held.poll, group=held.group(), labels=names)
        held.key().print_slips({1: 3, 2: 9}).print_slips({1: 1}, is_paper=True)
        return held.open()

    @cached_property
    def hall_line(self) -> RollLine:
        """Return a name on its roll."""
        return RollLine.objects.filter(group=self.hall_open.group())[0]

    @cached_property
    def hall_paper_credential(self) -> bytes:
        """Return what goes with its paper ballot."""
        return vote.credential_of(self.hall_open.hex, self.hall_open.paper_slips[1][0])

    @cached_property
    def hall_sealed(self) -> Held:
        """Return a poll whose box waits to be opened."""
        held = make_held(self.cast, title="已封箱的测评").key().print_slips({1: 12, 2: 9}).open()
        for at, slip in enumerate(held.slips[1]):
            held.cast(slip, 1, dict.fromkeys(range(1, 6), str(1 + at % 3)))
        return held.end()

    @cached_property
    def hall_published(self) -> Poll:
        """Return a poll whose result is published."""
        held = make_held(self.cast, title="已公布的测评").key().print_slips({1: 12, 2: 9}).open()
        for at, slip in enumerate(held.slips[1]):
            held.cast(slip, 1, dict.fromkeys(range(1, 6), str(1 + at % 3)))
        return held.end().count().publish().poll
