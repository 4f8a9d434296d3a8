"""A step: what happened to a case, when, by whom, why. Steps are never changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.duty.models.dispute import Dispute
from bihuan.duty.models.petition import Petition
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class StepKind(models.TextChoices):
    """What may happen to a case."""

    REGISTER = "register", _("登记")
    ACCEPT = "accept", _("受理")
    SUMMARISE = "summarise", _("核定脱敏摘要")
    NOTE = "note", _("领导批示")
    ASSIGN = "assign", _("交办")
    TRY = "try", _("调处")
    EXTEND = "extend", _("延长期限")
    REPLY = "reply", _("答复")
    SEEK_REVIEW = "seek_review", _("申请复查")
    REVIEW = "review", _("复查答复")
    PUT_RIGHT = "put_right", _("列入整改")
    CLOSE = "close", _("办结")
    VISIT = "visit", _("回访")
    REOPEN = "reopen", _("重开")
    VOID = "void", _("作废")


class CaseStep(models.Model):
    """One step of a dispute or of a petition: one of the two is given.

    `on` is the day it happened, `at` the moment it was written down. `facts` holds what belongs to
    its kind: `unit` and `due_on` of an assignment, `old_due`, `new_due` of an extension,
    `problem` of what is put right.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, null=True, related_name="steps")
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, null=True, related_name="steps"
    )
    kind = models.CharField(_("环节"), max_length=12, choices=StepKind.choices)
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("登记时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("经办"), max_length=60)
    note = models.CharField(_("说明"), max_length=1000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("事项环节")
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(
                name="case_step_of_one_case",
                condition=Q(dispute__isnull=False, petition__isnull=True)
                | Q(dispute__isnull=True, petition__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
