"""Making a questionnaire, its wording, and copying it into a new edition."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, apply, checked_choice, checked_text
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.questionnaires.actions.asking import QuestionSpec, made_of
from bihuan.questionnaires.actions.holding import checked_lines, held_draft, noted
from bihuan.questionnaires.models import Once, Question, Questionnaire, new_slug
from bihuan.questionnaires.rules.asked import GROUPS

LONGEST_TITLE = 80


@dataclass(frozen=True)
class Wording:
    """What a questionnaire says of itself; `group_question` is one of its own questions."""

    title: str
    intro: str = ""
    closes_on: dt.date | None = None
    one_answer_each: str = Once.SOFT
    group_question: Question | None = None


@action("questionnaire.make")
def make_questionnaire(
    *,
    actor: Actor,
    home: Unit,
    wording: Wording,
    questions: tuple[QuestionSpec, ...] = (),
    groups_by: int = 0,
) -> Questionnaire:
    """Begin a draft, perhaps with questions; `groups_by` is the place of one of them."""
    actor.require(Permission.SORT_OPINIONS, home)
    made = _begun(actor, home, wording)
    for position, spec in enumerate(questions, 1):
        question = made_of(made, spec, position)
        question.save(force_insert=True)
        if position == groups_by:
            apply(made, {"group_question": question}, ("group_question",))
    noted(actor, "questionnaire.make", made)
    return made


@action("questionnaire.change")
def change_questionnaire(
    *, actor: Actor, questionnaire: Questionnaire, wording: Wording
) -> Questionnaire:
    """Change what a draft says of itself; raises NotADraft, Invalid."""
    questionnaire = held_draft(actor, questionnaire)
    group = wording.group_question
    if group is not None and (
        group.questionnaire_id != questionnaire.pk or group.kind not in GROUPS
    ):
        raise Invalid(_("分组比较只能用本问卷的一道单选题，请重新选择。"))
    changes = {
        "title": checked_text(_("名称"), wording.title, LONGEST_TITLE),
        "intro": checked_lines(wording.intro),
        "closes_on": wording.closes_on,
        "one_answer_each": checked_choice(_("一人一份"), wording.one_answer_each, Once),
        "group_question": group,
    }
    if apply(questionnaire, changes, changes):
        noted(actor, "questionnaire.change", questionnaire)
    return questionnaire


@action("questionnaire.make")
def copy_questionnaire(
    *, actor: Actor, questionnaire: Questionnaire, title: str = ""
) -> Questionnaire:
    """Begin a new edition with the same questions, as a draft; no answer comes along."""
    actor.require(Permission.SORT_OPINIONS, questionnaire.home)
    wording = Wording(
        title=title or _("%(title)s（新编）") % {"title": questionnaire.title[:74]},
        intro=questionnaire.intro,
        one_answer_each=questionnaire.one_answer_each,
    )
    made = _begun(actor, questionnaire.home, wording, edition_of=questionnaire)
    copies: dict[object, Question] = {}
    for question in questionnaire.questions.order_by("position", "id"):
        old = question.pk
        question.pk = new_id()
        question._state.adding = True
        question.questionnaire = made
        question.answered = 0
        question.shown_if = copies[question.shown_if_id] if question.shown_if_id else None
        question.save(force_insert=True)
        copies[old] = question
    if questionnaire.group_question_id:
        made.group_question = copies[questionnaire.group_question_id]
        made.save(update_fields=["group_question"])
    noted(actor, "questionnaire.make", made)
    return made


def _begun(
    actor: Actor, home: Unit, wording: Wording, edition_of: Questionnaire | None = None
) -> Questionnaire:
    made = Questionnaire(
        home=home,
        slug=new_slug(),
        title=checked_text(_("名称"), wording.title, LONGEST_TITLE),
        intro=checked_lines(wording.intro),
        closes_on=wording.closes_on,
        one_answer_each=checked_choice(_("一人一份"), wording.one_answer_each, Once),
        edition_of=edition_of,
        made_on=clock.today(),
        made_by_name=name_of(actor),
    )
    made.save(force_insert=True)
    return made
