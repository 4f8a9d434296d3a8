"""Carrying a job out: what a work is given, and what becomes of what it hands back or raises."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import OperationalError
from django.utils.translation import gettext as _

from bihuan.jobs import progress, stopping
from bihuan.jobs.actions import states
from bihuan.jobs.actions.asking import work_named
from bihuan.jobs.models import Job, JobState
from bihuan.jobs.outcome import Outcome
from bihuan.jobs.progress import Progress
from bihuan.lib.errors import DomainError
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account

__all__ = ["Cancelled", "Outcome", "Run", "carry_out"]

logger = logging.getLogger(__name__)
SAID_EVERY = 0.5  # seconds between two words on progress
TRIES_TO_SAY = 30  # how often, a second apart, the end is written while another writes


class Cancelled(BaseException):
    """The owner wishes the job to end. No Exception, so that no work takes it for a fault."""


@dataclass
class Run:
    """One run of a job, as its work sees it.

    A work is begun again from the start after a crash, so what it writes must be one transaction
    (`finish_with` as its last line), or harmless when done twice.
    """

    job: Job
    actor: Actor
    said_at: float = field(default=0.0, repr=False)

    @property
    def folder(self) -> Path:
        """Return a folder for what the work makes on its way; it goes with the job's end."""
        folder = progress.folder_of(self.job.pk) / "work"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """Say how far the work is; ends it here where it was cancelled or the worker is to stop.

        Cheap enough for every hundredth row. Inside a transaction the end is a rollback.
        """
        now = time.monotonic()
        if now - self.said_at < SAID_EVERY:
            return
        self.said_at = now
        progress.write(self.job.pk, Progress(done, total, note))
        stopping.stop_if_asked()
        if self.cancelled():
            raise Cancelled

    def cancelled(self) -> bool:
        """Tell whether the owner wishes the job to end."""
        return progress.is_to_cancel(self.job.pk)

    def finish_with(self, outcome: Outcome) -> Outcome:
        """Say inside the work's own transaction how the job ended, so that it is done just once."""
        states.finish(self.job, outcome)
        return outcome


def carry_out(job_id: str) -> None:
    """Do the work of a job that was taken; every way in which it may end is written down."""
    job = Job.objects.select_related("account").get(pk=job_id)
    if job.has_ended:
        return
    try:
        if progress.is_to_cancel(job.pk):
            raise Cancelled
        _do(job)
    except Cancelled:
        _say(lambda: states.end_cancelled(job))
    except stopping.Stopping:
        _say(lambda: states.put_back(job, counts=False))
        raise
    except DomainError as error:
        said = error.message
        _say(lambda: states.fail(job, said))
    except OperationalError as error:
        if not _is_busy(error) or job.attempts >= states.MOST_ATTEMPTS:
            _say(lambda: states.fail(job, _unexpected()))
            raise
        _say(lambda: states.put_back(job))
        raise stopping.PutBack from error
    except Exception:
        _say(lambda: states.fail(job, _unexpected()))
        raise
    finally:
        job.refresh_from_db(fields=["state", "file_name"])
        if job.has_ended:
            progress.tidy(job.pk, keep=job.has_result)


def _do(job: Job) -> None:
    actor = _actor_of(job)
    states.note_rights(job, actor)
    outcome: Outcome = work_named(job.work)(Run(job, actor), **job.arguments)
    if outcome.file is not None:
        progress.keep_result(job.pk, outcome.file)
    job.refresh_from_db(fields=["state"])
    if job.state == JobState.RUNNING:
        _say(lambda: states.finish(job, outcome))


def _actor_of(job: Job) -> Actor:
    """Return who acts, with the roles as they stand now."""
    if job.account_id is None:
        return Actor.installation()
    return Actor.of(Account.objects.get(pk=job.account_id))


def _say(write: Callable[[], None]) -> None:
    """Write how a job ended, waiting for another writer as long as it takes (half a minute)."""
    for left in range(TRIES_TO_SAY, -1, -1):
        try:
            write()
        except OperationalError as error:
            if not left or not _is_busy(error):
                raise
            time.sleep(1)
        else:
            return


def _is_busy(error: OperationalError) -> bool:
    return "locked" in str(error).lower() or "deadlock" in str(error).lower()


def _unexpected() -> str:
    return _("程序内部出错，这项作业没有办成，也没有留下改动；请稍后重试，仍不行请告诉系统管理员。")
