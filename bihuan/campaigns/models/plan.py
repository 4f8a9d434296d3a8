"""A unit's plan (方案) for a campaign, and its items; those below take it over with links."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.campaigns.models.campaign import Campaign, CampaignStep
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class PlanQuerySet(models.QuerySet["Plan"]):
    """Questions asked of plans."""

    def under(self, path: str) -> Self:
        """Keep the plans of the unit at a path and of all below it."""
        return self.filter(path__gte=path, path__lt=path + "~")


class Plan(models.Model):
    """The plan of one unit for one campaign; `parent` is the plan that it adopted.

    `set_on` is the day from which it stands (None: a draft that nobody can adopt yet). The plan of
    a unit that was closed stays as it is; `settled_at` says that its successor took it over
    (`taken_over_by` is the successor's plan) or that it will not, with a reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="plans")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    path = BinaryTextField(max_length=64, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="adopters"
    )
    title = models.CharField(_("方案名称"), max_length=80)
    made_at = models.DateTimeField(_("建立时间"))
    made_by_name = models.CharField(_("经办"), max_length=60)
    set_on = models.DateField(_("印发日期"), null=True, blank=True)
    settled_at = models.DateTimeField(_("接续时间"), null=True, blank=True)
    settled_reason = models.CharField(_("不接续的理由"), max_length=200, blank=True)
    taken_over_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_over"
    )

    objects: PlanQuerySet = PlanQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("方案")
        ordering = ("path",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "campaign", "unit"), name="plan_once_a_unit_and_campaign"
            ),
        ]
        indexes = [models.Index(fields=["path"], name="plan_by_path")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_top(self) -> bool:
        """Tell whether it is the campaign's own plan, adopted from nobody."""
        return self.parent_id is None


class PlanItem(models.Model):
    """One thing that a plan sets: what, until when, what comes of it.

    `is_required` is 规定动作, otherwise 自选动作. `parent` is the item it was taken from; one
    without is the unit's own. `lead_unit` None is the plan's unit. A withdrawn item stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    step = models.ForeignKey(CampaignStep, on_delete=models.PROTECT, related_name="plan_items")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    title = models.CharField(_("事项"), max_length=80)
    content = models.TextField(_("内容"), max_length=1000, blank=True)
    deliverable = models.CharField(_("成果"), max_length=120, blank=True)
    begins_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("完成日期"))
    is_required = models.BooleanField(_("规定动作"), default=False)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("列入时间"))
    withdrawn_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("取消理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("方案事项")
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(
                name="plan_item_ends_not_before", condition=Q(due_on__gte=F("begins_on"))
            ),
            models.UniqueConstraint(
                fields=("plan", "parent"),
                name="plan_item_copied_once",
                condition=Q(parent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unit(self) -> Unit:
        """Return the unit whose plan it stands in."""
        return self.plan.unit

    @property
    def is_standing(self) -> bool:
        """Tell whether it was not withdrawn."""
        return self.withdrawn_at is None

    def is_under_way_on(self, day: dt.date) -> bool:
        """Tell whether a day lies between its days."""
        return self.begins_on <= day <= self.due_on
