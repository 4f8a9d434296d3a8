"""A line of a self-check (自查) or of a look-back list (回头看): what was promised, what stands."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.oversight.models.gate import GateRequest


class Section(models.TextChoices):
    """Which list a line stands in."""

    CHECK = "check", _("自查")
    LOOK_BACK = "look_back", _("回头看")


class Origin(models.TextChoices):
    """What proposed a line."""

    OWN = "own", _("自行添加")
    REQUIREMENT = "requirement", _("活动要求")
    DELIVERABLE = "deliverable", _("环节成果")
    TASKS = "tasks", _("方案任务")
    PROBLEMS = "problems", _("整改问题")
    EARLIER = "earlier", _("前一阶段")
    CONDITION = "condition", _("转段条件")


class Measure(models.TextChoices):
    """How what stands is known: computed from the records, or said in words."""

    WORDS = "words", _("文字说明")
    FIGURE = "figure", _("数据")
    TASKS = "tasks", _("按期任务")
    TASK = "task", _("一项任务")
    PROBLEMS = "problems", _("整改问题")
    REQUIRED = "required", _("活动要求")


class Rule(models.TextChoices):
    """How a figure is held against what was promised."""

    AT_LEAST = "at_least", _("不少于")
    AT_MOST = "at_most", _("不超过")


class Standing(models.TextChoices):
    """Whether what was promised stands."""

    KEPT = "kept", _("已落实")
    PARTLY = "partly", _("部分落实")
    OPEN = "open", _("未落实")


class GateLine(models.Model):
    """One line: what was promised (`promised`, or a figure with a threshold) and what stands.

    Until the request is sent, what stands is computed from the records where `measure` says so;
    sending freezes it in the `frozen_…` fields, and later drift is shown beside it. `stands` and
    `standing` are what the clerk writes where there are only words; `doing` is what is done about
    what does not stand yet. `figure_code` is a figure's code or, of a requirement, its id.
    `key` names what proposed the line, so that it is proposed once. A line that was taken out
    stays, with the reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    request = models.ForeignKey(GateRequest, on_delete=models.PROTECT, related_name="lines")
    section = models.CharField(_("栏目"), max_length=10, choices=Section.choices)
    position = models.PositiveSmallIntegerField(_("次序"))
    origin = models.CharField(_("来自"), max_length=12, choices=Origin.choices)
    key = models.CharField(max_length=120, blank=True, editable=False)
    promised = models.CharField(_("承诺"), max_length=200)
    measure = models.CharField(
        _("依据"), max_length=10, choices=Measure.choices, default=Measure.WORDS
    )
    figure_code = models.CharField(_("数据"), max_length=60, blank=True)
    threshold = models.DecimalField(
        _("标准"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    rule = models.CharField(_("比较"), max_length=10, choices=Rule.choices, blank=True)
    unit_of_measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    stands = models.CharField(_("落实情况"), max_length=500, blank=True)
    standing = models.CharField(_("是否落实"), max_length=8, choices=Standing.choices, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    doing = models.CharField(_("下一步"), max_length=500, blank=True)
    frozen_text = models.CharField(max_length=600, blank=True, editable=False)
    frozen_value = models.CharField(max_length=40, blank=True, editable=False)
    frozen_standing = models.CharField(
        max_length=8, choices=Standing.choices, blank=True, editable=False
    )
    frozen_url = models.CharField(max_length=300, blank=True, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by_name = models.CharField(max_length=60, blank=True, editable=False)
    removed_reason = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("自查事项")
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "request", "section", "key"),
                name="line_proposed_once",
                condition=~Q(key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.promised

    @property
    def is_computed(self) -> bool:
        """Tell whether what stands is read off the records, and never typed."""
        return self.measure != Measure.WORDS
