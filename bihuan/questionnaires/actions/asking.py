"""The questions of a draft: add, change, move, remove."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, apply, checked_choice, checked_text
from bihuan.questionnaires.actions.holding import held_draft, noted, refuse_broken
from bihuan.questionnaires.models import Question, QuestionKind, Questionnaire
from bihuan.questionnaires.rules.asked import (
    CHOOSES,
    LONGEST_OPTION,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    MOST_ROWS,
    Kind,
)

LONGEST = 200
LARGEST = 2_000_000_000


@dataclass(frozen=True)
class QuestionSpec:
    """A question as somebody wrote it; what its kind does not use is dropped."""

    kind: str
    text: str
    help: str = ""
    required: bool = True
    options: Sequence[str] = ()
    values: Sequence[int] = ()
    rows: Sequence[str] = ()
    most: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    unit_of_measure: str = ""
    shown_if: Question | None = None
    shown_when: Sequence[int] = ()


@action("questionnaire.add_question")
def add_question(*, actor: Actor, questionnaire: Questionnaire, spec: QuestionSpec) -> Question:
    """Put a question at the end of a draft; raises NotADraft, Invalid."""
    questionnaire = held_draft(actor, questionnaire)
    count = questionnaire.questions.count()
    if count >= MOST_QUESTIONS:
        raise Invalid(_("一份问卷最多%(n)d题，请先删去几题。") % {"n": MOST_QUESTIONS})
    question = made_of(questionnaire, spec, count + 1)
    question.save(force_insert=True)
    refuse_broken(questionnaire)
    noted(actor, "questionnaire.add_question", questionnaire, str(question))
    return question


@action("questionnaire.change_question")
def change_question(*, actor: Actor, question: Question, spec: QuestionSpec) -> Question:
    """Change a question of a draft; raises NotADraft, Invalid."""
    questionnaire = held_draft(actor, question.questionnaire)
    changes = _checked(spec)
    if apply(question, changes, changes):
        refuse_broken(questionnaire)
        if question.kind not in (Kind.SINGLE, Kind.SCALE):
            Questionnaire.objects.filter(pk=questionnaire.pk, group_question=question).update(
                group_question=None
            )
        noted(actor, "questionnaire.change_question", questionnaire, str(question))
    return question


@action("questionnaire.move_question")
def move_question(*, actor: Actor, question: Question, to: int) -> Question:
    """Move a question of a draft to another place, counted from 1; raises NotADraft, Invalid."""
    questionnaire = held_draft(actor, question.questionnaire)
    order = list(questionnaire.questions.order_by("position", "id"))
    moved = next(each for each in order if each.pk == question.pk)
    order.remove(moved)
    order.insert(max(0, to - 1), moved)
    _number(order)
    refuse_broken(questionnaire)
    noted(actor, "questionnaire.move_question", questionnaire, str(moved))
    return moved


@action("questionnaire.remove_question")
def remove_question(*, actor: Actor, question: Question) -> None:
    """Take a question out of a draft, which nobody has answered; raises NotADraft, Invalid."""
    questionnaire = held_draft(actor, question.questionnaire)
    dependent = question.decides_on.order_by("position").first()
    if dependent is not None:
        raise Invalid(_("第%(n)d题要看这一题才出现，请先改第%(n)d题。") % {"n": dependent.position})
    said = str(question)
    question.delete()
    _number(list(questionnaire.questions.order_by("position", "id")))
    noted(actor, "questionnaire.remove_question", questionnaire, said)


def made_of(questionnaire: Questionnaire, spec: QuestionSpec, position: int) -> Question:
    """Return a question not yet saved; raises Invalid."""
    return Question(
        home=questionnaire.home,
        questionnaire=questionnaire,
        position=position,
        **_checked(spec),
    )


def _number(order: Sequence[Question]) -> None:
    for position, question in enumerate(order, 1):
        apply(question, {"position": position}, ("position",))


def _checked(spec: QuestionSpec) -> dict[str, object]:
    kind = Kind(checked_choice(_("题型"), spec.kind, QuestionKind))
    options = _checked_list(_("选项"), spec.options, MOST_OPTIONS, 2) if kind in CHOOSES else []
    rows = _checked_list(_("逐项"), spec.rows, MOST_ROWS, 1) if kind is Kind.MATRIX else []
    low, high = (spec.minimum, spec.maximum) if kind is Kind.NUMBER else (None, None)
    if any(abs(each) > LARGEST for each in (low, high) if each is not None):
        raise Invalid(_("数的上下限太大，请改小。"))
    if low is not None and high is not None and low > high:
        raise Invalid(_("“不小于”大于“不大于”，请改正。"))
    most = spec.most if kind is Kind.SEVERAL else None
    if most is not None and not 1 <= most <= len(options):
        raise Invalid(_("最多选几项应在1到%(n)d之间。") % {"n": len(options)})
    shown_when = sorted(set(spec.shown_when)) if spec.shown_if else []
    return {
        "kind": kind.value,
        "text": checked_text(_("题目"), spec.text, LONGEST),
        "help": checked_text(_("说明"), spec.help, LONGEST, required=False),
        "required": spec.required,
        "options": options,
        "values": _checked_values(kind, spec.values, len(options)),
        "rows": rows,
        "most": most,
        "minimum": low,
        "maximum": high,
        "unit_of_measure": (
            checked_text(_("计量单位"), spec.unit_of_measure, 12, required=False)
            if kind is Kind.NUMBER
            else ""
        ),
        "shown_if": spec.shown_if,
        "shown_when": shown_when,
    }


def _checked_list(label: str, texts: Sequence[str], most: int, least: int) -> list[str]:
    kept = [checked_text(label, text, LONGEST_OPTION) for text in texts if text.strip()]
    if len(kept) < least:
        raise Invalid(_("%(label)s至少写%(n)d个，一行一个。") % {"label": label, "n": least})
    if len(kept) > most:
        raise Invalid(_("%(label)s最多%(n)d个，请合并几个。") % {"label": label, "n": most})
    if len(set(kept)) < len(kept):
        raise Invalid(_("%(label)s里有重复的，请改正。") % {"label": label})
    return kept


def _checked_values(kind: Kind, values: Sequence[int], options: int) -> list[int]:
    if kind not in (Kind.SCALE, Kind.MATRIX):
        return []
    if not values:
        return list(range(options, 0, -1))
    if len(values) != options or any(abs(each) > 10_000 for each in values):
        raise Invalid(_("每一级的分值要与选项一样多，一行一个整数。"))
    return list(values)
