"""A document that corrects an issued one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.documents.models.document import Document
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Correction(models.Model):
    """A document was begun to correct (更正) an issued one, which itself never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="correction")
    corrects = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.CharField(_("更正原因"), max_length=300)
    begun_at = models.DateTimeField(_("时间"))
    begun_by = models.UUIDField(null=True)
    begun_by_name = models.CharField(_("起草人"), max_length=60)

    class Meta:
        verbose_name = _("更正")
        ordering = ("begun_at", "id")

    def __str__(self) -> str:
        return f"{self.document} → {self.corrects}"
