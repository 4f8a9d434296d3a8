"""A record: what stays the same while its versions change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Person, Unit
from bihuan.registers.models.register import Register


class Record(models.Model):
    """One record of a register about one unit, perhaps one person.

    `home` is the administration it was made in and never changes. What it says, and its status,
    is its current version.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Found by id only: what is asked by register, unit or person is asked of the versions.
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    register = models.ForeignKey(
        Register, on_delete=models.PROTECT, related_name="records", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(_("登记时间"))
    purged_at = models.DateTimeField(_("清除时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("记录")

    def __str__(self) -> str:
        return str(self.id)
