"""An entry of the audit chain, and the chain's head."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField


class Entry(models.Model):
    """One action. Triggers refuse update, delete, replace and truncate (see the migrations).

    `sequence` is unbroken from 1. `at` is the machine's own moment, never the office clock's.
    What residents do holds the day alone (`is_by_day`). `digest` is the SHA-256 of the values
    written; the values live in the records' versions.
    """

    sequence = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(_("操作人"), max_length=60)
    action = models.CharField(_("操作"), max_length=60)
    target_kind = models.CharField(_("对象类别"), max_length=40, blank=True)
    target_id = models.CharField(_("对象"), max_length=80, blank=True)
    unit_path = BinaryTextField(max_length=64, blank=True)
    result = models.CharField(_("结果"), max_length=20, default="done")
    note = models.CharField(_("说明"), max_length=500, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("审计记录")
        ordering = ("-sequence",)
        indexes = [
            models.Index(fields=["target_kind", "target_id"], name="audit_by_target"),
            models.Index(fields=["actor_id", "sequence"], name="audit_by_actor"),
            models.Index(fields=["at"], name="audit_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.actor_name} {self.action}"

    @property
    def is_by_day(self) -> bool:
        """Tell whether the entry holds a day only: the very beginning of it."""
        return timezone.localtime(self.at).time() == dt.time()


class Head(models.Model):
    """The chain's last entry: locked by whoever appends, and what shows that the tail was cut."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(name="one_head", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"
