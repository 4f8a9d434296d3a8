"""A form of the level above, and the blanks that it had."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.files.models import StoredFile
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class PeriodKind(models.TextChoices):
    MONTH = "month", _("月报")
    QUARTER = "quarter", _("季报")
    YEAR = "year", _("年报")
    ONCE = "once", _("一次性")


class ReportForm(models.Model):
    """A form that the level above asks for.

    It falls due on day `due_day` of the month that lies `due_months` after its period's last
    month (1: the month after, 0: the same); one asked for once on `due_on`. `first_day` is the
    first day of the first period that it is asked for. `is_asked` False: no longer.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_forms")
    code = models.CharField(_("代码"), max_length=60)
    label = models.CharField(_("报表名称"), max_length=80)
    period_kind = models.CharField(_("报送周期"), max_length=10, choices=PeriodKind.choices)
    issued_by = models.CharField(_("布置单位"), max_length=80)
    due_day = models.PositiveSmallIntegerField(_("报送日"), null=True)
    due_months = models.PositiveSmallIntegerField(_("期后几个月"), default=1)
    due_on = models.DateField(_("报送期限"), null=True)
    first_day = models.DateField(_("自哪一期起"))
    is_asked = models.BooleanField(_("仍需报送"), default=True)
    made_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("上报表")
        ordering = ("label",)
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="report_form_code_once_a_home")
        ]

    def __str__(self) -> str:
        return self.label


class FormVersion(models.Model):
    """A blank of a form, from when the level above sent it; the newest is the one that is filled.

    `differences` says, a sentence each, what is otherwise than in the blank before and which
    mappings could not be carried over.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版次"))
    blank = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("文件名"), max_length=120)
    differences = models.JSONField(_("与上一版的不同"), default=list)
    made_at = models.DateTimeField(_("上传时间"))
    made_by_name = models.CharField(_("上传人"), max_length=60)

    class Meta:
        verbose_name = _("空表")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "form", "number"), name="form_version_number_once_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"
