"""What comes of a meeting: opinions that were raised, and what was resolved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.meetings.models.meeting import Meeting
from bihuan.opinions.models import Opinion
from bihuan.orgs.models import Unit
from bihuan.tasks.models import Task


class RaisedPoint(models.Model):
    """An opinion that was raised at a meeting: the opinion holds the words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="raised_at")

    class Meta:
        verbose_name = _("会上意见")
        ordering = ("opinion_id",)

    def __str__(self) -> str:
        return str(self.opinion)


class Resolution(models.Model):
    """One matter resolved (议定事项); `task` where it was assigned as one.

    Of a democratic life meeting: a measure or a commitment, never criticism.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    position = models.PositiveSmallIntegerField(_("次序"))
    text = models.CharField(_("议定事项"), max_length=300)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    due_on = models.DateField(_("完成期限"), null=True, blank=True)
    task = models.OneToOneField(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="resolution"
    )
    void_on = models.DateField(_("撤回日期"), null=True, blank=True)
    void_reason = models.CharField(_("撤回理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("议定事项")
        ordering = ("meeting_id", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "position"), name="resolution_position_once"
            ),
            models.CheckConstraint(
                name="resolution_void_with_reason",
                condition=Q(void_on__isnull=True) | ~Q(void_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text
