"""A step: what happened to a task, when, by whom, why. Steps are never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.tasks.models.task import Task


class StepKind(models.TextChoices):
    """What may happen to a task."""

    ASSIGN = "assign", _("交办")
    SIGN_FOR = "sign_for", _("签收")
    PROGRESS = "progress", _("反馈进展")
    CHASE = "chase", _("催办")
    SUBMIT = "submit", _("报完成")
    ACCEPT = "accept", _("验收通过")
    SEND_BACK = "send_back", _("验收不通过")
    CLOSE = "close", _("销号")
    RETURN = "return", _("退件")
    REASSIGN = "reassign", _("改交")
    INSIST = "insist", _("退件不成立")
    ASK_EXTENSION = "ask_extension", _("申请延期")
    EXTEND = "extend", _("同意延期")
    REFUSE_EXTENSION = "refuse_extension", _("不同意延期")
    RECOUNT = "recount", _("按日历重算期限")
    SUSPEND = "suspend", _("挂起")
    RESUME = "resume", _("恢复")
    REOPEN = "reopen", _("重开")
    NAME = "name", _("改责任人")
    VOID = "void", _("作废")


class Step(models.Model):
    """One step. `facts` holds what belongs to its kind.

    progress: `stage`, `percent`, `difficulty`, `next`; extensions and recounts: `old_due`,
    `new_due`, `asked_by_name`; reassigning: `old_unit`, `new_unit`; accepting: `seen_on`;
    what moved the day beside: `old_due`, `new_due`.
    `by` is the account's id, None for the installation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(_("环节"), max_length=18, choices=StepKind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("经办"), max_length=60)
    note = models.CharField(_("说明"), max_length=1000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("任务环节")
        ordering = ("at", "id")
        indexes = [
            models.Index(fields=["task", "at", "id"], name="step_by_task"),
            models.Index(fields=["by", "task"], name="step_by_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.get_kind_display()}"
