"""Things of the room `questionnaires` that addresses are about: one of each, in the first town."""

from functools import cached_property

from bihuan.questionnaires.actions import open_questionnaire
from bihuan.questionnaires.models import Questionnaire
from bihuan.questionnaires.tests.making import make_poll
from tests.house.things.cast import Things


class QuestionnairesThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def draft_poll(self) -> Questionnaire:
        """Return a poll of the town that its clerk still builds."""
        return make_poll(self.cast)

    @cached_property
    def poll(self) -> Questionnaire:
        """Return a poll of the town that is open, answered by one-use codes."""
        return open_questionnaire(
            actor=self.cast.actor("clerk"), questionnaire=make_poll(self.cast, codes=True)
        )
