"""The vocabulary of a figure's wording: natures, qualifiers, and the style that joins them.

Sources: handbook §9 (natures, qualifiers) and §1.4 (legal units, GB/T 15835-2011).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.lib.errors import Invalid


class Nature(StrEnum):
    """What kind of statement a figure makes (handbook §9)."""

    EXACT = "exact"
    LOWER_BOUND = "lower_bound"
    APPROXIMATE = "approximate"
    NORM = "norm"
    PLAN = "plan"
    RATIO = "ratio"
    ZERO_CLAIM = "zero_claim"
    ANNOUNCED = "announced"
    DATE = "date"


NATURE_LABELS = {
    Nature.EXACT: gettext_lazy("确数"),
    Nature.LOWER_BOUND: gettext_lazy("以余、多表示的概数"),
    Nature.APPROXIMATE: gettext_lazy("约数"),
    Nature.NORM: gettext_lazy("要求"),
    Nature.PLAN: gettext_lazy("计划"),
    Nature.RATIO: gettext_lazy("比率"),
    Nature.ZERO_CLAIM: gettext_lazy("零发生"),
    Nature.ANNOUNCED: gettext_lazy("提法中的数"),
    Nature.DATE: gettext_lazy("日期"),
}

PENDING = "待核"
"""What stands in a document for a figure that no record bears out."""

INSIDE = frozenset({"余", "多"})
BEFORE = frozenset({"近", "约", "超", "超过", "达", "不少于", "至少", "不低于", "不超过", "力争"})
AFTER = frozenset({"左右", "以上", "以下", "以内"})
QUALIFIERS = INSIDE | BEFORE | AFTER
"""The qualifiers by where they stand: in the numeral, before it, or after the unit."""

AT_LEAST = frozenset({"不少于", "至少", "不低于", "以上"})
MORE_THAN = frozenset({"超", "超过"})
AT_MOST = frozenset({"不超过", "以下", "以内"})
ABOUT = frozenset({"约", "左右"})

ZERO_VERBS = frozenset({"出现", "发生", "发现"})
"""Verbs of a zero claim, given as its qualifier: 未发生一起. The first is meant when none is."""

SIZES = {"": 0, "万": 4, "亿": 8}
"""The magnitudes of a style and their powers of ten."""

_DEFAULT_QUALIFIER = {Nature.LOWER_BOUND: "余", Nature.APPROXIMATE: "约", Nature.ZERO_CLAIM: "出现"}
_LEGAL_UNITS = {"KM": "公里", "㎡": "平方米", "M²": "平方米", "M2": "平方米", "％": "%"}


@dataclass(frozen=True)
class Style:
    """How a figure is written.

    `magnitude` divides the value (unit 元 with magnitude 万 writes 万元), unless the value is
    smaller than it. `decimals` are at most so many, halves up; None is as exact as the value is
    (two for a ratio). `significant` is the number of digits a qualifier leaves; for 余 and 多, 1
    when None. `tolerance` is relative to the value; past it an approximation is given up for 约
    with as few digits as keep within it. Raises Invalid for a style that cannot be written.
    """

    unit: str = ""
    nature: Nature = Nature.EXACT
    qualifier: str = ""
    magnitude: str = ""
    numerals: Literal["arabic", "hanzi"] = "arabic"
    decimals: int | None = None
    significant: int | None = None
    tolerance: Decimal | None = None
    rounded_to: Decimal | None = None

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault:
            raise Invalid(fault, code="figure_style")

    @property
    def said_qualifier(self) -> str:
        """Return the qualifier, or the one that the nature implies."""
        return self.qualifier or _DEFAULT_QUALIFIER.get(self.nature, "")

    def _fault(self) -> str:
        return self._unit_fault() or self._qualifier_fault() or self._rounding_fault()

    def _unit_fault(self) -> str:
        if self.magnitude not in SIZES:
            return _("数量级“%(sign)s”不能用，请写万或亿，或不写。") % {"sign": self.magnitude}
        if re.match("[十百千万亿]+[元亩吨人户斤]", self.unit):
            message = _("单位“%(unit)s”含有数量级，请把数量级另写在 magnitude 里。")
            return message % {"unit": self.unit}
        if self.unit.upper() in _LEGAL_UNITS:
            legal = _LEGAL_UNITS[self.unit.upper()]
            return _("单位请写“%(legal)s”，不写“%(unit)s”。") % {"legal": legal, "unit": self.unit}
        if self.unit == "%" and self.magnitude:
            return _("百分数不能带数量级，请去掉 magnitude。")
        return ""

    def _qualifier_fault(self) -> str:
        known = ZERO_VERBS if self.nature is Nature.ZERO_CLAIM else QUALIFIERS
        if self.qualifier and self.qualifier not in known:
            return _("概数词“%(word)s”不能用在这里，可用的有：%(known)s。") % {
                "word": self.qualifier,
                "known": "、".join(sorted(known)),
            }
        coarse = self.rounded_to is not None or self.significant is not None
        if coarse and self.said_qualifier in {"", "达", "力争"}:
            return _("只有带概数词的数据才能取整，否则写出的数与记录不符。")
        if self.numerals not in {"arabic", "hanzi"}:
            return _("numerals 只能写 arabic 或 hanzi。")
        return ""

    def _rounding_fault(self) -> str:
        if self.decimals is not None and self.decimals < 0:
            return _("小数位数 decimals 不能小于 0。")
        if self.significant is not None and self.significant < 1:
            return _("有效位数 significant 至少为 1。")
        if self.tolerance is not None and not 0 <= self.tolerance < 1:
            return _("误差 tolerance 应在 0 与 1 之间，例如 0.1 表示一成。")
        if self.rounded_to is not None and self.rounded_to <= 0:
            return _("取整单位 rounded_to 应大于 0。")
        coarse = self.rounded_to is not None or self.significant is not None
        if coarse and self.tolerance is None and self.said_qualifier in ABOUT | {"近"}:
            return _("约数取整时，要写明容许的误差 tolerance，例如 0.1 表示一成。")
        return ""
