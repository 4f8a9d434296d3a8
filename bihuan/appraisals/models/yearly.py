"""The yearly assessment of village cadres (年度考核): its three parts, who decided which grade.

Parts are computed or entered with a reason; a grade is a decision of persons. Nothing has a place.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.models.poll import Poll
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Person, Unit


class AssessmentState(models.TextChoices):
    """Where an assessment stands; the cache of its last step that moved it."""

    OPEN = "open", _("正在考核")
    FINAL = "final", _("已公布")
    VOID = "void", _("已作废")


class Grade(models.TextChoices):
    """Grades of the year, as the committee decides them; never computed."""

    BEST = "best", _("优秀")
    GOOD = "good", _("称职")
    BASIC = "basic", _("基本称职")
    POOR = "poor", _("不称职")


class YearlyAssessment(models.Model):
    """One year's assessment of some cadres under a unit.

    Weights in per cent, `best_share` and `view_days` are those of the presets on `made_on`, frozen.
    Targets: `met_figure` out of `count_figure`, or `met_figure` alone where it is a ratio; codes of
    figures, empty where targets are not computed. `views_until` is the last day before which it is
    not made final, set when grades are decided.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    targets_weight = models.PositiveSmallIntegerField(_("目标完成占（%）"))
    ballot_weight = models.PositiveSmallIntegerField(_("民主测评占（%）"))
    daily_weight = models.PositiveSmallIntegerField(_("平时考核占（%）"))
    best_share = models.PositiveSmallIntegerField(_("优秀不超过（%）"))
    view_days = models.PositiveSmallIntegerField(_("提出意见的天数"))
    met_figure = models.CharField(_("完成数"), max_length=60, blank=True)
    count_figure = models.CharField(_("目标数"), max_length=60, blank=True)
    poll = models.ForeignKey(
        Poll, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("状态"), max_length=5, choices=AssessmentState.choices, default=AssessmentState.OPEN
    )
    made_on = models.DateField(_("建立日期"))
    views_until = models.DateField(_("意见截至"), null=True, blank=True)
    final_on = models.DateField(_("公布日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("年度考核")
        ordering = ("-year", "path", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "unit", "year"),
                name="yearly_once_a_unit",
                condition=~Q(state="void"),
            ),
            models.CheckConstraint(
                name="yearly_weights_are_a_hundred",
                condition=Q(targets_weight=100 - F("ballot_weight") - F("daily_weight")),
            ),
        ]
        indexes = [models.Index(fields=["path", "year", "id"], name="yearly_by_path")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"

    @property
    def is_open(self) -> bool:
        """Tell whether parts and grades are still being found."""
        return self.state == AssessmentState.OPEN

    @property
    def is_final(self) -> bool:
        """Tell whether it is published; a grade then changes only by a decision with a reason."""
        return self.state == AssessmentState.FINAL


class AssessedPerson(models.Model):
    """Somebody who is assessed (考核对象), at their place in the order of villages and posts.

    `grade` is the cache of the last decision, empty before there is one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    assessment = models.ForeignKey(
        YearlyAssessment, on_delete=models.PROTECT, related_name="assessed"
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessed")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(_("职务"), max_length=120)
    grade = models.CharField(_("等次"), max_length=5, choices=Grade.choices, blank=True)

    class Meta:
        verbose_name = _("考核对象")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "assessment", "person"), name="assessed_person_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class DailyPoints(models.Model):
    """Points of the daily part (平时考核分) with their reason; corrected by another row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    assessed = models.ForeignKey(
        AssessedPerson, on_delete=models.PROTECT, related_name="daily_points"
    )
    points = models.DecimalField(_("分"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("理由"), max_length=200)
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("评分人"), max_length=60)

    class Meta:
        verbose_name = _("平时考核分")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.assessed} {self.points}"


class AssessmentView(models.Model):
    """What somebody says of their own assessment (本人意见) before it is final; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    assessed = models.ForeignKey(AssessedPerson, on_delete=models.PROTECT, related_name="views")
    text = models.TextField(_("意见"), max_length=2000)
    is_handed_in = models.BooleanField(_("由他人代录"), default=False)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("写入人"), max_length=60)

    class Meta:
        verbose_name = _("考核本人意见")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.assessed} {self.at:%Y-%m-%d}"


class GradeDecision(models.Model):
    """A grade that was decided for somebody (等次决定): the day, the basis, and what stood then.

    `result` is how the parts came out at that moment (yearly_rules.Result as JSON). Later ones
    take the place of earlier ones, which stay.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    assessed = models.ForeignKey(AssessedPerson, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("第几次"))
    grade = models.CharField(_("等次"), max_length=5, choices=Grade.choices)
    decided_on = models.DateField(_("决定日期"))
    basis = models.CharField(_("依据"), max_length=200)
    reason = models.CharField(_("更改理由"), max_length=300, blank=True)
    result = models.JSONField(default=dict)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("登记人"), max_length=60)

    class Meta:
        verbose_name = _("等次决定")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "assessed", "number"), name="grade_decision_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessed} {self.get_grade_display()}"


class AssessmentStepKind(models.TextChoices):
    """What may happen to an assessment."""

    MAKE = "make", _("建立年度考核")
    CHANGE = "change", _("更改")
    PERSONS = "persons", _("调整考核对象")
    GRADES = "grades", _("决定等次")
    PUBLISH = "publish", _("公布")
    VOID = "void", _("作废")


class AssessmentStep(models.Model):
    """What happened to an assessment: who, when, why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    assessment = models.ForeignKey(YearlyAssessment, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("环节"), max_length=7, choices=AssessmentStepKind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("经办"), max_length=60)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("考核办理记录")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.get_kind_display()}"
