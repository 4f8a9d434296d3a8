"""A series of numbers: the last number given of a kind in a home's year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models.unit import Unit


class NumberSeries(models.Model):
    """The last number given of one kind of thing in one year of one home; unbroken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("已用到"), default=0)

    class Meta:
        verbose_name = _("编号")
        constraints = [
            models.UniqueConstraint(fields=("home", "kind", "year"), name="series_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"
