"""What was learned of the office's own classes, kept as a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.files.models import StoredFile
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Learned(models.Model):
    """One training of a home's classifier; the newest one is used.

    `macro_f1` is by cross-validation, None where there was too little to measure.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    labels = models.PositiveIntegerField(_("已确认条数"))
    macro_f1 = models.FloatField(_("宏平均F1"), null=True)
    trained_at = models.DateTimeField(_("训练时间"))

    class Meta:
        verbose_name = _("归类模型")
        ordering = ("-trained_at",)

    def __str__(self) -> str:
        return f"{self.home} {self.trained_at:%Y-%m-%d}"
