"""A collection (收表): one register asked of several units by a day."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bihuan.lib.dates import write_period
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.registers.models import Register


class Collection(models.Model):
    """One asking. `first` and `last` are the days that the records are to lie in, either open.

    With `with_standing` the records of that time that stand already come along in the workbooks.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="collections")
    title = models.CharField(_lazy("名称"), max_length=80)
    first = models.DateField(_lazy("时段从"), null=True, blank=True)
    last = models.DateField(_lazy("到"), null=True, blank=True)
    due_on = models.DateField(_lazy("请在这天前交"))
    note = models.CharField(_lazy("说明"), max_length=300, blank=True)
    with_standing = models.BooleanField(_lazy("带上已登记的"), default=True)
    asked_at = models.DateTimeField(_lazy("发起时间"))
    asked_by_name = models.CharField(_lazy("发起人"), max_length=60)
    closed_at = models.DateTimeField(_lazy("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _lazy("收表")
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Tell whether units are still waited for."""
        return self.closed_at is None

    @property
    def period(self) -> str:
        """Return the time that is asked for, in words."""
        if self.first is None and self.last is None:
            return _("至今")
        if self.first is not None and self.last is None:
            return _("%(from)s至今") % {"from": write_period(self.first, None).removesuffix("起")}
        return write_period(self.first, self.last)

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day lies in the time that is asked for."""
        after = self.first is None or day >= self.first
        return after and (self.last is None or day <= self.last)
