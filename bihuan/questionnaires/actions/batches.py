"""Counting answers some at a time, and in an order of their own.

Whoever looks at the counts before and after one response would read that response from the
difference. So what comes fills a batch; once it has the smallest group it waits until the next one
has, and is then counted at once. Closing counts all: at least one whole batch, if that many came.

Counting writes the rows anew in the order of their random keys. On PostgreSQL, whose tables lie in
the order of writing and note the transaction, this undoes both.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Count, F

from bihuan.lib import clock
from bihuan.orgs.actions.doing import locked
from bihuan.presets.asking import value_at
from bihuan.questionnaires.models import Answer, Batch, Question, Questionnaire, Response
from bihuan.questionnaires.policy import SMALLEST_GROUP


def smallest_group(questionnaire: Questionnaire) -> int:
    """Return how many persons a group must have to be shown."""
    return int(value_at(SMALLEST_GROUP, questionnaire.home.path, clock.today()))


def count_waiting(questionnaire: Questionnaire) -> bool:
    """Move batches on where the filling one is full; tell whether it was.

    Writes no audit entry: it changes what is shown, not what was said.
    """
    with transaction.atomic():
        questionnaire = locked(questionnaire)
        filling = questionnaire.responses.filter(batch=Batch.FILLING).count()
        if not questionnaire.is_open or filling < smallest_group(questionnaire):
            return False
        _count(questionnaire, [Batch.FULL])
        questionnaire.responses.filter(batch=Batch.FILLING).update(batch=Batch.FULL)
        questionnaire.answers.filter(batch=Batch.FILLING).update(batch=Batch.FULL)
        return True


def count_all(questionnaire: Questionnaire) -> None:
    """Count whatever waits of one that is being closed; its row is locked."""
    _count(questionnaire, [Batch.FULL, Batch.FILLING])


def _count(questionnaire: Questionnaire, batches: list[Batch]) -> None:
    answers = list(questionnaire.answers.filter(batch__in=batches))
    responses = list(questionnaire.responses.filter(batch__in=batches))
    questionnaire.answers.filter(batch__in=batches).delete()
    questionnaire.responses.filter(batch__in=batches).delete()
    for answer in answers:
        answer.batch = Batch.COUNTED
    for response in responses:
        response.batch = Batch.COUNTED
    Answer.objects.bulk_create(sorted(answers, key=lambda row: row.pk))
    Response.objects.bulk_create(sorted(responses, key=lambda row: row.pk))
    _tell(answers)


def _tell(answers: list[Answer]) -> None:
    """Keep with each question how many persons answered it; a matrix by its row of fewest."""
    came = Counter(answer.question_id for answer in answers if answer.is_first and not answer.row)
    for question, persons in came.items():
        Question.objects.filter(pk=question).update(answered=F("answered") + persons)
    for matrix in {answer.question_id for answer in answers if answer.row}:
        rows = Answer.objects.filter(question=matrix, batch=Batch.COUNTED, is_first=True)
        by_row = rows.order_by().values_list("row").annotate(persons=Count("pk"))
        Question.objects.filter(pk=matrix).update(answered=min(n for _row, n in by_row))
