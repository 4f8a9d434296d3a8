from bihuan.jobs.models.job import Job, JobQuerySet, JobState, Tone
from bihuan.jobs.models.periodic_run import PeriodicRun

__all__ = ["Job", "JobQuerySet", "JobState", "PeriodicRun", "Tone"]
