"""An issued document: its number, its frozen paper and figures, its files."""

from typing import cast

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.documents.models.document import Document
from bihuan.documents.paper import DocumentNumber, NumberForm
from bihuan.files.models import StoredFile
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class NumberedBy(models.TextChoices):
    """How a number is written; the values are those of `paper.NumberForm`."""

    CODE = "code", _("机关代字〔年〕号")
    ISSUE = "issue", _("第几期")
    YEAR = "year", _("〔年〕号")
    ORDER = "order", _("第几号")


class NumberSequence(models.Model):
    """The last number given under a code, or in a series, in a year.

    Its row is locked by whoever issues next.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    code = models.CharField(_("机关代字"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("末号"), default=0)

    class Meta:
        verbose_name = _("发文号")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "code", "year"), name="number_sequence_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.last}"


class Issue(models.Model):
    """The issue of one document. Nothing in it ever changes.

    `audit_head` is the chain's head when the issue began (`sequence:hash`): an entry already
    there, which the document carries on paper. The issue's own entry follows it and holds the
    digest of number, paper and files.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="issue")
    code = models.CharField(_("机关代字"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("年份"), null=True)
    number = models.PositiveIntegerField(_("序号"), null=True)
    # Null for one issued before series were numbered: its form is that of a code.
    number_form = models.CharField(  # noqa: DJ001
        _("编号写法"), max_length=10, null=True, choices=NumberedBy.choices
    )
    issued_at = models.DateTimeField(_("签发时间"))
    issued_by = models.UUIDField(null=True)
    issued_by_name = models.CharField(_("签发人"), max_length=60)
    audit_head = models.CharField(max_length=90)
    # Null for one issued before papers had a retention period; 0 years are for ever (永久).
    keep_years = models.PositiveSmallIntegerField(_("保管年限"), null=True)
    keep_because = models.CharField(  # noqa: DJ001
        _("另定保管期限的理由"), max_length=200, null=True
    )
    paper = models.JSONField()
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    html = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("签发")
        ordering = ("-issued_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "code", "year", "number"), name="document_number_once"
            )
        ]

    def __str__(self) -> str:
        number = self.document_number
        return number.with_series if number else str(self.document_id)

    @property
    def document_number(self) -> DocumentNumber | None:
        """Return the document number, None for a document without one."""
        if self.year is None or self.number is None:
            return None
        form = cast(NumberForm, self.number_form or NumberedBy.CODE.value)
        return DocumentNumber(self.code, self.year, self.number, form)


class FrozenFigure(models.Model):
    """A figure as an issued document states it; what it was asked is kept to show later drift."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    code = models.CharField(_("数据代码"), max_length=130)
    label = models.CharField(_("名称"), max_length=200)
    text = models.CharField(_("写法"), max_length=200)
    value = models.CharField(_("数值"), max_length=60)
    unit_of_measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    note = models.CharField(_("口径"), max_length=300, blank=True)
    records = models.PositiveIntegerField(_("记录数"))
    as_of = models.DateTimeField(_("截至"))
    url = models.CharField(max_length=500)
    status = models.CharField(_("状态"), max_length=10)
    signed_by = models.CharField(_("签认人"), max_length=60, blank=True)
    scope = models.CharField(_("范围"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("冻结的数据")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "issue", "position"), name="frozen_figure_once_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text}"
