"""How the columns of another system's export are read, mapped once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.opinions.models.opinion import Channel
from bihuan.orgs.models import Unit


class ColumnMapping(models.Model):
    """What each column of a workbook with these heads is; `heads` are its heads in order.

    `columns` maps a field of Opinion (`text`, `ref`, `raised_on`, `unit`, `place`, `giver`,
    `category`) to a head; `channel` is the channel that they came by.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    heads_digest = models.CharField(max_length=64)
    heads = models.JSONField(_("表头"), default=list)
    columns = models.JSONField(_("对应"), default=dict)
    channel = models.CharField(_("渠道"), max_length=14, choices=Channel.choices)
    mapped_at = models.DateTimeField(_("设置时间"))
    mapped_by_name = models.CharField(_("设置人"), max_length=60)

    class Meta:
        verbose_name = _("导入对应")
        constraints = [
            models.UniqueConstraint(fields=("home", "heads_digest"), name="mapping_once_a_head")
        ]

    def __str__(self) -> str:
        return f"{self.home} {self.channel}"
