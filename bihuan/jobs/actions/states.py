"""How a job moves on while workers carry it out. The work itself writes its audit entries."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from bihuan.jobs import progress
from bihuan.jobs.models import Job, JobState, PeriodicRun, Tone
from bihuan.jobs.outcome import Outcome
from bihuan.jobs.rules import rights_of
from bihuan.lib import clock
from bihuan.orgs.access import Actor

Task = DBTaskResult[Any, Any]
MOST_ATTEMPTS = 3  # a job that took its worker down with it three times is given up


def take(task_id: UUID, worker_id: str) -> Task | None:
    """Claim one task that is ready, and set its job going; None where it is not ready any more.

    The caller holds the job's lock.
    """
    with transaction.atomic():
        ready = DBTaskResult.objects.ready().filter(pk=task_id)
        found: Task | None = ready.select_for_update(skip_locked=True).first()
        if found is None:
            return None
        found.claim(worker_id)
        job = Job.objects.select_for_update(of=("self",)).filter(task_id=task_id).first()
        if job is not None and not job.has_ended:
            job.state, job.started_at = JobState.RUNNING, clock.now()
            job.attempts += 1
            job.save(update_fields=["state", "started_at", "attempts"])
    return found


def note_rights(job: Job, actor: Actor) -> None:
    """Keep what the owner may see as the work begins: its result is handed out under no less."""
    job.rights = rights_of(actor)
    job.save(update_fields=["rights"])


def finish(job: Job, outcome: Outcome) -> None:
    """Say how a job ended. Called in the work's own transaction, both stand or neither."""
    with transaction.atomic():
        job.state, job.ended_at = JobState.DONE, clock.now()
        job.message, job.url, job.tone = outcome.message, outcome.url, outcome.tone
        job.report = {"heads": list(outcome.heads), "rows": [list(row) for row in outcome.rows]}
        if outcome.file is not None:
            job.file_name, job.media_type = outcome.file_name, outcome.media_type
        said = progress.read(job.pk)
        job.total = said.total or said.done
        job.done = job.total
        job.save()


def fail(job: Job, message: str) -> None:
    """Say why a job could not be done."""
    _end(job, JobState.FAILED, message, Tone.BAD)


def end_cancelled(job: Job) -> None:
    """Say that a running job ended because its owner wished it; it changed nothing."""
    _end(job, JobState.CANCELLED, _("已按您的要求取消，没有留下任何改动。"), Tone.WARN)


def _end(job: Job, state: JobState, message: str, tone: Tone) -> None:
    said = progress.read(job.pk)
    job.state, job.message, job.tone, job.ended_at = state, message, tone, clock.now()
    job.done, job.total = said.done, said.total
    job.save()


def put_back(job: Job, *, counts: bool = True) -> None:
    """Let a job wait again, to be done from the start; without `counts` it was no failure."""
    with transaction.atomic():
        attempts = job.attempts if counts else max(0, job.attempts - 1)
        running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING)
        running.update(state=JobState.WAITING, attempts=attempts)
        DBTaskResult.objects.filter(pk=str(job.task_id)).update(status="READY", started_at=None)


def take_up_again(job_id: UUID, task_id: UUID) -> None:
    """Put right a job whose worker died; the caller holds its lock, so nobody runs it.

    One whose work had said how it ended is ended; another waits again, until it has taken three
    workers down.
    """
    with transaction.atomic():
        entry = (
            DBTaskResult.objects.select_for_update().filter(pk=task_id, status="RUNNING").first()
        )
        job = Job.objects.select_for_update(of=("self",)).filter(pk=job_id).first()
        if entry is None:
            return
        if job is None or job.has_ended:
            entry.set_successful(None)
        elif job.attempts >= MOST_ATTEMPTS:
            said = _("这项作业三次中断，已停止重试。请把文件分小后再试，或告诉系统管理员。")
            fail(job, said)
            entry.set_failed(RuntimeError("given up after three attempts"))
        else:
            put_back(job)


def drop_result(job: Job) -> None:
    """Forget the file that a job left; its words stay."""
    job.file_name = job.media_type = ""
    job.save(update_fields=["file_name", "media_type"])
    progress.tidy(job.pk)


def note_periodic_run(name: str, fault: str) -> None:
    """Note that a piece of periodic work was done now, by the machine's own time, or why not."""
    PeriodicRun.objects.update_or_create(
        name=name, defaults={"done_at": clock.real_now(), "fault": fault[:2000]}
    )


def forget(rows: QuerySet[Job] | QuerySet[Task]) -> None:
    """Delete rows that only said how work went; the audit log keeps who asked for it."""
    rows.delete()
