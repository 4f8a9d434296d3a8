"""What the actions of the room share."""

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import locked, record
from bihuan.orgs.permissions import Permission
from bihuan.questionnaires.errors import NotADraft, WrongState
from bihuan.questionnaires.models import Question, Questionnaire, State
from bihuan.questionnaires.rules.asked import Asked, refuse_wrong_order


def held(actor: Actor, questionnaire: Questionnaire, *states: State) -> Questionnaire:
    """Return a questionnaire locked; raises NotAllowed, WrongState unless it is in a state."""
    actor.require(Permission.SORT_OPINIONS, questionnaire.home)
    questionnaire = locked(questionnaire)
    if questionnaire.state not in states:
        raise WrongState(
            _("这份问卷%(state)s，不能这样做。请刷新后再看。")
            % {"state": questionnaire.get_state_display()}
        )
    return questionnaire


def held_draft(actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Return a draft locked; raises NotAllowed, NotADraft."""
    actor.require(Permission.SORT_OPINIONS, questionnaire.home)
    questionnaire = locked(questionnaire)
    if not questionnaire.is_draft:
        raise NotADraft(_("问卷开放以后题目不能再改；要换题，请另编一份新的（复制一份）。"))
    return questionnaire


def asked_of(questionnaire: Questionnaire) -> list[tuple[Question, Asked]]:
    """Return the questions in order, each as the rules see it."""
    questions = list(questionnaire.questions.order_by("position", "id"))
    positions: dict[object, int] = {each.pk: each.position for each in questions}
    return [(each, each.asked(positions)) for each in questions]


def refuse_broken(questionnaire: Questionnaire) -> None:
    """Raise Invalid where a condition does not look back at an earlier question."""
    refuse_wrong_order([asked for _question, asked in asked_of(questionnaire)])


def noted(actor: Actor, name: str, questionnaire: Questionnaire, note: str = "") -> None:
    """Append the audit entry of what was done to a questionnaire."""
    record(actor, name, questionnaire, questionnaire.home.path, note or questionnaire.title)


def checked_lines(text: str) -> str:
    """Return a text of several lines without blanks around it; raises Invalid."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > 1000:
        raise Invalid(_("开头的话超过1000个字，请缩短。"))
    return text
