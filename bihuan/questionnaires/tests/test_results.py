"""Results: counts with both terms, groups too small, figures, words, files."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from bihuan.figures.asking import Scope
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import compute
from bihuan.figures.models import Definition
from bihuan.figures.tracing import trace
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.models import Opinion
from bihuan.orgs.tests.cast import Cast
from bihuan.questionnaires.actions import (
    close_questionnaire,
    pass_on_texts,
    type_in_paper,
    void_questionnaire,
)
from bihuan.questionnaires.counting import Counts
from bihuan.questionnaires.exporting import text_of, write_result
from bihuan.questionnaires.models import Answer, Questionnaire
from bihuan.questionnaires.rules.asked import Given
from bihuan.questionnaires.tests.making import filled, pick

Answers = Callable[..., None]


@pytest.fixture
def answered(cast: Cast, poll: Questionnaire, answer: Answers) -> Questionnaire:
    """Return the poll answered by 2 of the first village, 6 of the second, 12 of the third."""
    for village, persons in ((1, 2), (2, 6), (3, 12)):
        for n in range(persons):
            grade = 4 if n == 0 else 1
            more = {"q3": pick(1, 2) if n % 2 else pick(1), "q6": Given(number=100 * (n + 1))}
            answer(poll, filled(village, grade, why=f"=第{village}村的原因", **more))
    return close_questionnaire(actor=cast.actor("clerk"), questionnaire=poll)


def test_counts_have_both_terms(answered: Questionnaire) -> None:
    counts = Counts(answered)
    assert counts.received == {"web": 20, "paper": 0, "counted": 20, "all": 20, "waiting": 0}
    by_position = {result.question.position: result for result in counts.results}
    whole = by_position[2].blocks[0]
    assert [(bar.label, bar.count, bar.share) for bar in whole.bars] == [
        ("满意", 17, "85.0%"),
        ("比较满意", 0, "0.0%"),
        ("基本满意", 0, "0.0%"),
        ("不满意", 3, "15.0%"),
    ]
    assert whole.mean == "85.0"
    assert whole.better is not None
    assert (whole.better.count, whole.better.share) == (17, "85.0%")
    several = by_position[3].blocks[0]
    assert [(bar.count, bar.base) for bar in several.bars] == [(20, 20), (10, 20), (0, 20)]
    assert by_position[6].blocks[0].mean == "5.1"


def test_a_question_that_few_answered_is_not_shown(cast: Cast, answered: Questionnaire) -> None:
    matrix = Counts(answered).results[4]
    assert matrix.is_hidden
    assert matrix.shown == []


def test_of_few_responses_nothing_is_shown(
    cast: Cast, poll: Questionnaire, answer: Answers
) -> None:
    for _n in range(4):
        answer(poll, filled())
    close_questionnaire(actor=cast.actor("clerk"), questionnaire=poll)
    counts = Counts(poll)
    assert not counts.is_enough
    assert "满意4人" not in text_of(counts)
    source = sources(cast.town, frozenset({"questionnaires.answers"}))["questionnaires.answers"]
    assert source.rows(None).count() == 0


def test_a_small_group_is_hidden_with_the_one_beside_it(answered: Questionnaire) -> None:
    crossing = next(c for c in Counts(answered).crossings if c.question.position == 2)
    assert [(column.label, column.is_hidden) for column in crossing.columns] == [
        ("一村", True),
        ("二村", True),
        ("三村", False),
    ]
    assert crossing.lines[0] == ("满意", ["", "", "91.7%"], "85.0%")


def test_a_paper_without_the_group_question_is_a_group_of_its_own(
    cast: Cast, poll: Questionnaire, answer: Answers
) -> None:
    for _n in range(5):
        answer(poll, filled(1))
        type_in_paper(actor=cast.actor("clerk"), questionnaire=poll, given={2: pick(2)})
    close_questionnaire(actor=cast.actor("clerk"), questionnaire=poll)
    crossing = Counts(poll).crossings[0]
    assert [(column.label, column.block.base) for column in crossing.columns] == [
        ("一村", 5),
        ("未答", 5),
    ]


def test_the_workbook_holds_no_formula_and_nothing_hidden(answered: Questionnaire) -> None:
    target = io.BytesIO()
    write_result(Counts(answered), target)
    book = openpyxl.load_workbook(io.BytesIO(target.getvalue()))
    assert book.sheetnames == ["各题结果", "分组比较", "第4题文字"]
    words = [cell.value for cell in book["第4题文字"]["A"]]
    assert sorted(words[1:]) == sorted(["=第1村的原因", "=第2村的原因", "=第3村的原因"])
    assert all(cell.data_type == "s" for cell in book["第4题文字"]["A"])
    groups = {(row[3], row[4]) for row in book["分组比较"].iter_rows(values_only=True)}
    assert ("一村", "人数少，不显示") in groups
    assert ("一村", "满意") not in groups
    assert ("三村", "满意") in groups


def test_the_text_says_how_many_of_how_many(answered: Questionnaire) -> None:
    said = text_of(Counts(answered))
    assert said.startswith("“公路满意度”共收到20份（网上20份、纸质0份）。")
    assert "2. 总体上（20人回答）：满意17人，占85.0%" in said


def _figure(cast: Cast, **changes: object) -> Definition:
    given = {
        "home": cast.town,
        "code": "satisfied",
        "label": "满意人数",
        "source": "questionnaires.answers",
        "aggregate": "count",
        "nature": "exact",
        "where": [
            {"field": "question", "is": "公路满意度 2. 总体上"},
            {"field": "option", "is": "满意"},
        ],
        **changes,
    }
    return Definition.objects.create(**given)


def test_every_count_is_a_source_for_figures(cast: Cast, answered: Questionnaire) -> None:
    scope = Scope(cast.town)
    clerk = cast.actor("clerk")
    satisfied = _figure(cast)
    came = _figure(cast, code="came", label="收到", source="questionnaires.responses", where=[])
    mean = _figure(
        cast,
        code="mean",
        label="平均",
        aggregate="avg",
        field="number",
        where=[{"field": "question", "is": "公路满意度 2. 总体上"}],
    )
    found = compute([satisfied, came, mean], scope, actor=clerk)
    assert [found[code].value for code in ("satisfied", "came", "mean")] == [17, 20, 85]
    opened = trace(satisfied, scope, actor=clerk)
    assert opened.visible == 17
    assert dict(opened.rows[0].values) == {
        "问卷": "公路满意度",
        "题目": "2. 总体上",
        "答复": "满意",
    }
    assert trace(satisfied, scope, actor=cast.actor("village_reporter")).visible == 0
    void_questionnaire(actor=clerk, questionnaire=answered, reason="重做")
    assert compute([came], scope, actor=clerk)["came"].value == 0


def test_no_field_cuts_answers_into_groups(cast: Cast, answered: Questionnaire) -> None:
    offered = sources(cast.town, frozenset({"questionnaires.answers"}))["questionnaires.answers"]
    assert set(offered.fields) == {
        *("questionnaire", "question", "row", "option", "number", "text", "is_first"),
    }
    few = Answer.objects.filter(question__position=5)
    assert not offered.rows(None).filter(pk__in=few.values("pk")).exists()


def test_words_become_opinions_once(cast: Cast, answered: Questionnaire) -> None:
    clerk = cast.actor("clerk")
    why = answered.questions.get(position=4)
    assert pass_on_texts(actor=clerk, questionnaire=answered, question=why) == 3
    assert pass_on_texts(actor=clerk, questionnaire=answered, question=why) == 0
    opinions = Opinion.objects.filter(channel="questionnaire")
    assert sorted(each.text for each in opinions) == [
        "=第1村的原因",
        "=第2村的原因",
        "=第3村的原因",
    ]
    assert {each.raised_on.isoformat() for each in opinions} == {"2010-02-03"}
    assert {each.occasion for each in opinions} == {"公路满意度"}
    Answer.objects.update(is_passed_on=False)  # as if the second had been lost
    pass_on_texts(actor=clerk, questionnaire=answered, question=why)
    assert opinions.count() == 3
    with pytest.raises(Invalid):
        pass_on_texts(
            actor=clerk, questionnaire=answered, question=answered.questions.get(position=2)
        )
    with pytest.raises(NotAllowed):
        pass_on_texts(actor=cast.actor("leader"), questionnaire=answered, question=why)


def test_words_that_wait_are_not_passed_on(
    cast: Cast, poll: Questionnaire, answer: Answers
) -> None:
    answer(poll, filled(1, 4, why="还没有凑满"))
    why = poll.questions.get(position=4)
    assert pass_on_texts(actor=cast.actor("clerk"), questionnaire=poll, question=why) == 0
