"""A look-back (回头看): whether what was put right still holds, some time after."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.rectification.models.decision import Decision
from bihuan.rectification.models.problem import Problem


class Finding(models.TextChoices):
    """What was found."""

    HOLDS = "holds", _("没有反弹")
    FAILS = "fails", _("出现反弹")


class LookBack(models.Model):
    """One look-back, due `after_days` after a close-out; done by another than the doer.

    It is dropped (`dropped_on`) where the problem was reopened before its day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="look_backs")
    after_days = models.PositiveSmallIntegerField(_("销号后天数"))
    due_on = models.DateField(_("应看日期"))
    finding = models.CharField(_("结果"), max_length=5, choices=Finding.choices, blank=True)
    note = models.CharField(_("查看情况"), max_length=1000, blank=True)
    done_on = models.DateField(_("查看日期"), null=True, blank=True)
    done_by = models.UUIDField(null=True)
    done_by_name = models.CharField(_("查看人"), max_length=60, blank=True)
    dropped_on = models.DateField(_("取消日期"), null=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="look_backs"
    )

    class Meta:
        verbose_name = _("回头看")
        ordering = ("due_on", "id")
        indexes = [
            models.Index(
                fields=["path", "due_on"],
                name="look_back_planned",
                condition=Q(done_on__isnull=True, dropped_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.due_on}"

    @property
    def is_planned(self) -> bool:
        """Tell whether it is still to be done."""
        return self.done_on is None and self.dropped_on is None
