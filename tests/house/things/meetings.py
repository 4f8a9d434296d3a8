"""Things of the room `meetings` that addresses are about: one of each, in the first town."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from bihuan.meetings.models import HeartTalk, Meeting, MeetingKind, Resolution
from bihuan.meetings.tests.making import (
    make_held,
    make_joint,
    make_leaders,
    make_resolution,
    make_talk,
)
from tests.house.things.cast import Things


@dataclass(frozen=True)
class MeetingsThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def village_meeting(self) -> Meeting:
        """Return a symposium of the first village, held and recorded by its reporter."""
        return make_held(self.cast.actor("village_reporter"), self.cast.villages[0])

    @cached_property
    def town_meeting(self) -> Meeting:
        """Return a joint meeting of the town."""
        return make_joint(self.cast)

    @cached_property
    def meeting_without_quorum(self) -> Meeting:
        """Return a villagers' meeting of the first village to which too few came."""
        return make_held(
            self.cast.actor("village_reporter"),
            self.cast.villages[0],
            kind=MeetingKind.VILLAGERS,
            should=90,
            came=9,
        )

    @cached_property
    def resolution(self) -> Resolution:
        """Return what the village's meeting resolved, not assigned."""
        return make_resolution(self.cast.actor("village_reporter"), self.village_meeting)

    @cached_property
    def heart_talk(self) -> HeartTalk:
        """Return a talk of two leaders of the town."""
        one, other = make_leaders(self.cast, 2)
        return make_talk(
            self.cast.actor("clerk"), self.cast.town, one, other, on=dt.date(2010, 1, 20)
        )
