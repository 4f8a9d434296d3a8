"""A form filled for a period, and what stood in each of its cells."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.files.models import StoredFile
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.reporting.models.form import FormVersion, ReportForm
from bihuan.reporting.models.mapping import CellKind


class FilledState(models.TextChoices):
    DRAFT = "draft", _("待报送")
    SENT = "sent", _("已报送")


class FilledForm(models.Model):
    """A form filled for a period and a unit. Once sent nothing in it ever changes.

    `first_day` to `last_day` is the period, both days in it. `checks` are the sums and cross-checks
    as they came out (rules.CheckResult). A correction `replaces` what was sent before it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, related_name="filled")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="filled")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="filled_forms")
    first_day = models.DateField(_("自"))
    last_day = models.DateField(_("至"))
    as_of = models.DateTimeField(_("截至"), null=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=FilledState.choices, default=FilledState.DRAFT
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    checks = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    gaps = models.PositiveIntegerField(_("缺口"), default=0)
    unmet = models.PositiveIntegerField(_("不符的校验"), default=0)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    correction_reason = models.CharField(_("更正原因"), max_length=200, blank=True)
    filled_at = models.DateTimeField(_("填报时间"))
    filled_by_name = models.CharField(_("填报人"), max_length=60)
    sent_on = models.DateField(_("报送日期"), null=True)
    sent_to = models.CharField(_("报送对象"), max_length=80, blank=True)
    sent_by_name = models.CharField(_("报送人"), max_length=60, blank=True)
    sent_reason = models.CharField(_("带问题报送的理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("已填报表")
        ordering = ("-first_day", "-filled_at")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "form", "unit", "first_day"),
                condition=Q(state="draft"),
                name="filled_form_one_draft_a_period",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.first_day:%Y-%m}"

    @property
    def is_sent(self) -> bool:
        """Tell whether the form has been sent, and so never changes again."""
        return self.state == FilledState.SENT


class FilledCell(models.Model):
    """What stood in a cell of a filled form, and what it was answered by, frozen.

    `cell` is the cell in the filled file, `asked_at` the one in the blank (rows of a list may have
    been put in between). `value` is the value before scale and rounding, `text` what was written.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    filled = models.ForeignKey(FilledForm, on_delete=models.CASCADE, related_name="cells")
    position = models.PositiveIntegerField()
    sheet = models.CharField(_("工作表"), max_length=40)
    cell = models.CharField(_("单元格"), max_length=12)
    asked_at = models.CharField(max_length=24)
    kind = models.CharField(_("填法"), max_length=10, choices=CellKind.choices)
    status = models.CharField(_("状态"), max_length=10)
    label = models.CharField(_("项目"), max_length=200, blank=True)
    text = models.CharField(_("填入"), max_length=500, blank=True)
    value = models.CharField(_("数值"), max_length=60, blank=True)
    figure = models.CharField(_("数据代码"), max_length=60, blank=True)
    scope = models.CharField(_("范围"), max_length=120, blank=True)
    records = models.PositiveIntegerField(_("记录数"), default=0)
    url = models.CharField(max_length=500, blank=True)
    note = models.CharField(_("说明"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("已填单元格")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "filled", "position"), name="filled_cell_once_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell} {self.text}"


class HandAnswer(models.Model):
    """An answer to a gap, found by asking: for one period, with who said it and from what.

    `replaced_at` is set once another answer, or the withdrawal of this one, stands in its place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, related_name="hand_answers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField(_("自"))
    sheet = models.CharField(_("工作表"), max_length=40)
    cell = models.CharField(_("单元格"), max_length=12)
    text = models.CharField(_("填入"), max_length=200)
    source = models.CharField(_("来源"), max_length=200)
    made_at = models.DateTimeField(_("时间"))
    made_by_name = models.CharField(_("填写人"), max_length=60)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("人工填写")
        ordering = ("-made_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "form", "unit", "first_day", "sheet", "cell"),
                condition=Q(replaced_at__isnull=True),
                name="hand_answer_one_stands",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell} {self.text}"
