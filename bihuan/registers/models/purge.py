"""A purge: the proof that values past their retention were emptied, and of how many records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.registers.models.register import Register


class Purge(models.Model):
    """One purge of one register: records whose day is before `before`.

    `digest` is over the ids of the records and the columns emptied, so that what was purged can be
    held against an old backup; what was in them is not in it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="purges")
    before = models.DateField(_("早于"))
    columns = models.JSONField(_("清除的列"), default=list)
    records = models.PositiveIntegerField(_("记录数"))
    versions = models.PositiveIntegerField(_("版本数"))
    digest = models.CharField(_("校验值"), max_length=64)
    purged_at = models.DateTimeField(_("清除时间"))
    purged_by_name = models.CharField(_("经办"), max_length=60)

    class Meta:
        verbose_name = _("到期清除")
        ordering = ("-purged_at",)

    def __str__(self) -> str:
        return f"{self.register} {self.before}"


class PurgeNotice(models.Model):
    """The notice that a register's records before a day will be purged on `due_on`.

    It stands open until the purge is carried out (`purge`), or nothing is left to be purged
    (`closed_on` alone). It may be postponed once, with a reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="notices")
    before = models.DateField(_("早于"))
    announced_on = models.DateField(_("预告日期"))
    due_on = models.DateField(_("清除日期"))
    postponed_on = models.DateField(_("推迟日期"), null=True)
    postponed_by_name = models.CharField(_("推迟经办"), max_length=60, blank=True)
    postponed_because = models.CharField(_("推迟理由"), max_length=300, blank=True)
    purge = models.ForeignKey(Purge, on_delete=models.PROTECT, null=True, related_name="notices")
    closed_on = models.DateField(_("了结日期"), null=True)

    class Meta:
        verbose_name = _("到期清除预告")
        ordering = ("-announced_on",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "register"),
                name="one_open_purge_notice",
                condition=models.Q(closed_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.due_on}"
