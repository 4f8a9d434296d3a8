"""The worker: takes jobs one after another, and does the periodic work between them.

Idle it reads the queue once a second and writes nothing. The queue is django-tasks-db's table;
its own command is not used, because on SQLite that takes the writer's place at every look, and
knows no way back for a job whose worker died.
"""

import logging
import os
import sys
import time
from itertools import islice
from uuid import UUID

from django.db import OperationalError, close_old_connections, connection
from django_tasks_db.models import DBTaskResult

from bihuan.jobs import periodic, progress, stopping
from bihuan.jobs.actions import states
from bihuan.lib.ids import new_id

logger = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
LOOK_FOR_ABANDONED = 5.0  # seconds
CANDIDATES = 8  # looked at in turn, where other workers hold the first ones
MOST_MEGABYTES = 180  # a worker that grew beyond starts itself anew, so that memory is given back


class Worker:
    """One worker process."""

    def __init__(self) -> None:
        self.id = str(new_id())
        self._looked_at = 0.0
        self._periodic = periodic.Timetable()

    def run(self) -> None:
        """Work until asked to stop."""
        _map_no_database()
        while not stopping.is_asked():
            close_old_connections()
            try:
                worked = self.step()
            except stopping.Stopping:
                return
            except OperationalError as error:
                logger.warning("database not ready: %s", error)
                worked = False
            if worked:
                _begin_anew_if_large()
            else:
                time.sleep(IDLE_SECONDS)

    def step(self) -> bool:
        """Do the next thing that is due; False where there is none."""
        if time.monotonic() - self._looked_at >= LOOK_FOR_ABANDONED:
            self._looked_at = time.monotonic()
            take_up_abandoned()
        return self._next_job() or self._periodic.do_next()

    def _next_job(self) -> bool:
        ready = DBTaskResult.objects.ready().values_list("pk", "args_kwargs")
        for task_id, given in list(islice(ready[:CANDIDATES], CANDIDATES)):
            with progress.held(_job_of(given)) as mine:
                entry = states.take(task_id, self.id) if mine else None
                if entry is not None:
                    _carry_out(entry)
                    return True
        return False


def work_off() -> int:
    """Do all jobs that wait, here and now; return how many. Tests and commands use it."""
    worker, done = Worker(), 0
    while worker._next_job():
        done += 1
    return done


def take_up_abandoned() -> None:
    """Take up the jobs of workers that died: running by the book, but their lock is free."""
    running = DBTaskResult.objects.running().values_list("pk", "args_kwargs")
    for task_id, given in list(running):
        job_id = _job_of(given)
        with progress.held(job_id) as mine:
            if mine:
                states.take_up_again(job_id, task_id)


def _carry_out(entry: states.Task) -> None:
    given = entry.args_kwargs
    try:
        entry.task.call(*given["args"], **given["kwargs"])
    except stopping.PutBack:
        logger.warning("job put back: the database was busy")
    except Exception as error:
        logger.exception("job %s failed", given["args"])
        entry.set_failed(error)
    else:
        entry.set_successful(None)


def _job_of(given: dict[str, list[str]]) -> UUID:
    return UUID(given["args"][0])


def _map_no_database() -> None:
    """Let SQLite read rather than map its file: a long export would map 256 MB of it."""
    if connection.vendor == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options.get("init_command", "") + "PRAGMA mmap_size=0;"
        connection.close()


def _begin_anew_if_large() -> None:
    """Start this process anew where a job left it large: Python gives little memory back."""
    if _megabytes() <= MOST_MEGABYTES or stopping.is_asked():
        return
    from django.db import connections

    connections.close_all()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606


def _megabytes() -> float:
    """Return the memory that this process holds now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as said:
            return int(said.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0
