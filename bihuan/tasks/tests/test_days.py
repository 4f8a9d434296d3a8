"""Due days that the calendar counts: over holidays, provisional years, and a new notice."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from bihuan.orgs.tests.cast import Cast
from bihuan.presets.actions import DaySpec, import_days, set_preset
from bihuan.tasks.actions import Due, recount_due_days, suspend_task
from bihuan.tasks.days import provisional_note
from bihuan.tasks.lamps import lamp_of
from bihuan.tasks.models import Counting, Step, StepKind
from bihuan.tasks.periodic import recount_all
from bihuan.tasks.tests.conftest import TODAY, Make

Be = Callable[[dt.date], None]


def test_days_are_counted_over_the_spring_festival(assigned: Make) -> None:
    workdays = assigned(due=Due(days=8, counting=Counting.WORKDAYS))
    # 4, 5, 8–12 February are seven; 13–19 free; Saturday the 20th is worked.
    assert workdays.due_on == dt.date(2010, 2, 20)
    assert assigned(due=Due(days=15, counting=Counting.CALENDAR)).due_on == dt.date(2010, 2, 18)
    received = Due(days=1, counting=Counting.CALENDAR, counted_from=dt.date(2010, 2, 5))
    assert assigned(due=received).due_on == dt.date(2010, 2, 6)


def test_a_new_notice_moves_the_days_that_are_counted(cast: Cast, assigned: Make, on: Be) -> None:
    on(dt.date(2039, 1, 3))
    counted = assigned(due=Due(days=5, counting=Counting.WORKDAYS))
    fixed = assigned(due=Due(on=dt.date(2039, 1, 10)))
    resting = assigned(due=Due(days=5, counting=Counting.WORKDAYS))
    suspend_task(actor=cast.actor("clerk"), task=resting, reason="等")
    assert (counted.due_on, "2039年" in provisional_note(counted)) == (dt.date(2039, 1, 10), True)
    import_days(
        actor=cast.actor("clerk"),
        home=cast.town,
        days=[DaySpec(dt.date(2039, 1, 5), "holiday", "放假")],
        source="放假通知",
    )
    assert recount_due_days(actor=cast.actor("clerk"), home=cast.town) == 1
    counted.refresh_from_db()
    fixed.refresh_from_db()
    assert (counted.due_on, fixed.due_on) == (dt.date(2039, 1, 11), dt.date(2039, 1, 10))
    assert provisional_note(counted) == ""
    step = Step.objects.get(kind=StepKind.RECOUNT)
    assert step.facts == {"old_due": "2039-01-10", "new_due": "2039-01-11"}
    assert recount_all() == 0, "done twice, it does no harm"


def test_a_new_calendar_makes_nobody_overdue(cast: Cast, assigned: Make, on: Be) -> None:
    on(dt.date(2039, 1, 3))
    task = assigned(due=Due(days=5, counting=Counting.WORKDAYS))
    on(dt.date(2039, 1, 10))
    import_days(
        actor=cast.actor("clerk"),
        home=cast.town,
        days=[DaySpec(dt.date(2039, 1, 8), "workday", "补班")],
        source="放假通知",
    )
    assert recount_due_days(actor=cast.actor("clerk"), home=cast.town) == 0
    task.refresh_from_db()
    assert task.due_on == dt.date(2039, 1, 10)


@pytest.mark.parametrize(
    ("day", "word", "tone"),
    [
        (TODAY, "正常", "good"),
        (dt.date(2010, 2, 5), "临期，剩3个工作日", "warn"),
        (dt.date(2010, 2, 10), "今天到期", "warn"),
        (dt.date(2010, 2, 12), "超期2天", "bad"),
    ],
)
def test_a_lamp_has_a_word(assigned: Make, day: dt.date, word: str, tone: str) -> None:
    lamp = lamp_of(assigned(due=Due(on=dt.date(2010, 2, 10))), day)
    assert (lamp.word, lamp.tone) == (word, tone)


def test_how_near_is_near_is_a_preset(cast: Cast, assigned: Make) -> None:
    task = assigned(due=Due(on=dt.date(2010, 2, 10)))
    set_preset(
        actor=cast.actor("clerk"),
        home=cast.town,
        code="tasks.soon_days",
        value="5",
        from_on=TODAY,
        basis="督查办法",
    )
    assert lamp_of(task, TODAY).word == "临期，剩5个工作日"


def test_a_suspended_task_has_no_lamp_of_lateness(cast: Cast, assigned: Make) -> None:
    task = suspend_task(actor=cast.actor("clerk"), task=assigned(), reason="等")
    lamp = lamp_of(task, dt.date(2011, 1, 1))
    assert (lamp.word, lamp.tone) == ("已挂起", "plain")


@pytest.mark.parametrize(
    "statement", ["UPDATE tasks_step SET note = 'x'", "DELETE FROM tasks_step"]
)
def test_the_database_refuses_to_change_a_step(assigned: Make, statement: str) -> None:
    assigned()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
