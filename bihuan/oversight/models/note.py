"""What the inspection group says of a town's campaign between gates, and what it was answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.campaigns.models import Campaign
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class GroupNote(models.Model):
    """A short note of the group on a campaign, with the town's answer. Neither is changed later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    path = BinaryTextField(max_length=64, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="group_notes")
    text = models.CharField(_("意见"), max_length=500)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True, editable=False)
    by_name = models.CharField(_("提出人"), max_length=60)
    answer = models.CharField(_("回复"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("回复时间"), null=True)
    answered_by_name = models.CharField(_("回复人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("指导意见")
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=["path", "answered_at"], name="group_note_by_path")]

    def __str__(self) -> str:
        return self.text
