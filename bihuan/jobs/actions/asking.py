"""What people do with a job: start it, look at it, cancel it, fetch what it left."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.jobs import progress
from bihuan.jobs.errors import AlreadyEnded, NoSuchJob, ResultGone, RightsLost
from bihuan.jobs.models import Job, JobState
from bihuan.jobs.rules import still_covers
from bihuan.lib import clock
from bihuan.lib.errors import DomainError
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked

LONGEST_LABEL = 120


@action("job.start")
def start_job(
    *,
    actor: Actor,
    label: str,
    work: str,
    arguments: Mapping[str, Any],
    unit_path: str = "",
) -> Job:
    """Ask for work to be done in the background; part of the transaction that asks.

    `work` is the dotted path of a function `(run, **arguments) -> Outcome`; `arguments` must be
    plain JSON. The room that asks has checked that the actor may; the work checks again when it
    runs. Raises ImportError or TypeError for a work that does not exist.
    """
    from bihuan.jobs.tasks import carry_out_job

    work_named(work)
    job = Job.objects.create(
        account_id=actor.id,
        owner_name=actor.name,
        label=checked_text(_("作业名称"), label, LONGEST_LABEL),
        work=work,
        arguments=dict(arguments),
        unit_path=unit_path,
        made_at=clock.now(),
    )
    job.task_id = carry_out_job.enqueue(str(job.pk)).id
    job.save(update_fields=["task_id"])
    audit.append(
        actor=actor,
        action="job.start",
        target=("job", job.pk),
        unit_path=unit_path,
        values={"work": work, "arguments": job.arguments},
        note=job.label,
    )
    return job


def cancel_job(*, actor: Actor, job: Job) -> Job:
    """Cancel a job of one's own; one that runs ends when its work next says how far it is.

    The wish is left before anything is written: the work may be holding the writer's place.
    Raises NoSuchJob for another's, AlreadyEnded.
    """
    if job.account_id != actor.id or actor.id is None:
        raise NoSuchJob(_("没有这项作业，或者它不是您发起的。"))
    if not job.has_ended:
        progress.ask_to_cancel(job.pk)
    return _cancel(actor=actor, job=job)


@action("job.cancel")
def _cancel(*, actor: Actor, job: Job) -> Job:
    job = locked(job)
    if job.state in (JobState.DONE, JobState.FAILED):
        progress.tidy(job.pk, keep=True)
        raise AlreadyEnded(_("这项作业已经结束，不能取消。"))
    if job.state == JobState.WAITING:
        job.state, job.ended_at = JobState.CANCELLED, clock.now()
        job.save(update_fields=["state", "ended_at"])
    audit.append(
        actor=actor,
        action="job.cancel",
        target=("job", job.pk),
        unit_path=job.unit_path,
        note=job.label,
    )
    return job


def look_at_job(*, actor: Actor, job: Job) -> None:
    """Note that the owner has seen how a job ended; a mark for the home page, not audited."""
    if job.has_ended and job.seen_at is None and job.account_id == actor.id:
        job.seen_at = clock.now()
        job.save(update_fields=["seen_at"])


@action("job.fetch")
def fetch_result(*, actor: Actor, job: Job) -> Path:
    """Return the file that a job left, to its owner alone and under access as it stands now.

    Raises NoSuchJob, ResultGone, or RightsLost where the owner could see more when the job ran.
    """
    if job.account_id != actor.id or actor.id is None:
        raise NoSuchJob(_("没有这项作业，或者它不是您发起的。"))
    path = progress.result_path(job.pk)
    if not job.has_result or not path.is_file():
        raise ResultGone(_("结果文件已过保存期（7天）或没有生成，请重新办理。"))
    if not still_covers(actor, job.rights) or not _is_still_open(actor, job):
        raise RightsLost(_("您的权限在这项作业完成后有了变化，不能再下载它的结果；请重新办理。"))
    audit.append(
        actor=actor,
        action="job.fetch",
        target=("job", job.pk),
        unit_path=job.unit_path,
        note=job.file_name,
    )
    return path


def work_named(work: str) -> Any:
    """Return the function of a work; raises ImportError or TypeError where there is none."""
    module, _point, name = work.rpartition(".")
    found = getattr(import_module(module), name, None)
    if not callable(found):
        raise TypeError(f"{work} names no work")
    return found


def _is_still_open(actor: Actor, job: Job) -> bool:
    """Ask the work itself, where it has a `may_fetch(actor, **arguments)` beside its function."""
    module = import_module(job.work.rpartition(".")[0])
    may_fetch = getattr(module, "may_fetch", None)
    if may_fetch is None:
        return True
    try:
        return bool(may_fetch(actor, **job.arguments))
    except DomainError:
        return False
