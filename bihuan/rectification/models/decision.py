"""A decision: what a leader decides where somebody is not satisfied or a look-back failed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.rectification.models.problem import Problem


class Choice(models.TextChoices):
    """What may be decided. Nothing of it concerns a person."""

    REOPEN = "reopen", _("重开整改")
    FURTHER = "further", _("增加措施")
    EXPLAIN = "explain", _("维持结果，作出解释")


class Decision(models.Model):
    """One matter put before a leader; `choice` is empty until it is decided.

    A problem has at most one that is open: whatever comes meanwhile belongs to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    path = BinaryTextField(max_length=64, editable=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="decisions")
    opened_on = models.DateField(_("提交日期"))
    cause = models.CharField(_("缘由"), max_length=300)
    choice = models.CharField(_("决定"), max_length=7, choices=Choice.choices, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(_("决定人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("领导决定")
        ordering = ("opened_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "problem"),
                name="one_open_decision_a_problem",
                condition=Q(decided_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["path", "opened_on"],
                name="decision_open",
                condition=Q(decided_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.get_choice_display()}"
