"""A person's signature for a figure that no record bears out."""

import datetime as dt
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.documents.models.document import Document
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class SignOff(models.Model):
    """One person signs for one figure of one document, naming where the value comes from.

    `key` names the figure with its scope (code@unit@period), or the number of one record
    (source.field#record). It counts while it is not revoked and the records still do not answer.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sign_offs")
    key = models.CharField(max_length=200)
    code = models.CharField(_("数据代码"), max_length=130)
    label = models.CharField(_("数据名称"), max_length=200)
    number = models.DecimalField(_("数值"), max_digits=24, decimal_places=6, null=True)
    day = models.DateField(_("日期"), null=True)
    source = models.CharField(_("来源"), max_length=200)
    signed_by = models.UUIDField(null=True)
    signed_by_name = models.CharField(_("签认人"), max_length=60)
    signed_at = models.DateTimeField(_("签认时间"))
    revoked_at = models.DateTimeField(_("撤回时间"), null=True)
    revoked_by_name = models.CharField(_("撤回人"), max_length=60, blank=True)
    revoked_because = models.CharField(_("撤回理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("签认")
        ordering = ("signed_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "document", "key"),
                name="one_standing_sign_off",
                condition=Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="sign_off_number_or_day",
                condition=Q(number__isnull=False, day__isnull=True)
                | Q(number__isnull=True, day__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.signed_by_name}"

    @property
    def value(self) -> Decimal | dt.date:
        """Return what was signed for."""
        value = self.day if self.number is None else self.number.normalize()
        if value is None:
            raise ValueError("a sign-off has a number or a day")
        return value
