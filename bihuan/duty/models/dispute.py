"""A dispute (矛盾纠纷): found by a sweep, dealt with, closed, and visited afterwards."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.duty.models.case import Case
from bihuan.duty.models.types import DisputeType


class DisputeState(models.TextChoices):
    """Where a dispute stands; the cache of its last step."""

    REGISTERED = "registered", _("待受理")
    ACCEPTED = "accepted", _("已受理")
    HANDLING = "handling", _("调处中")
    CLOSED = "closed", _("已结案")
    VISITED = "visited", _("已回访")
    VOID = "void", _("已作废")


class Outcome(models.TextChoices):
    """What came of it (handbook §3.5). Only the first is a success."""

    PENDING = "pending", _("未结")
    SETTLED = "settled", _("调解成功")
    ARBITRATION = "arbitration", _("未成，转仲裁")
    LITIGATION = "litigation", _("未成，转诉讼")
    RULING = "ruling", _("未成，转行政裁决")
    TRANSFERRED = "transferred", _("移交")
    CONTAINED = "contained", _("稳控")


class Agreement(models.TextChoices):
    """In what form the parties agreed."""

    NONE = "none", _("无")
    ORAL = "oral", _("口头协议")
    WRITTEN = "written", _("书面协议")


class Dispute(Case):
    """One dispute. `parties` are described by their part (甲方：村民2户), never named."""

    type = models.ForeignKey(DisputeType, on_delete=models.PROTECT, related_name="disputes")
    is_major = models.BooleanField(_("重大"), default=False)
    found_on = models.DateField(_("排查日期"))
    parties = models.CharField(_("当事人（不写姓名）"), max_length=200, blank=True)
    facts = models.TextField(_("基本情况"), max_length=2000, blank=True)
    measures = models.TextField(_("化解措施"), max_length=1000, blank=True)
    outcome = models.CharField(
        _("调处结果"), max_length=12, choices=Outcome.choices, default=Outcome.PENDING
    )
    agreement = models.CharField(
        _("协议形式"), max_length=8, choices=Agreement.choices, default=Agreement.NONE
    )
    feedback = models.CharField(_("当事人反馈"), max_length=300, blank=True)
    supervised_by = models.CharField(_("督办单位"), max_length=80, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=DisputeState.choices)

    class Meta:
        verbose_name = _("矛盾纠纷")
        constraints = [
            models.UniqueConstraint(fields=("home", "year", "number"), name="dispute_number_once"),
            models.CheckConstraint(
                name="dispute_agreed_only_if_settled",
                condition=Q(agreement="none") | Q(outcome="settled"),
            ),
        ]
        indexes = [
            models.Index(fields=["path", "found_on", "id"], name="dispute_by_path"),
            models.Index(fields=["home", "found_on", "id"], name="dispute_by_day"),
            models.Index(fields=["lead_path", "state"], name="dispute_by_lead"),
        ]
