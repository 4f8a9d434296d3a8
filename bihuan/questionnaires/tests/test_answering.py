"""Answers: what is taken, what is refused, and that all of a response or nothing is kept."""

from collections.abc import Callable

import pytest

from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast
from bihuan.questionnaires.actions import (
    close_questionnaire,
    make_codes,
    open_questionnaire,
    reopen_questionnaire,
    submit_answers,
    type_in_paper,
    void_questionnaire,
)
from bihuan.questionnaires.errors import CodeNotGood, NotAnswerable
from bihuan.questionnaires.models import Answer, Batch, Code, PaperTally, Questionnaire, Response
from bihuan.questionnaires.periodic import count_what_came
from bihuan.questionnaires.rules.asked import Given
from bihuan.questionnaires.tests.making import filled, make_poll, pick

Answers = Callable[..., None]


def test_a_response_is_kept_by_question_and_leaves_no_entry(
    poll: Questionnaire, answer: Answers
) -> None:
    entries = Entry.objects.count()
    answer(poll, filled(2, 4, why="路面坏了", q3=pick(1, 3), q5=Given(chosen={1: (1,), 2: (4,)})))
    assert Entry.objects.count() == entries
    assert Response.objects.get().day.isoformat() == "2010-02-03"
    rows = Answer.objects.order_by("question__position", "row", "option")
    assert [
        (a.question.position, a.row_label, a.label, a.number, a.text, a.group) for a in rows
    ] == [
        (1, "", "二村", None, "", 2),
        (2, "", "不满意", 0, "", 2),
        (3, "", "修路", None, "", 2),
        (3, "", "路灯", None, "", 2),
        (4, "", "", None, "路面坏了", 2),
        (5, "质量", "满意", 10000, "", 2),
        (5, "速度", "不满意", 0, "", 2),
    ]
    assert [a.is_first for a in rows if a.question.position == 3] == [True, False]


def test_what_the_earlier_answers_hide_is_dropped(poll: Questionnaire, answer: Answers) -> None:
    answer(poll, filled(1, 1, why="偷偷写的"))
    assert not Answer.objects.filter(question__position=4).exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {1: pick(1)},
        filled(1, 4),  # and does not say why
        filled(1, 1, q3=pick(1, 2, 3)),
        filled(9, 1),
        {1: pick(1, 2), 2: pick(1)},
        filled(1, 1, q6=Given(number=3100)),
        filled(1, 4, why="长" * 2001),
    ],
)
def test_a_wrong_response_leaves_nothing(
    poll: Questionnaire, answer: Answers, given: dict[int, Given]
) -> None:
    with pytest.raises(Invalid):
        answer(poll, given)
    assert not Answer.objects.exists()
    assert not Response.objects.exists()


def test_answers_are_taken_only_while_it_is_open(
    cast: Cast, draft: Questionnaire, answer: Answers
) -> None:
    clerk = cast.actor("clerk")
    with pytest.raises(NotAnswerable):
        answer(draft, filled())
    open_questionnaire(actor=clerk, questionnaire=draft)
    answer(draft, filled())
    close_questionnaire(actor=clerk, questionnaire=draft)
    with pytest.raises(NotAnswerable):
        answer(draft, filled())
    reopen_questionnaire(actor=clerk, questionnaire=draft)
    answer(draft, filled())
    void_questionnaire(actor=clerk, questionnaire=draft, reason="题目有误")
    with pytest.raises(NotAnswerable):
        answer(draft, filled())
    assert Response.objects.count() == 2


def test_a_code_serves_once_however_it_is_written(cast: Cast, answer: Answers) -> None:
    poll = make_poll(cast, codes=True)
    clerk = cast.actor("clerk")
    code, other = make_codes(actor=clerk, questionnaire=poll, count=2)
    open_questionnaire(actor=clerk, questionnaire=poll)
    for wrong in ("", "abcdefghjk"):
        with pytest.raises(CodeNotGood):
            answer(poll, filled(), code=wrong)
    with pytest.raises(Invalid):
        answer(poll, {}, code=code)  # the code is not lost by it
    answer(poll, filled(), code=f" {code[:5]}-{code[5:]} ".upper())
    with pytest.raises(CodeNotGood) as refused:
        answer(poll, filled(), code=code)
    assert "用过" in str(refused.value)
    answer(poll, filled(), code=other)
    assert Response.objects.count() == Code.objects.filter(is_used=True).count() == 2
    assert not Code.objects.filter(digest__contains=code).exists()


def test_a_code_of_another_questionnaire_is_no_code(cast: Cast, answer: Answers) -> None:
    clerk = cast.actor("clerk")
    one, other = make_poll(cast, codes=True), make_poll(cast, codes=True, title="另一份")
    (code,) = make_codes(actor=clerk, questionnaire=other, count=1)
    open_questionnaire(actor=clerk, questionnaire=one)
    with pytest.raises(CodeNotGood):
        answer(one, filled(), code=code)


def test_a_village_types_its_papers_in_and_only_their_number_is_known(
    cast: Cast, poll: Questionnaire
) -> None:
    reporter = cast.actor("village_reporter")
    entries = Entry.objects.count()
    for _paper in range(2):
        type_in_paper(actor=reporter, questionnaire=poll, given={2: pick(4)})
    with pytest.raises(Invalid):
        type_in_paper(actor=reporter, questionnaire=poll, given={})
    tally = PaperTally.objects.get()
    assert (tally.unit, tally.papers) == (cast.villages[0], 2)
    assert set(Response.objects.values_list("way", flat=True)) == {"paper"}
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("who", ["leader", "inspection_group", "auditor", "outsider"])
def test_nobody_else_types_papers_in(cast: Cast, poll: Questionnaire, who: str) -> None:
    with pytest.raises(NotAllowed):
        type_in_paper(actor=cast.actor(who), questionnaire=poll, given=filled())
    assert not Response.objects.exists()


def test_an_actor_without_permission_cannot_answer(cast: Cast, poll: Questionnaire) -> None:
    with pytest.raises(NotAllowed):
        submit_answers(actor=Actor(None, "（无）"), questionnaire=poll, given=filled())


def test_answers_are_counted_a_batch_at_a_time_and_all_at_the_end(
    cast: Cast, poll: Questionnaire, answer: Answers
) -> None:
    counted = []
    for _n in range(16):
        answer(poll, filled())
        count_what_came()
        counted.append(Response.objects.filter(batch=Batch.COUNTED).count())
    assert counted == [0] * 9 + [5] * 5 + [10] * 2
    waiting = Answer.objects.exclude(batch=Batch.COUNTED)
    assert waiting.count() == 12
    assert poll.questions.get(position=2).answered == 10
    close_questionnaire(actor=cast.actor("clerk"), questionnaire=poll)
    assert not waiting.exists()
    assert poll.questions.get(position=2).answered == 16
    assert Answer.objects.count() == 32
