"""Things of the requirements of campaigns that addresses are about, in the first town."""

from dataclasses import dataclass
from functools import cached_property

from bihuan.campaigns.models import Campaign, Requirement
from bihuan.campaigns.tests.requirements import making
from tests.house.things.cast import Things


@dataclass(frozen=True)
class RequirementsThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def requiring(self) -> Campaign:
        """Return a campaign of the town that requires something."""
        return making.campaign_of(self.cast.town, "requiring")

    @cached_property
    def requirement(self) -> Requirement:
        """Return what that campaign requires: members of teams in each village."""
        making.figure(self.cast.town, "team_members", source="orgs.team_members")
        return making.require(self.cast, self.requiring, figure="team_members")
