"""What is asked of one unit, and each time it was returned."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.collecting.models.collection import Collection
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class How(models.TextChoices):
    """How something was returned."""

    WORKBOOK = "workbook", _("交回表格")
    BROWSER = "browser", _("网上填完")
    NOTHING = "nothing", _("零报告")


class Ask(models.Model):
    """One unit's part of a collection. Its state is worked out of its returns, or it was waived."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="asks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    waived_at = models.DateTimeField(_("免报时间"), null=True, blank=True)
    waived_by_name = models.CharField(_("免报经办"), max_length=60, blank=True)
    waived_reason = models.CharField(_("免报理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("填报任务")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "collection", "unit"), name="ask_once_a_collection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.unit}"


class Return(models.Model):
    """One time a unit returned what was asked; rows counted as the import reported them.

    `handed_back` are rows with faults that were not taken and are waited for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="returns")
    how = models.CharField(_("方式"), max_length=10, choices=How.choices)
    returned_at = models.DateTimeField(_("交回时间"))
    returned_by_name = models.CharField(_("经办"), max_length=60)
    file_name = models.CharField(_("文件"), max_length=120, blank=True)
    added = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("修改"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)
    handed_back = models.PositiveIntegerField(_("退回的行"), default=0)

    class Meta:
        verbose_name = _("交回")
        ordering = ("returned_at", "id")

    def __str__(self) -> str:
        return f"{self.ask} {self.get_how_display()}"
