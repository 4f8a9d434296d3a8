"""How alike two labels are: pure, for columns that may ask the same thing twice."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

from rapidfuzz import fuzz

T = TypeVar("T")
ALIKE = 0.85
# Words that many registers have and that say nothing by themselves: not the same fact.
GENERAL = frozenset(
    (
        *("日期", "时间", "年度", "年份", "月份", "名称", "标题", "序号", "编号"),
        *("备注", "说明", "内容", "姓名", "性别", "年龄", "电话", "联系电话", "手机"),
        *("地点", "地址", "位置", "状态", "类别", "类型", "种类", "单位", "村", "组"),
        *("所属村", "所在村", "填报人", "负责人", "经办人", "登记人", "数量", "金额"),
        *("合计", "小计", "登记日期", "填报日期", "原因", "结果", "情况", "来源"),
    )
)
# 里程（公里） and 里程(KM) ask the same: what a measure adds stands in brackets.
_BRACKETS = re.compile(r"[(\[【〔<《].*?[)\]】〕>》]")
_SILENT = re.compile(r"[\s、，,。.·:：/\\_\-—]+")
_FILLERS = re.compile(r"^(?:其中|是否|本村|本镇|全村|全镇)|(?:情况|名称)$")


def bare(label: str) -> str:
    """Return a label in one width and case, without brackets, blanks and signs."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    without = _SILENT.sub("", _BRACKETS.sub("", folded))
    return without or _SILENT.sub("", folded)


def likeness(one: str, other: str) -> float:
    """Return how alike two labels are, from 0 to 1.

    The best of the labels as they are (without what stands in brackets) and without words that
    add nothing (其中, 情况): 道路里程 and 道路里程情况 are alike.
    """
    first, second = bare(one), bare(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    if _numbers(first) != _numbers(second):
        return 0.0  # 第一批 and 第二批, 2009年 and 2010年: made alike, and meant apart
    plain = fuzz.ratio(first, second)
    short = fuzz.ratio(_FILLERS.sub("", first) or first, _FILLERS.sub("", second) or second)
    return float(max(plain, short)) / 100


def alike(label: str, others: Iterable[tuple[str, T]], least: float = ALIKE) -> list[T]:
    """Return what bears a label like this one, the likest first; a general word is like none.

    `others` are labels with what bears them.
    """
    if bare(label) in GENERAL:
        return []
    found = [(likeness(label, other), at, thing) for at, (other, thing) in enumerate(others)]
    found.sort(key=lambda each: (-each[0], each[1]))
    return [thing for score, _at, thing in found if score >= least]


def _numbers(text: str) -> list[str]:
    return re.findall(r"[0-9]+|[一二三四五六七八九十]+", text)
