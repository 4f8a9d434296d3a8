"""A request upward (向上请求): what is beyond one's own power is asked of who has it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.rectification.models.problem import Problem


class Reply(models.TextChoices):
    """What the authority answered."""

    AGREED = "agreed", _("同意")
    PARTLY = "partly", _("部分同意")
    REFUSED = "refused", _("不同意")


class UpwardRequest(models.Model):
    """One request to the level above or another authority, and its answer.

    From `asked_on` to `answered_on` the clock is theirs, not ours. `due_on` is when an answer is
    expected.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="requests")
    asked_of = models.CharField(_("请求对象"), max_length=80)
    subject = models.CharField(_("事由"), max_length=300)
    paper = models.CharField(_("文号"), max_length=80, blank=True)
    asked_on = models.DateField(_("请求日期"))
    due_on = models.DateField(_("盼复日期"), null=True, blank=True)
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(_("请求经办"), max_length=60)
    reply = models.CharField(_("答复"), max_length=8, choices=Reply.choices, blank=True)
    answered_on = models.DateField(_("收到答复日期"), null=True, blank=True)
    answer_note = models.CharField(_("答复内容"), max_length=1000, blank=True)
    answer_paper = models.CharField(_("复函文号"), max_length=80, blank=True)
    answered_by_name = models.CharField(_("登记答复经办"), max_length=60, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤回理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("向上请求")
        ordering = ("asked_on", "id")
        constraints = [
            models.CheckConstraint(
                name="request_is_answered_after_it_was_made",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=models.F("asked_on")),
            )
        ]
        indexes = [
            models.Index(
                fields=["path", "asked_on"],
                name="request_unanswered",
                condition=Q(answered_on__isnull=True, withdrawn_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_of} {self.subject[:20]}"

    @property
    def is_pending(self) -> bool:
        """Tell whether an answer is waited for."""
        return self.answered_on is None and self.withdrawn_on is None
