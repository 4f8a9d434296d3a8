"""A figure's definition: what is counted, how it is written, and what it means (口径)."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.figures.rules import NATURE_LABELS, Nature, Style
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Aggregate(models.TextChoices):
    COUNT = "count", _("条数")
    SUM = "sum", _("合计")
    AVG = "avg", _("平均")
    MIN = "min", _("最小")
    MAX = "max", _("最大")
    DISTINCT = "distinct", _("不同值的个数")
    LATEST = "latest", _("最近一条的值")
    SPAN = "span", _("时间跨度")
    RATIO = "ratio", _("比率")


class Definition(models.Model):
    """One figure. `home` is the administration that defines it, for itself and all below it.

    `where` is a list of conditions `{"field": …, "is": …}` that must all hold. A ratio names two
    other figures of the same home. `period` is "document", "all" or two days ("a..b").
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="figures")
    code = models.CharField(_("代码"), max_length=60)
    label = models.CharField(_("名称"), max_length=80)
    source = models.CharField(_("来源"), max_length=60, blank=True)
    aggregate = models.CharField(_("算法"), max_length=10, choices=Aggregate.choices)
    field = models.CharField(_("字段"), max_length=60, blank=True)
    until = models.CharField(_("止于字段"), max_length=60, blank=True)
    where = models.JSONField(_("条件"), default=list)
    period = models.CharField(_("时期"), max_length=24, default="document")
    numerator = models.CharField(_("分子"), max_length=60, blank=True)
    denominator = models.CharField(_("分母"), max_length=60, blank=True)
    unit_of_measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    nature = models.CharField(_("性质"), max_length=20, choices=list(NATURE_LABELS.items()))
    wording = models.JSONField(_("写法"), default=dict)
    note = models.CharField(_("口径"), max_length=300, blank=True)
    checked_by = models.CharField(_("以何数据检验"), max_length=60, blank=True)
    sort_order = models.PositiveIntegerField(default=0)

    terms: "tuple[str, Mapping[str, Definition]]" = ("", MappingProxyType({}))
    """Of a ratio: the path of the home that its terms were read for with it, and these by code."""

    class Meta:
        verbose_name = _("数据定义")
        ordering = ("sort_order", "code")
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="figure_code_once_a_home"),
            models.UniqueConstraint(fields=("home", "label"), name="figure_label_once_a_home"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_ratio(self) -> bool:
        """Tell whether the value is one figure divided by another."""
        return self.aggregate == Aggregate.RATIO

    def style(self, **overrides: Any) -> Style:
        """Return how the value is written; `overrides` are wording keys given at a placeholder."""
        words = {**self.wording, **overrides}
        for key in ("rounded_to", "tolerance"):
            if words.get(key) is not None:
                words[key] = Decimal(str(words[key]))
        return Style(unit=self.unit_of_measure, nature=Nature(self.nature), **words)
