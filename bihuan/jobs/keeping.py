"""How long jobs are kept: files seven days, words ninety, the queue's own rows seven."""

import datetime as dt
import time

from django_tasks_db.models import DBTaskResult

from bihuan.jobs import progress
from bihuan.jobs.actions import states
from bihuan.jobs.models import Job
from bihuan.lib import clock

RESULTS_KEPT = dt.timedelta(days=7)
WORDS_KEPT = dt.timedelta(days=90)


def drop_old() -> None:
    """Drop the files, and later the jobs themselves, whose time has passed."""
    now = clock.now()
    for job in Job.objects.ended().filter(ended_at__lt=now - RESULTS_KEPT).exclude(file_name=""):
        states.drop_result(job)
    states.forget(Job.objects.ended().filter(ended_at__lt=now - WORDS_KEPT))
    longest = clock.real_now() - RESULTS_KEPT
    states.forget(DBTaskResult.objects.finished().filter(finished_at__lt=longest))
    _sweep_locks()


def _sweep_locks() -> None:
    limit = time.time() - RESULTS_KEPT.total_seconds()
    locks = progress.room_folder() / "locks"
    for lock in locks.iterdir() if locks.is_dir() else ():
        if lock.name.startswith("periodic-") or lock.stat().st_mtime > limit:
            continue
        with progress.held(lock.name) as mine:
            if mine:
                lock.unlink(missing_ok=True)
