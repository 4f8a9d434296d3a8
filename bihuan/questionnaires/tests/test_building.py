"""Building a questionnaire: who may, what is refused, and that questions stand once it is open."""

import pytest

from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast
from bihuan.questionnaires.actions import (
    QuestionSpec,
    Wording,
    add_question,
    change_question,
    change_questionnaire,
    close_questionnaire,
    copy_questionnaire,
    extend_questionnaire,
    make_codes,
    make_questionnaire,
    move_question,
    open_questionnaire,
    remove_question,
    submit_answers,
    take_back_questionnaire,
    void_questionnaire,
)
from bihuan.questionnaires.beginnings import BEGINNINGS
from bihuan.questionnaires.errors import NotADraft, WrongState
from bihuan.questionnaires.models import Questionnaire
from bihuan.questionnaires.presenting import burden_of
from bihuan.questionnaires.rules.asked import Kind
from bihuan.questionnaires.tests.conftest import TODAY
from bihuan.questionnaires.tests.making import filled

PLAIN = QuestionSpec(kind=Kind.SINGLE, text="选一个", options=("甲", "乙"))


@pytest.mark.parametrize("who", ["village_reporter", "leader", "inspection_group", "outsider"])
def test_nobody_but_the_clerk_builds(cast: Cast, draft: Questionnaire, who: str) -> None:
    actor = cast.actor(who)
    with pytest.raises(NotAllowed):
        make_questionnaire(actor=actor, home=cast.town, wording=Wording("问卷"))
    with pytest.raises(NotAllowed):
        add_question(actor=actor, questionnaire=draft, spec=PLAIN)
    with pytest.raises(NotAllowed):
        open_questionnaire(actor=actor, questionnaire=draft)
    with pytest.raises(NotAllowed):
        make_codes(actor=actor, questionnaire=draft, count=1)
    assert draft.questions.count() == 6
    assert Questionnaire.objects.count() == 1
    assert Entry.objects.filter(result="refused").count() == 4


def test_each_beginning_can_be_opened_at_once(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    for beginning in BEGINNINGS.values():
        made = make_questionnaire(
            actor=clerk,
            home=cast.town,
            wording=Wording("问卷", intro=beginning.intro),
            questions=beginning.questions,
        )
        if beginning.questions:
            open_questionnaire(actor=clerk, questionnaire=made)
            said = str(beginning.text)
            burden = burden_of(made)
            assert f"{burden.questions}题，约{burden.minutes}分钟" in said
        else:
            with pytest.raises(Invalid):
                open_questionnaire(actor=clerk, questionnaire=made)


@pytest.mark.parametrize(
    "spec",
    [
        QuestionSpec(kind="ranking", text="排序"),
        QuestionSpec(kind=Kind.SINGLE, text=" ", options=("甲", "乙")),
        QuestionSpec(kind=Kind.SINGLE, text="只有一个", options=("甲",)),
        QuestionSpec(kind=Kind.SINGLE, text="重复", options=("甲", "甲")),
        QuestionSpec(kind=Kind.SEVERAL, text="太多", options=("甲", "乙"), most=3),
        QuestionSpec(kind=Kind.SCALE, text="分值不齐", options=("甲", "乙"), values=(1,)),
        QuestionSpec(kind=Kind.MATRIX, text="没有逐项", options=("甲", "乙")),
        QuestionSpec(kind=Kind.NUMBER, text="上下颠倒", minimum=2, maximum=1),
        QuestionSpec(kind=Kind.NUMBER, text="太大", maximum=10**12),
        QuestionSpec(kind=Kind.SINGLE, text="太多", options=[str(n) for n in range(31)]),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    cast: Cast, draft: Questionnaire, spec: QuestionSpec
) -> None:
    with pytest.raises(Invalid):
        add_question(actor=cast.actor("clerk"), questionnaire=draft, spec=spec)
    assert draft.questions.count() == 6


def test_conditions_look_back_only(cast: Cast, draft: Questionnaire) -> None:
    clerk = cast.actor("clerk")
    second, fourth = (draft.questions.get(position=n) for n in (2, 4))
    for to, moved in ((5, second), (1, fourth)):
        with pytest.raises(Invalid):
            move_question(actor=clerk, question=moved, to=to)
    with pytest.raises(Invalid):
        remove_question(actor=clerk, question=second)
    forward = QuestionSpec(
        kind=Kind.SINGLE,
        text="您在哪个村",
        options=("一村", "二村"),
        shown_if=second,
        shown_when=(1,),
    )
    with pytest.raises(Invalid):
        change_question(actor=clerk, question=draft.questions.get(position=1), spec=forward)
    unknown = QuestionSpec(kind=Kind.TEXT, text="再问", shown_if=second, shown_when=(9,))
    with pytest.raises(Invalid):
        add_question(actor=clerk, questionnaire=draft, spec=unknown)
    assert [q.position for q in draft.questions.all()] == [1, 2, 3, 4, 5, 6]
    move_question(actor=clerk, question=draft.questions.get(position=6), to=1)
    assert draft.questions.get(position=5).shown_if == second
    remove_question(actor=clerk, question=draft.questions.get(position=1))
    assert [q.position for q in draft.questions.all()] == [1, 2, 3, 4, 5]


def test_once_open_questions_stand_and_a_copy_asks_others(cast: Cast, poll: Questionnaire) -> None:
    clerk = cast.actor("clerk")
    question = poll.questions.get(position=6)
    for act in (
        lambda: add_question(actor=clerk, questionnaire=poll, spec=PLAIN),
        lambda: change_question(actor=clerk, question=question, spec=PLAIN),
        lambda: move_question(actor=clerk, question=question, to=1),
        lambda: remove_question(actor=clerk, question=question),
        lambda: change_questionnaire(actor=clerk, questionnaire=poll, wording=Wording("x")),
    ):
        with pytest.raises(NotADraft):
            act()
    made = copy_questionnaire(actor=clerk, questionnaire=poll)
    assert (made.state, made.edition_of, made.slug != poll.slug) == ("draft", poll, True)
    assert [q.text for q in made.questions.all()] == [q.text for q in poll.questions.all()]
    assert made.questions.get(position=4).shown_if == made.questions.get(position=2)
    assert made.group_question == made.questions.get(position=1)
    add_question(actor=clerk, questionnaire=made, spec=PLAIN)
    assert poll.questions.count() == 6


def test_it_may_be_taken_back_until_somebody_has_answered(cast: Cast, poll: Questionnaire) -> None:
    clerk = cast.actor("clerk")
    take_back_questionnaire(actor=clerk, questionnaire=poll)
    add_question(actor=clerk, questionnaire=poll, spec=PLAIN)
    remove_question(actor=clerk, question=poll.questions.get(position=7))
    open_questionnaire(actor=clerk, questionnaire=poll)
    submit_answers(actor=Actor.resident(cast.town), questionnaire=poll, given=filled())
    with pytest.raises(WrongState):
        take_back_questionnaire(actor=clerk, questionnaire=poll)


def test_days_lie_ahead_and_what_is_void_is_done_with(cast: Cast, poll: Questionnaire) -> None:
    clerk = cast.actor("clerk")
    with pytest.raises(Invalid):
        extend_questionnaire(actor=clerk, questionnaire=poll, closes_on=TODAY.replace(year=2009))
    extend_questionnaire(actor=clerk, questionnaire=poll, closes_on=TODAY)
    with pytest.raises(Invalid):
        void_questionnaire(actor=clerk, questionnaire=poll, reason=" ")
    void_questionnaire(actor=clerk, questionnaire=poll, reason="题目有误")
    for act in (close_questionnaire, take_back_questionnaire):
        with pytest.raises(WrongState):
            act(actor=clerk, questionnaire=poll)
    assert Entry.objects.get(action="questionnaire.void").note == "题目有误"


def test_answers_are_grouped_by_one_choice_of_its_own(cast: Cast, draft: Questionnaire) -> None:
    clerk = cast.actor("clerk")
    other = copy_questionnaire(actor=clerk, questionnaire=draft)
    for wrong in (draft.questions.get(position=3), other.questions.get(position=1)):
        with pytest.raises(Invalid):
            change_questionnaire(
                actor=clerk, questionnaire=draft, wording=Wording("x", group_question=wrong)
            )
    change_question(
        actor=clerk,
        question=draft.questions.get(position=1),
        spec=QuestionSpec(kind=Kind.TEXT, text="您在哪个村"),
    )
    draft.refresh_from_db()
    assert draft.group_question is None
