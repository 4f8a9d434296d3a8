"""A poll with a question of each kind, and answers to it."""

from bihuan.orgs.tests.cast import Cast
from bihuan.questionnaires.actions import (
    QuestionSpec,
    Wording,
    add_question,
    change_questionnaire,
    make_questionnaire,
)
from bihuan.questionnaires.models import Once, Questionnaire
from bihuan.questionnaires.rules.asked import Given, Kind

SATISFIED = ("满意", "比较满意", "基本满意", "不满意")


def make_poll(cast: Cast, *, codes: bool = False, title: str = "公路满意度") -> Questionnaire:
    """Make a draft of six questions; the first groups, the fourth needs an answer to the second."""
    clerk = cast.actor("clerk")
    made = make_questionnaire(actor=clerk, home=cast.town, wording=Wording(title=title))
    specs = [
        QuestionSpec(kind=Kind.SINGLE, text="您在哪个村", options=("一村", "二村", "三村")),
        QuestionSpec(kind=Kind.SCALE, text="总体上", options=SATISFIED, values=(100, 80, 60, 0)),
        QuestionSpec(
            kind=Kind.SEVERAL,
            text="最急的是",
            options=("修路", "修渠", "路灯"),
            required=False,
            most=2,
        ),
        QuestionSpec(kind=Kind.TEXT, text="为什么不满意"),
        QuestionSpec(
            kind=Kind.MATRIX,
            text="各方面",
            options=SATISFIED,
            values=(100, 80, 60, 0),
            rows=("质量", "速度"),
            required=False,
        ),
        QuestionSpec(kind=Kind.NUMBER, text="家里几口人", required=False, minimum=1, maximum=30),
    ]
    for spec in specs:
        question = add_question(actor=clerk, questionnaire=made, spec=spec)
        if question.position == 4:
            decides = made.questions.get(position=2)
            made.questions.filter(pk=question.pk).update(shown_if=decides, shown_when=[3, 4])
    return change_questionnaire(
        actor=clerk,
        questionnaire=made,
        wording=Wording(
            title=title,
            intro="请您评一评。",
            one_answer_each=Once.CODES if codes else Once.SOFT,
            group_question=made.questions.get(position=1),
        ),
    )


def pick(*options: int) -> Given:
    """Return a choice."""
    return Given(chosen={0: options})


def filled(village: int = 1, grade: int = 1, why: str = "", **more: Given) -> dict[int, Given]:
    """Return a response: where from, how satisfied, and why not; `q3=…` adds to it."""
    given = {1: pick(village), 2: pick(grade)}
    if why:
        given[4] = Given(text=why)
    return given | {int(name[1:]): value for name, value in more.items()}
