"""A category: one class of the office's own tree of opinions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Category(models.Model):
    """One class (类别). `keywords` speak for it before anything has been confirmed.

    A class is retired, never deleted: old opinions keep it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("名称"), max_length=40)
    keywords = models.JSONField(_("常用词"), default=list, blank=True)
    position = models.PositiveIntegerField(_("排序"), default=0)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("意见类别")
        ordering = ("position", "code")
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="category_code_once_a_home")
        ]

    def __str__(self) -> str:
        return self.label
