"""Things of the room `oversight` that addresses are about: one of each, in the first town."""

from dataclasses import dataclass
from functools import cached_property

from bihuan.campaigns.models import Campaign, Phase
from bihuan.oversight import actions
from bihuan.oversight.models import GateLine, GateRequest, GroupNote
from bihuan.oversight.tests import making
from tests.house.things.cast import Things


@dataclass(frozen=True)
class OversightThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def overseen(self) -> Campaign:
        """Return a campaign of the town, its first stage open."""
        return making.make_campaign(self.cast.town)

    @cached_property
    def open_stage(self) -> Phase:
        """Return that stage, of which no self-check was begun."""
        return making.first_phase(self.overseen)

    @cached_property
    def gate_draft(self) -> GateRequest:
        """Return the self-check of that stage, ready to be sent."""
        return making.fill_in(self.cast, making.make_draft(self.cast, self.overseen))

    @cached_property
    def gate_line(self) -> GateLine:
        """Return a line of it."""
        return self.gate_draft.lines.all()[0]

    @cached_property
    def gate_sent(self) -> GateRequest:
        """Return the self-check sent to the inspection group."""
        return actions.send_gate(actor=self.cast.actor("clerk"), request=self.gate_draft)

    @cached_property
    def group_note(self) -> GroupNote:
        """Return a note of the group on that campaign."""
        group = self.cast.actor("inspection_group")
        return actions.add_note(actor=group, campaign=self.overseen, text="座谈会面窄了些")
