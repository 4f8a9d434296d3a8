"""An amount of money: for what, who pays, and whether it is planned, approved or paid."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.finance.writing import write_fen
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Payer(models.TextChoices):
    """Who pays (handbook §9, money by party)."""

    CENTRAL = "central", _("中央和省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡镇")
    VILLAGE = "village", _("村集体")
    AUTHORITY = "authority", _("主管部门和管理机构")
    DONATION = "donation", _("社会捐助")
    LABOUR = "labour", _("群众筹资筹劳")
    OTHER = "other", _("其他")


class Phase(models.TextChoices):
    """How far an amount has come. Planned is never added to paid."""

    PLANNED = "planned", _("计划")
    APPROVED = "approved", _("批准")
    PAID = "paid", _("支付")


class Amount(models.Model):
    """One amount in fen (分). Wrong ones are made void with a reason, never changed.

    `lower_bound` says that the amount is a round lower bound (30余万元), as old papers have it.
    `matter` names the thing it is for as it was called on that day, `purpose` what was bought.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    about_kind = models.CharField(max_length=40, editable=False)
    about_id = models.UUIDField(editable=False)
    matter = models.CharField(_("事项"), max_length=120, blank=True)
    purpose = models.CharField(_("用途"), max_length=80, blank=True)
    payer = models.CharField(_("出资方"), max_length=10, choices=Payer.choices)
    payer_name = models.CharField(_("出资单位"), max_length=80, blank=True)
    phase = models.CharField(_("阶段"), max_length=8, choices=Phase.choices)
    fen = models.BigIntegerField(_("金额（分）"))
    lower_bound = models.BooleanField(_("整数下限（余）"), default=False)
    on = models.DateField(_("日期"))
    paper = models.CharField(_("凭据"), max_length=120, blank=True)
    entered_at = models.DateTimeField(_("登记时间"))
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(_("登记人"), max_length=60)
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    voided_by_name = models.CharField(_("作废经办"), max_length=60, blank=True)
    void_reason = models.CharField(_("作废理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("资金")
        constraints = [
            models.CheckConstraint(name="amount_is_positive", condition=models.Q(fen__gt=0))
        ]
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="amount_by_thing"),
            models.Index(fields=["path", "on"], name="amount_by_path"),
        ]

    def __str__(self) -> str:
        return f"{self.get_payer_display()} {self.get_phase_display()}"

    @property
    def written(self) -> str:
        """Return the sum as people read it: 325,000元, 30余万元."""
        return write_fen(self.fen, is_lower_bound=self.lower_bound)
