"""A stage gate (转段): what is asked of the level above, every round of it, and its conditions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.campaigns.models import Campaign, Phase
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class GateState(models.TextChoices):
    """Where a request stands; the cache of its last step."""

    DRAFT = "draft", _("自查中")
    SENT = "sent", _("等待答复")
    RETURNED = "returned", _("已退回")
    AGREED = "agreed", _("同意转段")
    CONDITIONAL = "conditional", _("有条件同意转段")


EDITABLE = (GateState.DRAFT, GateState.RETURNED)
"""States in which the town still writes."""
PASSED = (GateState.AGREED, GateState.CONDITIONAL)
"""States in which the next stage is open."""


class GateStepKind(models.TextChoices):
    """What may happen to a request."""

    DRAFT = "draft", _("开始自查")
    SEND = "send", _("报送")
    WITHDRAW = "withdraw", _("撤回")
    RETURN = "return", _("退回")
    AGREE = "agree", _("同意")
    AGREE_WITH = "agree_with", _("有条件同意")


class GateRequest(models.Model):
    """The request that a stage may end and the next one open; one a stage, of any rounds.

    `path` is the administration's. `round` counts how often it was sent. `answer_by` is the day by
    which the level above means to answer, worked out when it is sent. What happened is in its
    steps; `state` and the fields after it are caches of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    path = BinaryTextField(max_length=64, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="gates")
    phase = models.OneToOneField(Phase, on_delete=models.PROTECT, related_name="gate")
    summary = models.TextField(_("阶段小结"), max_length=4000, blank=True)
    state = models.CharField(
        _("状态"), max_length=12, choices=GateState.choices, default=GateState.DRAFT, editable=False
    )
    state_at = models.DateTimeField(_("状态时间"), editable=False)
    round = models.PositiveSmallIntegerField(_("第几次报送"), default=0, editable=False)
    made_at = models.DateTimeField(_("起草时间"), editable=False)
    sent_on = models.DateField(_("报送日期"), null=True, editable=False)
    sent_by = models.UUIDField(null=True, editable=False)
    answer_by = models.DateField(_("应答复日期"), null=True, editable=False)
    answered_on = models.DateField(_("答复日期"), null=True, editable=False)

    class Meta:
        verbose_name = _("转段申请")
        ordering = ("-made_at", "-id")
        indexes = [models.Index(fields=["path", "state"], name="gate_by_path")]

    def __str__(self) -> str:
        return f"{self.campaign} {self.phase}"

    @property
    def is_editable(self) -> bool:
        """Tell whether the town still writes."""
        return self.state in EDITABLE

    @property
    def is_passed(self) -> bool:
        """Tell whether the stage was agreed to, with conditions or not."""
        return self.state in PASSED


class GateStep(models.Model):
    """One step of a request: who, when, why. Steps are never changed.

    Of a sending `said` holds the self-check as it was sent: summary and lines in words, so that
    each round can be read later. `by` is the account's id, None for the installation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    request = models.ForeignKey(GateRequest, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("经过"), max_length=12, choices=GateStepKind.choices)
    round = models.PositiveSmallIntegerField(_("第几次"), default=0)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("经办"), max_length=60)
    reason = models.TextField(_("意见"), max_length=2000, blank=True)
    said = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("转段经过")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.request_id} {self.get_kind_display()}"


class GateCondition(models.Model):
    """Something that agreement was tied to: a task of the town's, which another verifies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    path = BinaryTextField(max_length=64, editable=False)
    request = models.ForeignKey(GateRequest, on_delete=models.PROTECT, related_name="conditions")
    position = models.PositiveSmallIntegerField(_("次序"))
    text = models.CharField(_("条件"), max_length=120)
    task_id = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("转段条件")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "request", "position"), name="condition_position_once"
            ),
            models.UniqueConstraint(
                fields=("home", "task_id"),
                name="condition_task_once",
                condition=Q(task_id__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["path", "task_id"], name="condition_by_path")]

    def __str__(self) -> str:
        return self.text
