"""Whose jobs an actor may see: their own, nobody else's."""

from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.jobs.errors import NoSuchJob
from bihuan.jobs.models import Job, JobQuerySet
from bihuan.orgs.access import Actor


def visible_to(actor: Actor) -> JobQuerySet:
    """Return the jobs that an actor started, newest first."""
    if actor.id is None:
        return Job.objects.filter(account=None)
    return Job.objects.filter(account_id=actor.id)


def job_asked(actor: Actor, pk: UUID) -> Job:
    """Return one of the actor's jobs; raises NoSuchJob."""
    job = visible_to(actor).filter(pk=pk).first()
    if job is None:
        raise NoSuchJob(_("没有这项作业，或者它不是您发起的。"))
    return job
