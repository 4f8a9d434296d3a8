"""A day that an administration knows to be a holiday, or to be worked on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("放假")
    WORKDAY = "workday", _("上班")


class CalendarDay(models.Model):
    """One day, for an administration and all below it. It goes before what the software knows.

    `is_notice` says that it came with a year's whole notice, so that the year is settled; a single
    day entered by hand settles nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    day = models.DateField(_("日期"))
    kind = models.CharField(_("类型"), max_length=10, choices=DayKind.choices)
    name = models.CharField(_("名称"), max_length=40, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_notice = models.BooleanField(default=False, editable=False)
    set_at = models.DateTimeField(_("设定时间"))
    set_by_name = models.CharField(_("设定人"), max_length=60)

    class Meta:
        verbose_name = _("日历日")
        ordering = ("day",)
        constraints = [
            models.UniqueConstraint(fields=("home", "day"), name="calendar_day_once_a_home")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
