"""Talks and a year's assessment that addresses are about: in the first town, of one villager.

The account of the village's reporter is that of the person concerned.
"""

from dataclasses import dataclass
from functools import cached_property

from bihuan.appraisals.actions import AssessmentSpec, make_assessment
from bihuan.appraisals.models import AssessedPerson, ReminderTalk, YearlyAssessment
from bihuan.appraisals.tests import making_people as making
from bihuan.lib import clock
from bihuan.orgs.models import Person
from tests.house.things.cast import Things


@dataclass(frozen=True)
class AppraisalsPeopleThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def concerned(self) -> Person:
        """Return the secretary of the first village, whose account is its reporter's."""
        person = making.make_cadres(self.cast)["一村支部书记"]
        making.as_person(self.cast.account("village_reporter"), person)
        return person

    @cached_property
    def reminder_talk(self) -> ReminderTalk:
        """Return a talk with them that is not held yet."""
        return making.make_talk(self.cast, self.concerned)

    @cached_property
    def answered_talk(self) -> ReminderTalk:
        """Return a talk with them that was held, and a reply handed in."""
        return making.make_answered_talk(self.cast, self.concerned)

    @cached_property
    def yearly_assessment(self) -> YearlyAssessment:
        """Return the town's assessment of last year, without grades."""
        assert self.concerned.pk, "somebody to be assessed"
        return make_assessment(
            actor=self.cast.actor("clerk"),
            unit=self.cast.town,
            year=clock.today().year - 1,
            spec=AssessmentSpec(),
        )

    @cached_property
    def assessed_person(self) -> AssessedPerson:
        """Return them as one who is assessed."""
        return making.assessed(self.yearly_assessment, self.concerned.name)
