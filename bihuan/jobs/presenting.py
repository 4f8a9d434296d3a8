"""A job as a row of the list."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.jobs import progress
from bihuan.jobs.models import Job, JobState, Tone
from bihuan.ui.tables import Cell, Head, Row

LONGEST = 80  # characters of the sentence that the list shows


def heads() -> list[Head]:
    """Return the heads of the list."""
    return [Head(_("作业")), Head(_("状态")), Head(_("结果")), Head(_("发起时间"))]


def row(job: Job) -> Row:
    """Return a job's row, how far it is where it runs."""
    made = timezone.localtime(job.made_at)
    return Row(
        [
            Cell(job.label, url=reverse("jobs:job", args=[job.pk]), note=_unseen(job)),
            Cell(_standing(job)),
            Cell(job.message if len(job.message) <= LONGEST else job.message[:LONGEST] + "…"),
            Cell(f"{made:%Y-%m-%d %H:%M}"),
        ]
    )


def _unseen(job: Job) -> str:
    return _("还没有查看") if job.has_ended and job.seen_at is None else ""


def _standing(job: Job) -> str:
    state = JobState(job.state)
    if state == JobState.DONE and job.tone == Tone.BAD:
        state = JobState.FAILED  # it ran to its end without doing what was asked
    label = str(state.label)
    percent = progress.read(job.pk).percent if job.state == JobState.RUNNING else None
    return label if percent is None else f"{label} {percent}%"
