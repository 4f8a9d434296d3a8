"""What has to be there for a campaign (筹备清单): needed, in place; missing is computed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.campaigns.models.campaign import Campaign
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class ReadinessItem(models.Model):
    """One thing that is needed: books, office supplies, staff."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="readiness")
    label = models.CharField(_("事项"), max_length=60)
    unit_of_measure = models.CharField(_("单位"), max_length=10, blank=True)
    needed = models.PositiveIntegerField(_("需要"))
    in_place = models.PositiveIntegerField(_("已到位"), default=0)
    due_on = models.DateField(_("到位期限"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)
    dropped_at = models.DateTimeField(_("取消时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("筹备事项")
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("campaign", "label"),
                name="readiness_label_once",
                condition=models.Q(dropped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def unit(self) -> Unit:
        """Return the unit that the log names."""
        return self.home

    @property
    def missing(self) -> int:
        """Return how much is still missing."""
        return max(self.needed - self.in_place, 0)
