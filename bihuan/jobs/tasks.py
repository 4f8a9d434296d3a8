"""The one task that django-tasks knows: carry a job out."""

from django_tasks import task

from bihuan.jobs.running import carry_out


@task()
def carry_out_job(job_id: str) -> None:
    """Carry out the job of an id."""
    carry_out(job_id)
