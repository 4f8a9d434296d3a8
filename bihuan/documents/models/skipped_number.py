"""Numbers that no document bears, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class SkippedNumber(models.Model):
    """A document number that was skipped or made void (空号), with its reason. Nobody gets it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    code = models.CharField(_("机关代字或刊名"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.PositiveIntegerField(_("序号"))
    reason = models.CharField(_("原因"), max_length=200)
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(_("登记人"), max_length=60)

    class Meta:
        verbose_name = _("空号")
        ordering = ("code", "year", "number")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "code", "year", "number"), name="number_skipped_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.number}"
