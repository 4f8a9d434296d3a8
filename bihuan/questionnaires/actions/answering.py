"""Taking a response: from a resident's page, or typed in from paper. No entry in the audit log.

It only adds rows, so that the process which faces residents needs no right to read an answer. The
row of the response is written first: its reference to the questionnaire holds that row until the
end, so that closing it meanwhile waits, and one that was closed before is seen to be.
"""

import uuid
from collections.abc import Iterator, Mapping

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.permissions import Permission
from bihuan.questionnaires.access import typing_unit
from bihuan.questionnaires.actions.codes import use_code
from bihuan.questionnaires.actions.holding import asked_of
from bihuan.questionnaires.errors import NotAnswerable
from bihuan.questionnaires.models import (
    Answer,
    PaperTally,
    Question,
    Questionnaire,
    Response,
    State,
    Way,
)
from bihuan.questionnaires.rules.asked import Asked, Given, is_shown
from bihuan.questionnaires.rules.reading import Wrong, checked


@action("questionnaire.answer")
def submit_answers(
    *, actor: Actor, questionnaire: Questionnaire, given: Mapping[int, Given], code: str = ""
) -> None:
    """Take one response, `given` by the position of each question.

    Raises NotAnswerable, CodeNotGood, Invalid where a question is answered wrongly or not at all.
    Answers to questions that the earlier ones hide are dropped.
    """
    actor.require(Permission.RECORD_OPINIONS, questionnaire.home)
    questionnaire = _held_by_a_response(questionnaire, Way.WEB)
    if not questionnaire.is_answerable(clock.today()):
        raise NotAnswerable(_("这份问卷现在不收答复了。"))
    if questionnaire.needs_codes:
        use_code(questionnaire, code)
    _keep(questionnaire, given, is_whole=True)


@action("questionnaire.type_in")
def type_in_paper(
    *, actor: Actor, questionnaire: Questionnaire, given: Mapping[int, Given]
) -> None:
    """Take one paper, typed in by somebody who records opinions for the home or a unit below it.

    What was left blank on paper is blank. Papers may be typed after the last day, until the
    questionnaire is closed. Raises NotAllowed, NotAnswerable, Invalid.
    """
    unit = typing_unit(actor, questionnaire)
    if unit is None:
        raise NotAllowed(_("您的账号不能录入这份问卷的纸质答卷。"))
    questionnaire = _held_by_a_response(questionnaire, Way.PAPER)
    if questionnaire.state != State.OPEN:
        raise NotAnswerable(_("这份问卷没有开放，不能录入纸质答卷。"))
    if not given:
        raise Invalid(_("这张纸上一题也没有答，不用录入。"))
    _keep(questionnaire, given, is_whole=False)
    tally, _made = PaperTally.objects.get_or_create(
        home=questionnaire.home, questionnaire=questionnaire, unit=unit, day=clock.today()
    )
    PaperTally.objects.filter(pk=tally.pk).update(papers=F("papers") + 1)


def _held_by_a_response(questionnaire: Questionnaire, way: Way) -> Questionnaire:
    """Write that a response came, which holds the questionnaire; return it as it now stands."""
    Response(
        id=uuid.uuid4(),
        home_id=questionnaire.home_id,
        questionnaire=questionnaire,
        day=clock.today(),
        way=way,
    ).save(force_insert=True)
    if connection.vendor == "postgresql":  # there references are looked at when it commits
        connection.check_constraints()
    return Questionnaire.objects.select_related("home").get(pk=questionnaire.pk)


def _keep(questionnaire: Questionnaire, given: Mapping[int, Given], *, is_whole: bool) -> None:
    pairs = asked_of(questionnaire)
    kept = _kept([asked for _question, asked in pairs], given, is_whole=is_whole)
    by = next((q.position for q, _a in pairs if q.pk == questionnaire.group_question_id), None)
    group = kept[by].options[0] if by in kept else None
    rows = [
        row
        for question, asked in pairs
        if question.position in kept
        for row in _rows(question, asked, kept[question.position], group)
    ]
    Answer.objects.bulk_create(sorted(rows, key=lambda row: row.pk))


def _kept(
    questions: list[Asked], given: Mapping[int, Given], *, is_whole: bool
) -> dict[int, Given]:
    kept: dict[int, Given] = {}
    for asked in questions:
        if not is_shown(asked, kept):
            continue
        try:
            answer = checked(asked, given.get(asked.position, Given()), is_whole=is_whole)
        except Wrong as error:
            raise Invalid(_("第%(n)d题：%(why)s") % {"n": asked.position, "why": error}) from error
        if answer is not None:
            kept[asked.position] = answer
        elif asked.required and is_whole:
            raise Invalid(_("第%(n)d题还没有答。") % {"n": asked.position})
    return kept


def _rows(question: Question, asked: Asked, given: Given, group: int | None) -> Iterator[Answer]:
    """Yield the rows of an answer: one a choice, or one."""
    common = {
        "home_id": question.home_id,
        "questionnaire_id": question.questionnaire_id,
        "question_id": question.pk,
        "group": group,
    }
    if not given.chosen:
        yield Answer(id=uuid.uuid4(), number=given.number, text=given.text, **common)
        return
    for row, options in given.chosen.items():
        for at, option in enumerate(options):
            yield Answer(
                id=uuid.uuid4(),
                row=row,
                row_label=asked.rows[row - 1] if row else "",
                option=option,
                label=asked.options[option - 1],
                number=asked.values[option - 1] * 100 if asked.values else None,
                is_first=at == 0,
                **common,
            )
