"""Periodic work: when it is due, that one worker does it, what becomes of a failure."""

import datetime as dt
import threading

import pytest
from django.db import connection

from bihuan.jobs import periodic, progress
from bihuan.jobs.models import PeriodicRun
from bihuan.jobs.periodic import Periodic, Timetable, all_periodic, do_once
from bihuan.lib import clock

pytestmark = pytest.mark.django_db
HOURLY = dt.timedelta(hours=1)


def _counted(name: str = "tests.count") -> tuple[Periodic, list[int]]:
    runs: list[int] = []
    return Periodic(name, HOURLY, lambda: runs.append(1)), runs


def _set_back(name: str, by: dt.timedelta) -> None:
    PeriodicRun.objects.filter(name=name).update(done_at=clock.real_now() - by)


def test_it_is_done_once_and_again_when_its_time_has_come() -> None:
    counted, runs = _counted()
    assert do_once(counted)
    assert not do_once(counted)
    _set_back(counted.name, HOURLY)
    assert do_once(counted)
    assert len(runs) == 2


def test_it_is_left_to_the_worker_that_does_it_already() -> None:
    counted, runs = _counted()
    with progress.held(counted.place):
        assert not do_once(counted)
    assert runs == []


def test_a_failure_is_noted_and_tried_again_after_a_quarter_of_an_hour() -> None:
    def fail() -> None:
        raise ZeroDivisionError("by zero")

    failing = Periodic("tests.fail", HOURLY, fail)
    assert do_once(failing)
    assert PeriodicRun.objects.get(name="tests.fail").fault == "ZeroDivisionError: by zero"
    assert not do_once(failing)
    _set_back("tests.fail", dt.timedelta(minutes=15))
    assert do_once(failing)


def test_the_rooms_are_asked_by_name() -> None:
    names = [one.name for one in all_periodic()]
    assert "jobs.drop_old" in names
    assert len(names) == len(set(names))


def test_the_timetable_does_what_is_due_and_then_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, runs = _counted()
    monkeypatch.setattr(periodic, "all_periodic", lambda: [counted])
    timetable = Timetable()
    assert timetable.do_next()
    assert not timetable.do_next()
    assert runs == [1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_do_it_once() -> None:
    counted, runs = _counted()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        do_once(counted)
        connection.close()

    workers = [threading.Thread(target=work) for _n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert runs == [1]
