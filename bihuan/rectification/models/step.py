"""A step: what happened to a problem, when, by whom, why. Steps are never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.rectification.models.problem import Problem


class ProblemStepKind(models.TextChoices):
    """What may happen to a problem."""

    OPEN = "open", _("立项")
    COMMIT = "commit", _("定方案、作承诺")
    MEASURE = "measure", _("交办措施")
    CONTACT = "contact", _("联系反映人")
    ASK = "ask", _("向上请求")
    ANSWER = "answer", _("收到答复")
    REPORT = "report", _("报完成")
    ACCEPT = "accept", _("验收通过")
    SEND_BACK = "send_back", _("验收不通过")
    CLOSE = "close", _("销号")
    KEEP_OPEN = "keep_open", _("转长期坚持")
    EXPLAIN = "explain", _("解释说明")
    LOOK_BACK = "look_back", _("回头看")
    DISSATISFIED = "dissatisfied", _("反映人不满意")
    DECIDE = "decide", _("领导决定")
    REOPEN = "reopen", _("重开")
    HAND_OVER = "hand_over", _("改由他单位负责")
    LINK = "link", _("并入意见")
    PUBLISH = "publish", _("公开")
    WITHDRAW = "withdraw", _("撤回公开")
    VOID = "void", _("作废")


class ProblemStep(models.Model):
    """One step. `facts` holds what belongs to its kind; `to_state` where it led, if anywhere.

    committing: `goal`, `due_on`, `old_due`, `commitment`; accepting: `seen_on`; handing over:
    `old_unit`, `new_unit`; deciding: `choice`. `by` is the account's id, None for the installation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("环节"), max_length=12, choices=ProblemStepKind.choices)
    to_state = models.CharField(_("状态"), max_length=9, blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("经办"), max_length=60)
    note = models.CharField(_("说明"), max_length=1000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("问题环节")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.problem_id} {self.get_kind_display()}"
