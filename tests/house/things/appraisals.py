"""Things of the room `appraisals` that addresses are about: a poll in each state, of few voters."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bihuan.appraisals.actions import CandidateSpec, GroupSpec
from bihuan.appraisals.models import PollKind
from bihuan.appraisals.tests.making import Held, make_held
from tests.house.things.cast import Things

VOTERS = 6


@dataclass(frozen=True)
class AppraisalsThings(Things):
    """Made when an address asks for them, by actions. What only paper holds is kept with each."""

    @cached_property
    def poll_draft(self) -> Held:
        """Return a review of the town's report, still prepared."""
        return self._poll()

    @cached_property
    def poll_keyed(self) -> Held:
        """Return one with its key and slips; all who should come have come."""
        return self._printed(self._poll())

    @cached_property
    def poll_open(self) -> Held:
        """Return one on which everybody has voted."""
        return self._voted(self._poll())

    @cached_property
    def poll_ended(self) -> Held:
        """Return one that waits for its paper ballots, of which none came back."""
        held = self._printed(self._poll()).print_slips({1: 1}, is_paper=True)
        return held.open().end()

    @cached_property
    def poll_sealed(self) -> Held:
        """Return one whose box is sealed."""
        return self._voted(self._poll()).end()

    @cached_property
    def poll_counted(self) -> Held:
        """Return one that the tellers have opened once."""
        return self._voted(self._poll()).end().count()

    @cached_property
    def poll_published(self) -> Held:
        """Return one that was opened twice and published."""
        return self._voted(self._poll()).end().count().publish()

    @cached_property
    def poll_of_persons(self) -> Held:
        """Return a mutual assessment of the water station, opened."""
        one = CandidateSpec("站员", "水利站", unit=self.cast.station)
        held = make_held(
            self.cast,
            PollKind.MUTUAL,
            groups=[GroupSpec("水利站", Decimal(100), VOTERS)],
            candidates=[one],
            title="水利站互评",
        )
        return self._voted(held).end().count()

    def _poll(self) -> Held:
        return make_held(self.cast, groups=[GroupSpec("党员代表", Decimal(100), VOTERS)])

    def _printed(self, held: Held) -> Held:
        return held.key().print_slips({1: VOTERS})

    def _voted(self, held: Held) -> Held:
        self._printed(held).open()
        for at, slip in enumerate(held.slips[1]):
            held.cast(slip, 1, {item: str(1 + at % 3) for item in range(1, 6)})
        return held
