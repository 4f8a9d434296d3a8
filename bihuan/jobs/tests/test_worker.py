"""A real worker in a process of its own: killed, stopped, two at once; and its rest."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from bihuan.jobs import progress
from bihuan.jobs.models import Job, JobState, PeriodicRun
from bihuan.jobs.tests.conftest import make_job
from bihuan.jobs.worker import Worker
from bihuan.orgs.access import Actor

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST = 60.0  # seconds that a test waits for what must come


@pytest.fixture
def start_worker() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Return what starts a worker on the test database; each is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        worker = subprocess.Popen([sys.executable, "-m", "bihuan", "worker"], env=_environment())
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def test_a_job_whose_worker_is_killed_is_done_once_by_the_next(
    start_worker: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    go = tmp_path / "go"
    keeper = Actor.installation()
    job = make_job(keeper, "leave_a_mark", name="记号", wait_for=str(go))
    first = start_worker()
    _wait(lambda: progress.read(job.pk).note == "等待")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert _state(job) == JobState.RUNNING
    assert not PeriodicRun.objects.filter(name="记号").exists()
    go.touch()
    start_worker()
    _wait(lambda: _state(job) == JobState.DONE)
    assert PeriodicRun.objects.filter(name="记号").count() == 1
    assert Job.objects.get(pk=job.pk).attempts == 2


def test_a_worker_told_to_stop_gives_its_job_back_and_goes(
    start_worker: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    job = make_job(
        Actor.installation(), "leave_a_mark", name="记号", wait_for=str(tmp_path / "never")
    )
    worker = start_worker()
    _wait(lambda: progress.read(job.pk).note == "等待")
    worker.terminate()
    assert worker.wait(LONGEST) == 0
    assert _state(job) == JobState.WAITING
    assert not PeriodicRun.objects.filter(name="记号").exists()


def test_two_workers_do_each_job_once(
    start_worker: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    go = tmp_path / "go"
    go.touch()
    keeper = Actor.installation()
    jobs = [make_job(keeper, "leave_a_mark", name=f"记号{n}", wait_for=str(go)) for n in range(12)]
    start_worker()
    start_worker()
    _wait(lambda: all(_state(job) == JobState.DONE for job in jobs))
    assert PeriodicRun.objects.filter(name__startswith="记号").count() == 12
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_an_idle_worker_only_reads() -> None:
    worker = Worker()
    while worker.step():  # the periodic work that is due at the start
        pass
    statements: list[str] = []

    def listen(execute: Callable[..., object], sql: str, *rest: object) -> object:
        statements.append(sql)
        return execute(sql, *rest)

    worker._looked_at = 0.0
    with connection.execute_wrapper(listen):
        assert not worker.step()
    assert statements
    assert all(sql.startswith("SELECT") for sql in statements)


def _state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def _wait(until: Callable[[], bool]) -> None:
    limit = time.monotonic() + LONGEST
    while not until():
        assert time.monotonic() < limit, "what was waited for did not come"
        time.sleep(0.05)


def _environment() -> dict[str, str]:
    """Return the environment of a process that works on the database of this test."""
    database = connection.settings_dict
    name = database["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        user, host, port = database["USER"], database["HOST"], database["PORT"]
        secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        place = f"?host={host}" if str(host).startswith("/") else ""
        host = "" if place else host
        url = f"postgresql://{user}{secret}@{host}{f':{port}' if port else ''}/{name}{place}"
    return os.environ | {
        "BIHUAN_HOME": str(settings.BIHUAN_HOME),
        "BIHUAN_MODE": "test",
        "DATABASE_URL": url,
    }
