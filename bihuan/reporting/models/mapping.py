"""What answers the cells of a blank, and what must agree among them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.reporting.models.form import FormVersion
from bihuan.reporting.package.places import Area, Place


class CellKind(models.TextChoices):
    FIGURE = "figure", _("数据")
    LIST = "list", _("清单")
    TEXT = "text", _("文字")
    COMPARED = "compared", _("核对")
    BLANK = "blank", _("留空")


class FormCell(models.Model):
    """One cell of a blank, or the area of a list, and what answers it.

    `said` holds, by kind: figure and compared `figure`, `period`, `unit`, `scale`, `decimals`
    (rules.FigureSaid); list `source`, `fields`, `where`, `order` (rules.ListSaid); text `what`,
    `text` (rules.TextSaid). A compared cell holds a formula, whose result is held against a figure.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="cells")
    sheet = models.CharField(_("工作表"), max_length=40)
    area = models.CharField(_("单元格"), max_length=24)
    kind = models.CharField(_("填法"), max_length=10, choices=CellKind.choices)
    said = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("报表单元格")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "version", "sheet", "area"), name="form_cell_once_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.area}"

    @property
    def block(self) -> Area:
        """Return the area as one."""
        return Area.of(self.area)

    @property
    def place(self) -> Place:
        """Return the area's first cell."""
        return self.block.first


class FormCheck(models.Model):
    """What must agree in a filled form, such as C10 = SUM(C4:C9), written for a sheet of a blank.

    The formulas of the blank are checks of themselves and have no row here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="checks")
    sheet = models.CharField(_("工作表"), max_length=40)
    rule = models.CharField(_("规则"), max_length=300)
    message = models.CharField(_("不符时的提示"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("报表校验")
        ordering = ("sheet", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "version", "sheet", "rule"), name="form_check_once_a_version"
            )
        ]

    def __str__(self) -> str:
        return self.rule
