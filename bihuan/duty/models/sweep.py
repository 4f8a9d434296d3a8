"""A sweep that found nothing (零报告). A sweep without a word on it is nothing at all."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class ZeroReport(models.Model):
    """One unit's word that a sweep found no dispute, for the days from `first` to `last`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    said_at = models.DateTimeField(_("报告时间"))
    said_by_name = models.CharField(_("报告人"), max_length=60)

    class Meta:
        verbose_name = _("排查零报告")
        ordering = ("-first", "id")
        constraints = [
            models.UniqueConstraint(fields=("home", "unit", "first"), name="zero_report_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.first}"
