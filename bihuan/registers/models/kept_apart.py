"""Two records that look the same and were said not to be."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.registers.models.record import Record


class KeptApart(models.Model):
    """A pair of records that somebody looked at and said are two; it is not shown again.

    `first` is the one with the lower id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    first = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(_("认定时间"))
    kept_by_name = models.CharField(_("认定人"), max_length=60)

    class Meta:
        verbose_name = _("不是重复")
        constraints = [
            models.UniqueConstraint(fields=("home", "first", "second"), name="kept_apart_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
