"""Things of the room `duty` that addresses are about: one of each, in the first town."""

from dataclasses import dataclass
from functools import cached_property

from bihuan.duty.actions import add_papers
from bihuan.duty.models import Dispute, Petition
from bihuan.duty.tests import making
from bihuan.files.checking import examine
from bihuan.files.models import Attachment
from bihuan.files.tests.pictures import jpeg
from tests.house.things.cast import Things

PAPER_NAME = f"{making.NAME}的申诉信.jpg"


@dataclass(frozen=True)
class DutyThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def dispute(self) -> Dispute:
        """Return a dispute of the first village, registered by its reporter."""
        making.make_keys()
        return making.make_dispute(self.cast.actor("village_reporter"), self.cast.villages[0])

    @cached_property
    def petition(self) -> Petition:
        """Return a petition that complains of the station, handed to the first village."""
        making.make_keys()
        return making.make_assigned(self.cast)

    @cached_property
    def petition_paper(self) -> Attachment:
        """Return a paper of that petition, whose name tells who brought it."""
        added, _refused = add_papers(
            actor=self.cast.actor("clerk"),
            case=self.petition,
            examined=[examine(jpeg((60, 40)), PAPER_NAME)],
        )
        return added[0]
