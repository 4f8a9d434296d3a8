"""A campaign, its phases (stages one after another, or tracks side by side) and their steps."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Mode(models.TextChoices):
    """How the phases of a campaign stand to each other (handbook §2.2)."""

    STAGED = "staged", _("分阶段")  # one after another, a gate between them
    CONCURRENT = "concurrent", _("不分阶段")  # tracks side by side, no gate


class CampaignState(models.TextChoices):
    PLANNED = "planned", _("筹备")
    RUNNING = "running", _("进行中")
    ENDED = "ended", _("已结束")


class Campaign(models.Model):
    """One campaign of one administration.

    `home` is the administration that runs it. `template` is the code of the template, or of the
    ended campaign, that it was made from. `plan_kinds` are the kinds of units that are asked for
    a plan of their own, `roll_kinds` those that keep a roll: who is missing is worked out from
    the units that stand today, so a closed one is missing nowhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    path = BinaryTextField(max_length=64, editable=False)
    code = models.CharField(_("代码"), max_length=40)
    title = models.CharField(_("名称"), max_length=80)
    mode = models.CharField(_("形式"), max_length=10, choices=Mode.choices)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    goal = models.TextField(_("目标要求"), max_length=2000, blank=True)
    begins_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    state = models.CharField(
        _("状态"),
        max_length=8,
        choices=CampaignState.choices,
        default=CampaignState.PLANNED,
    )
    template = models.CharField(_("模板"), max_length=40, blank=True)
    plan_kinds = models.JSONField(_("制定方案的单位"), default=list, blank=True)
    roll_kinds = models.JSONField(_("登记参学的单位"), default=list, blank=True)
    made_at = models.DateTimeField(_("建立时间"))
    started_on = models.DateField(_("启动日期"), null=True, blank=True)
    ended_on = models.DateField(_("办结日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("活动")
        ordering = ("-begins_on", "code")
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="campaign_code_once_a_home"),
            models.CheckConstraint(
                name="campaign_ends_not_before", condition=Q(ends_on__gte=F("begins_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unit(self) -> Unit:
        """Return the unit that the log names."""
        return self.home

    @property
    def is_staged(self) -> bool:
        """Tell whether its phases come one after another."""
        return self.mode == Mode.STAGED

    @property
    def is_ended(self) -> bool:
        """Tell whether it has ended: nothing of it changes any more."""
        return self.state == CampaignState.ENDED


class Phase(models.Model):
    """A stage of a staged campaign or a track of a concurrent one.

    A gated stage opens only when the one before it was agreed to: `opened_on` is the cache of
    that; tracks and the first stage open with the campaign.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="phases")
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("名称"), max_length=40)
    position = models.PositiveSmallIntegerField(_("次序"))
    goal = models.TextField(_("目标任务"), max_length=1000, blank=True)
    begins_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    is_gated = models.BooleanField(_("须经同意转段"), default=False)
    opened_on = models.DateField(_("启动日期"), null=True, blank=True)
    closed_on = models.DateField(_("结束于"), null=True, blank=True)

    class Meta:
        verbose_name = _("阶段（主线）")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("campaign", "code"), name="phase_code_once"),
            models.UniqueConstraint(fields=("campaign", "position"), name="phase_position_once"),
            models.CheckConstraint(
                name="phase_ends_not_before", condition=Q(ends_on__gte=F("begins_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def unit(self) -> Unit:
        """Return the unit that the log names."""
        return self.home

    @property
    def is_open(self) -> bool:
        """Tell whether it is under way."""
        return self.opened_on is not None and self.closed_on is None


class CampaignStep(models.Model):
    """A step (环节) of a phase: data, since plans count them as six, seven or eight.

    `deliverables` is a list of {"code", "label", "is_required"}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("环节"), max_length=60)
    position = models.PositiveSmallIntegerField(_("次序"))
    content = models.TextField(_("内容"), max_length=1000, blank=True)
    deliverables = models.JSONField(_("成果"), default=list, blank=True)

    class Meta:
        verbose_name = _("环节")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("phase", "code"), name="step_code_once_a_phase"),
        ]

    def __str__(self) -> str:
        return self.label
