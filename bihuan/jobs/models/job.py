"""A job: work that somebody asked for and that is done after the page has answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Account


class JobState(models.TextChoices):
    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("没有办成")
    CANCELLED = "cancelled", _("已取消")


class Tone(models.TextChoices):
    GOOD = "good", _("办成")
    WARN = "warn", _("有需要查看的内容")
    BAD = "bad", _("没有办成")


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by where they stand."""

    def ended(self) -> "JobQuerySet":
        """Return those that will not go on."""
        return self.filter(state__in=ENDED)

    def unseen(self) -> "JobQuerySet":
        """Return those done or failed whose owner has not looked since."""
        return self.filter(state__in=(JobState.DONE, JobState.FAILED), seen_at=None)


class Job(models.Model):
    """One piece of background work (后台作业), and what became of it.

    `work` names the function, `arguments` what it is given; `rights` are the paths over which its
    owner could see content when it ran, so that a result is handed out only to somebody who still
    may see as much. Progress of a running job is not here but beside the database
    (`jobs.progress`): a row could not be written while the work's own transaction is open.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    owner_name = models.CharField(_("发起人"), max_length=60, editable=False)
    label = models.CharField(_("作业"), max_length=120)
    work = models.CharField(max_length=120, editable=False)
    arguments = models.JSONField(default=dict, editable=False)
    unit_path = BinaryTextField(max_length=255, blank=True, editable=False)
    task_id = models.UUIDField(unique=True, null=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=JobState.choices, default=JobState.WAITING
    )
    tone = models.CharField(max_length=4, choices=Tone.choices, default=Tone.GOOD)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(_("结果"), blank=True)
    report = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=500, blank=True)
    rights = models.JSONField(default=dict, editable=False)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField(_("发起时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    seen_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("后台作业")
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["account", "-id"], name="jobs_job_owner"),
            models.Index(fields=["state", "ended_at"], name="jobs_job_state"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def has_ended(self) -> bool:
        """Tell whether the job will not go on."""
        return self.state in ENDED

    @property
    def has_result(self) -> bool:
        """Tell whether it left a file that is still kept."""
        return self.state == JobState.DONE and bool(self.file_name)
