"""The counts above the list: the same for who sees every open task and for who sees some."""

import datetime as dt
from typing import Any

import pytest

from bihuan.orgs.tests.cast import Cast
from bihuan.tasks.access import Sight
from bihuan.tasks.counted import counts_of_every, counts_of_seen, sees_every_open
from bihuan.tasks.listing import counts_of
from bihuan.tasks.models import OPEN_STATES, State, Task
from bihuan.tasks.tests.conftest import TODAY, Make

SOON = TODAY + dt.timedelta(days=3)
DAYS = [TODAY - dt.timedelta(days=1), TODAY, SOON, SOON + dt.timedelta(days=1)]


@pytest.fixture
def many(assigned: Make) -> list[Task]:
    """Return a task of every open state on every day that makes a difference."""
    made = []
    for state in OPEN_STATES:
        for day in DAYS:
            task = assigned(title=f"{state}{day}")
            Task.objects.filter(pk=task.pk).update(state=state, due_on=day)
            made.append(task)
    return made


@pytest.mark.usefixtures("many")
def test_both_ways_of_counting_agree() -> None:
    every = counts_of_every(TODAY, SOON)
    assert every == counts_of_seen(Task.objects.open(), TODAY, SOON)
    assert (every["open"], every["overdue"], every["soon"]) == (24, 3, 6)
    assert every["returned_all"] == every[State.DOING] == 4


def test_a_task_elsewhere_is_not_counted_for_who_does_not_see_it(
    cast: Cast, many: list[Task], django_assert_num_queries: Any
) -> None:
    clerk = cast.actor("clerk")
    assert sees_every_open(clerk)
    sight = Sight(clerk)
    with django_assert_num_queries(2):
        assert counts_of(clerk, sight, None, TODAY, SOON)["open"] == 24
    elsewhere = cast.other_village
    Task.objects.filter(pk=many[0].pk).update(unit=elsewhere, path=elsewhere.path)
    assert not sees_every_open(clerk)
    with django_assert_num_queries(3):
        assert counts_of(clerk, sight, None, TODAY, SOON)["open"] == 23


def test_who_sees_nothing_and_an_empty_list_are_no_exception(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    assert not sees_every_open(clerk)
    assert counts_of(clerk, Sight(clerk), None, TODAY, SOON)["open"] == 0
    assert not sees_every_open(cast.actor("auditor"))
