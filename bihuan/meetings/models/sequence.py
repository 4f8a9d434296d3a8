"""A step of a meeting's sequence: when it is due and done, and how many; it has no text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.meetings.models.meeting import Meeting
from bihuan.orgs.models import Unit


class SequenceStep(models.Model):
    """One step (程序步骤) by the code that sequences.py knows.

    `count` of `out_of`: papers handed in, those who spoke, those who came to a discussion. There is
    no text, so that nothing of what was said can be written here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sequence")
    code = models.CharField(_("步骤"), max_length=20)
    position = models.PositiveSmallIntegerField(_("次序"))
    due_on = models.DateField(_("应办日期"), null=True, blank=True)
    done_on = models.DateField(_("办理日期"), null=True, blank=True)
    count = models.PositiveIntegerField(_("人数"), null=True, blank=True)
    out_of = models.PositiveIntegerField(_("应有人数"), null=True, blank=True)
    marked_by_name = models.CharField(_("登记人"), max_length=60, blank=True)
    marked_at = models.DateTimeField(_("登记时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("程序步骤")
        ordering = ("meeting_id", "position")
        constraints = [
            models.UniqueConstraint(fields=("meeting", "code"), name="sequence_step_once"),
            models.CheckConstraint(
                name="sequence_step_not_more",
                condition=Q(count__isnull=True)
                | Q(out_of__isnull=True)
                | Q(count__lte=models.F("out_of")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], name="sequence_step_to_do", condition=Q(done_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.code}"
