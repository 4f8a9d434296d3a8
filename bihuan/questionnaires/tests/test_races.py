"""Many who answer at the same moment, on real connections: none lost, none twice."""

import threading
from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection

from bihuan.lib.errors import DomainError
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.questionnaires.actions import (
    close_questionnaire,
    make_codes,
    open_questionnaire,
    submit_answers,
)
from bihuan.questionnaires.errors import CodeNotGood, NotAnswerable
from bihuan.questionnaires.models import Answer, Batch, Code, Questionnaire, Response
from bihuan.questionnaires.periodic import count_what_came
from bihuan.questionnaires.tests.making import filled, make_poll

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS, EACH = 8, 50
"""400 in a test run; 2,000 were tried with EACH = 250."""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each act on a connection of its own, all begun together; return what came of each."""
    barrier = threading.Barrier(len(acts))
    came: list[object] = [None] * len(acts)

    def run(at: int) -> None:
        barrier.wait()
        try:
            came[at] = acts[at]()
        except DomainError as refused:
            came[at] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[at]) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return came


def opened(cast: Cast, *, codes: bool = False) -> Questionnaire:
    return open_questionnaire(actor=cast.actor("clerk"), questionnaire=make_poll(cast, codes=codes))


def test_of_many_answers_by_eight_at_once_none_is_lost(cast: Cast) -> None:
    poll = opened(cast)
    numbers = count()

    def work() -> int:
        for _turn in range(EACH):
            n = next(numbers)
            submit_answers(
                actor=Actor.resident(cast.town),
                questionnaire=poll,
                given=filled(n % 3 + 1, 1 + n % 2),
            )
        return EACH

    def counting() -> int:
        return sum(count_what_came() for _turn in range(20))

    came = at_once(*[work] * THREADS, counting)
    assert came[:THREADS] == [EACH] * THREADS
    close_questionnaire(actor=cast.actor("clerk"), questionnaire=poll)
    assert Response.objects.filter(batch=Batch.COUNTED).count() == THREADS * EACH
    for position in (1, 2):
        rows = Answer.objects.filter(question__position=position, batch=Batch.COUNTED)
        assert rows.count() == THREADS * EACH
        assert poll.questions.get(position=position).answered == THREADS * EACH
    assert Answer.objects.count() == 2 * THREADS * EACH


def test_of_eight_who_use_one_code_at_once_one_is_taken(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    poll = opened(cast, codes=True)
    (code,) = make_codes(actor=clerk, questionnaire=poll, count=1)

    def use() -> str:
        submit_answers(
            actor=Actor.resident(cast.town), questionnaire=poll, given=filled(), code=code
        )
        return "taken"

    came = at_once(*[use] * 8)
    assert came.count("taken") == 1
    assert sum(isinstance(each, CodeNotGood) for each in came) == 7
    assert Response.objects.count() == Code.objects.filter(is_used=True).count() == 1
    assert Answer.objects.count() == 2


def test_what_was_taken_before_closing_is_counted_and_nothing_after(cast: Cast) -> None:
    poll = opened(cast)

    def work() -> int:
        taken = 0
        for _turn in range(30):
            try:
                submit_answers(actor=Actor.resident(cast.town), questionnaire=poll, given=filled())
            except NotAnswerable:
                return taken
            taken += 1
        return taken

    def close() -> None:
        while Response.objects.count() < 20:
            pass
        close_questionnaire(actor=cast.actor("clerk"), questionnaire=poll)

    *came, _closed = at_once(*[work] * 4, close)
    taken = sum(each for each in came if isinstance(each, int))
    assert Response.objects.count() == taken
    assert not Response.objects.exclude(batch=Batch.COUNTED).exists()
    assert not Answer.objects.exclude(batch=Batch.COUNTED).exists()
    assert Answer.objects.count() == 2 * taken
