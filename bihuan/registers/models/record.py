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
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="records")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("记录")

    def __str__(self) -> str:
        return str(self.id)
