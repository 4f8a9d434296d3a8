"""A requirement (要求): what a figure must come to, for whom, by when.

Progress is never entered: it is computed from the figure. A requirement is never changed in place
either: it ends on a day and another one takes its code over, so that what was asked at any moment
stays true.
"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.campaigns.models.campaign import Campaign, Phase
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Team, Unit


class RequirementScope(models.TextChoices):
    """Of whom the figure is asked."""

    OVERALL = "overall", _("全体合计")
    UNIT = "unit", _("每个单位")
    PERSON = "person", _("每个人")


class RequirementRule(models.TextChoices):
    """How the figure is held against the threshold."""

    AT_LEAST = "at_least", _("不少于")
    AT_MOST = "at_most", _("不超过")
    BY_DATE = "by_date", _("按期完成")
    COVERAGE = "coverage", _("覆盖率不低于")


class Requirement(models.Model):
    """One requirement of a campaign, standing from `from_on` up to, not including, `ended_on`.

    `figure` is the code of a figure that the campaign's administration or one above defines.
    `unit_kinds` and the rows of RequiredUnit say which units; `post_kinds` or `team` which persons.
    A historical one is shown with its value and held against nobody. `replaces` is the one whose
    place it took.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="requirements")
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("名称"), max_length=60)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    figure = models.CharField(_("数据"), max_length=60)
    scope = models.CharField(_("对谁"), max_length=8, choices=RequirementScope.choices)
    unit_kinds = models.JSONField(_("单位类别"), default=list, blank=True)
    post_kinds = models.JSONField(_("职务类别"), default=list, blank=True)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    rule = models.CharField(_("规则"), max_length=8, choices=RequirementRule.choices)
    threshold = models.DecimalField(_("标准"), max_digits=20, decimal_places=4, default=Decimal(1))
    due_on = models.DateField(_("期限"), null=True, blank=True)
    basis = models.CharField(_("文件依据"), max_length=200)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    is_historical = models.BooleanField(_("仅作史料"), default=False)
    why_historical = models.CharField(_("为何只作史料"), max_length=200, blank=True)
    from_on = models.DateField(_("起"))
    ended_on = models.DateField(_("止"), null=True, blank=True)
    why_ended = models.CharField(_("终止理由"), max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True
    )
    made_at = models.DateTimeField(_("提出时间"))
    made_by_name = models.CharField(_("提出人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("活动要求")
        ordering = ("position", "code", "from_on")
        constraints = [
            models.UniqueConstraint(
                fields=("campaign", "code"),
                condition=Q(ended_on__isnull=True),
                name="requirement_code_once_standing",
            ),
            models.CheckConstraint(
                name="requirement_threshold_not_negative", condition=Q(threshold__gte=0)
            ),
            models.CheckConstraint(
                name="requirement_ends_not_before",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="requirement_historical_says_why",
                condition=Q(is_historical=False) | ~Q(why_historical=""),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_ended(self) -> bool:
        """Tell whether it was ended or replaced."""
        return self.ended_on is not None


class RequiredUnit(models.Model):
    """One unit of which a requirement is asked by name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, related_name="required_units"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("被要求的单位")
        constraints = [
            models.UniqueConstraint(
                fields=("requirement", "unit"), name="required_unit_once_a_requirement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement} → {self.unit}"
