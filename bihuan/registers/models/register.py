"""A register and its columns: data, not code."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class ColumnType(models.TextChoices):
    TEXT = "text", _("文本")
    LONG_TEXT = "long_text", _("长文本")
    INTEGER = "integer", _("整数")
    DECIMAL = "decimal", _("小数")
    MONEY = "money", _("金额（元）")
    DATE = "date", _("日期")
    CHOICE = "choice", _("单选")
    CHOICES = "choices", _("多选")
    PERSON = "person", _("人员")
    UNIT = "unit", _("单位")
    YES_NO = "yes_no", _("是否")
    PLACE = "place", _("地点")


NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.MONEY})


class Register(models.Model):
    """One register. `home` is the administration that keeps it, for itself and all below it.

    `day_column`, `title_column` and `person_column` name columns by code: the record's day, what
    it is called in lists, and the person it is about. `seen_by` narrows who sees its records to
    some roles; `same_when` names the columns by which two records of a unit are held to be one
    and the same (day and title, where it names none).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registers")
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("名称"), max_length=80)
    purpose = models.CharField(_("用途"), max_length=200)
    legal_basis = models.CharField(_("依据"), max_length=200)
    retention_years = models.PositiveSmallIntegerField(_("保存年限"), null=True, blank=True)
    unit_kinds = models.JSONField(_("填报单位类别"), default=list, blank=True)
    day_column = models.CharField(max_length=40)
    title_column = models.CharField(max_length=40)
    person_column = models.CharField(max_length=40, blank=True)
    is_historical = models.BooleanField(_("仅供历史查阅"), default=False)
    seen_by = models.JSONField(_("可查看的角色"), default=list, blank=True)  # none named: all
    same_when = models.JSONField(_("查重依据"), default=list, blank=True)  # column codes
    sort_order = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)
    edition = models.UUIDField(default=new_id, editable=False)  # another one after each change

    has_namesakes = False  # set where registers of several homes with one code are in sight

    class Meta:
        verbose_name = _("台账")
        ordering = ("sort_order", "code")
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="register_code_once_a_home")
        ]

    def __str__(self) -> str:
        return self.label

    @cached_property
    def columns_in_order(self) -> "list[Column]":
        """Return the columns in use, in order; read once for each object."""
        columns = [column for column in self.columns.all() if not column.is_retired]
        return sorted(columns, key=lambda column: column.position)

    @cached_property
    def columns_ever(self) -> "list[Column]":
        """Return all columns, in order, the retired ones last: old records still have values."""
        return sorted(self.columns.all(), key=lambda c: (c.is_retired, c.position))

    @cached_property
    def columns_by_slot(self) -> "dict[str, Column]":
        """Return the columns that have a slot, by it: retired ones too, whose values go along."""
        return {column.slot: column for column in self.columns.all() if column.slot}

    @cached_property
    def checks_in_order(self) -> "list[Check]":
        """Return the checks across columns, in order; read once for each object."""
        return sorted(self.checks.all(), key=lambda check: check.position)

    def column(self, code: str) -> "Column | None":
        """Return the column with a code, None where there is none."""
        return next((c for c in self.columns_in_order if c.code == code), None)


class Column(models.Model):
    """One column. `slot` is the typed column of Version that holds its values too.

    `decimals` is fixed once values exist: slots hold whole numbers of 10**-decimals.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="columns")
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("名称"), max_length=60)
    type = models.CharField(_("类型"), max_length=12, choices=ColumnType.choices)
    position = models.PositiveSmallIntegerField(_("顺序"))
    required = models.BooleanField(_("必填"), default=False)
    unit_of_measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    decimals = models.PositiveSmallIntegerField(_("小数位数"), default=0)
    minimum = models.DecimalField(_("最小值"), max_digits=24, decimal_places=6, null=True)
    maximum = models.DecimalField(_("最大值"), max_digits=24, decimal_places=6, null=True)
    max_length = models.PositiveIntegerField(_("最多字数"), null=True)
    choices = models.JSONField(_("选项"), default=list)  # [{"code": …, "label": …}]
    old_choices = models.JSONField(default=list)  # offered no more; records may hold them
    default = models.JSONField(_("默认值"), null=True)
    concept = models.CharField(_("概念"), max_length=80, blank=True)
    is_sensitive = models.BooleanField(_("个人信息"), default=False)
    note = models.CharField(_("填写说明"), max_length=200, blank=True)
    slot = models.CharField(max_length=4, blank=True)
    is_retired = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("列")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "register", "code"), name="column_code_once_a_register"
            ),
            models.UniqueConstraint(
                fields=("home", "concept"),
                name="concept_once_a_home",
                condition=~models.Q(concept="") & models.Q(is_retired=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_number(self) -> bool:
        """Tell whether values are numbers."""
        return self.type in NUMBERS

    @cached_property
    def labels_by_code(self) -> dict[str, str]:
        """Return the labels of the choices by their codes, of those offered no more too."""
        known = [*self.old_choices, *self.choices]
        return {choice["code"]: choice["label"] for choice in known}


class Check(models.Model):
    """A rule across columns, with the sentence said where a record breaks it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="checks")
    position = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=300)
    message = models.CharField(max_length=200)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "register", "position"), name="check_position_once_a_register"
            )
        ]

    def __str__(self) -> str:
        return self.rule
