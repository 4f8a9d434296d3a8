"""A version: what a record said, and its status, from one moment until the next version."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import BooleanField, F, Func, Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.registers.models.record import Record
from bihuan.registers.models.register import Register

NUMBER_SLOTS = tuple(f"n{at}" for at in range(1, 9))
TEXT_SLOTS = tuple(f"t{at}" for at in range(1, 7))
DATE_SLOTS = tuple(f"d{at}" for at in range(1, 4))
SLOT_LENGTH = 120
PURGED = "_purged"  # in `values` of a purged version: the day; no column's code begins so


class Status(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    VERIFIED = "verified", _("已审核")
    RETURNED = "returned", _("已退回")
    VOID = "void", _("已作废")


class VersionQuerySet(models.QuerySet["Version"]):
    """Questions asked of versions."""

    def current(self) -> Self:
        """Keep the versions that stand now."""
        return self.filter(superseded_at__isnull=True)

    def unfinished(self) -> Self:
        """Keep the versions that stand and are not verified.

        The word is a literal in the statement, so that both databases see that the partial index
        `version_unfinished` holds the answer.
        """
        literal = Func(
            F("status"), template="(%(expressions)s <> 'verified')", output_field=BooleanField()
        )
        return self.current().filter(literal)

    def as_of(self, moment: dt.datetime | None) -> Self:
        """Keep the versions that stood at a moment; now, where none is given."""
        if moment is None:
            return self.current()
        stood = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        return self.filter(stood, recorded_at__lte=moment)


class Version(models.Model):
    """What a record says. Each change and each transition is a new version: who, when, why.

    `values` (by column code) is the truth; the slots are filled from it, numbers as whole numbers
    of 10**-decimals. `register`, `unit` and `path` repeat the record's, which never change, so
    that one index answers a figure. `status` is part of the version, not a cache of another row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    register = models.ForeignKey(
        Register, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64)
    person_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(_("记录时间"))
    superseded_at = models.DateTimeField(null=True)
    date = models.DateField(_("日期"))
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices)
    values = models.JSONField(default=dict)
    change = models.CharField(_("操作"), max_length=12)
    changed_by = models.UUIDField(null=True)
    changed_by_name = models.CharField(_("操作人"), max_length=60, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    n1 = models.BigIntegerField(null=True)
    n2 = models.BigIntegerField(null=True)
    n3 = models.BigIntegerField(null=True)
    n4 = models.BigIntegerField(null=True)
    n5 = models.BigIntegerField(null=True)
    n6 = models.BigIntegerField(null=True)
    n7 = models.BigIntegerField(null=True)
    n8 = models.BigIntegerField(null=True)
    t1 = BinaryTextField(max_length=SLOT_LENGTH, null=True)  # type: ignore[misc]
    t2 = BinaryTextField(max_length=SLOT_LENGTH, null=True)  # type: ignore[misc]
    t3 = BinaryTextField(max_length=SLOT_LENGTH, null=True)  # type: ignore[misc]
    t4 = BinaryTextField(max_length=SLOT_LENGTH, null=True)  # type: ignore[misc]
    t5 = BinaryTextField(max_length=SLOT_LENGTH, null=True)  # type: ignore[misc]
    t6 = BinaryTextField(max_length=SLOT_LENGTH, null=True)  # type: ignore[misc]
    d1 = models.DateField(null=True)
    d2 = models.DateField(null=True)
    d3 = models.DateField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("记录版本")
        constraints = [
            models.UniqueConstraint(
                fields=("record", "home"),
                name="one_current_version",
                condition=Q(superseded_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["record", "recorded_at"], name="version_history"),
            models.Index(
                fields=["register", "date", "path", "recorded_at", "superseded_at"],
                name="version_as_of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.recorded_at:%F %T}"

    @property
    def is_waiting(self) -> bool:
        """Tell whether somebody has to verify this version."""
        return self.status == Status.SUBMITTED
