"""The office's own tree of types, the lists that forms above ask for, and what maps to what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class FormKind(models.TextChoices):
    """Whose list of types a form goes by."""

    MONTHLY = "monthly", _("月报表")
    JUDICIAL = "judicial", _("司法所统计表")


class FormType(models.Model):
    """One type of a form of the level above."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    form = models.CharField(_("报表"), max_length=10, choices=FormKind.choices)
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("名称"), max_length=40)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("报表类型")
        ordering = ("form", "position", "code")
        constraints = [
            models.UniqueConstraint(fields=("home", "form", "code"), name="form_type_once"),
        ]

    def __str__(self) -> str:
        return self.label


class DisputeType(models.Model):
    """A type of dispute as the office has it; one level of finer types under each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="finer"
    )
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("名称"), max_length=40)
    position = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("纠纷类型")
        ordering = ("position", "code")
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="dispute_type_once"),
        ]

    def __str__(self) -> str:
        return self.label


class TypeMapping(models.Model):
    """Which type of a form the office's own type is counted under: one for each form."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    type = models.ForeignKey(DisputeType, on_delete=models.PROTECT, related_name="mappings")
    form = models.CharField(_("报表"), max_length=10, choices=FormKind.choices)
    form_type = models.ForeignKey(FormType, on_delete=models.PROTECT, related_name="mappings")

    class Meta:
        verbose_name = _("类型对照")
        constraints = [
            models.UniqueConstraint(fields=("home", "type", "form"), name="type_mapped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.type} → {self.form_type}"
