"""Which values the words of a stated figure allow: rounding as written, qualifiers, ranges."""

import re
from decimal import Decimal

from bihuan.documents.checking.extraction import ExtractedFigure
from bihuan.documents.checking.report import TOLERANCE
from bihuan.figures.rules import bounds

_AS_WRITTEN = re.compile(r"\d+(?:[,，]\d{3})*(?:\.(\d+))?")
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_KNOWN = {"超": "超", "以上": "以上", "以下": "以下", "不少于": "不少于", "至少": "至少",
          "不超过": "不超过", "以内": "以内", "不低于": "不低于", "近": "近", "约": "约",
          "左右": "左右"}  # fmt: skip


def allows(stated: ExtractedFigure, value: float) -> bool:
    """Tell whether a value is one that the words of a figure allow.

    270余 allows 270 up to below 280; 约 and 近 a tenth; 1.5万 what rounds to it; a range all
    between its ends.
    """
    if stated.bounds is not None:
        return stated.bounds[0] <= value < stated.bounds[1]
    half = step_of(stated) / 2
    if stated.high is not None:
        return stated.value - half <= value < stated.high + half
    qualifier = _KNOWN.get(stated.qualifier or "", "")
    if not qualifier:
        return _rounds_to(stated, value, half)
    try:
        allowed = bounds(Decimal(str(stated.value)), qualifier, Decimal(str(TOLERANCE)))
    except ValueError:
        return _rounds_to(stated, value, half)
    return allowed.holds(Decimal(str(value)))


def step_of(stated: ExtractedFigure) -> float:
    """Return one unit of the last place as it is written: 1.5万 has 1000, 18000 has 1."""
    found = _AS_WRITTEN.search(stated.core)
    if found is None:
        return 0.0
    size = 1
    for sign in stated.core[found.end() :]:
        size *= _SIZES.get(sign, 1)
    return float(size) / 10.0 ** len(found[1] or "")


def _rounds_to(stated: ExtractedFigure, value: float, half: float) -> bool:
    """Tell whether a value written with so many places is the stated one; counts must be equal."""
    if step_of(stated) == 1 and stated.unit != "%":
        half = 0.0
    return abs(value - stated.value) <= half + 1e-9 * max(1.0, abs(value))
