"""Numbers as ledgers write them: 1.5万, 27.2KM, 3,000元, ￥500, 约30, 270余户, 100%."""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.utils.translation import gettext as _

from bihuan.ledgers.reading.words import MEASURES, REMEMBERED, squeezed
from bihuan.ledgers.values import BLANK, Read, is_blank, shown
from bihuan.ledgers.values.units import factor, plain_unit
from bihuan.lib.numerals import parse_number
from bihuan.lib.workbooks.reading import Cell

FINEST = 6  # decimals that a register keeps
LARGEST = Decimal(10) ** 15
_LEAD = re.compile(r"(?:人民币|RMB|[￥¥])")
_BEFORE = re.compile(
    r"(大约|约|近|超过|逾|不少于|不低于|至少|不足|不到|不超过|最多|达到|达|共计|共)"
)
_AFTER = re.compile(r"(左右|上下|以上|以下|以内|余|多|整|许)")
_INNER = re.compile(r"(?<=[0-9一二三四五六七八九十百千])(余|多|来)(?=[万亿千百]|$)")
_UNIT = re.compile(rf"({MEASURES})")
_ORDINAL = frozenset({"组", "段", "期", "年", "月", "字", "篇", "场", "条", "件", "号"})
_RANGE = re.compile(r"\d[\d.,]*\D{0,3}[-—－~～至到]\D{0,2}\d")
LOWER = frozenset({"余", "多", "来", "以上", "超过", "逾", "不少于", "不低于", "至少"})
ABOUT = frozenset({"大约", "约", "左右", "上下", "许"})
UPPER = frozenset({"近", "不足", "不到", "不超过", "最多", "以下", "以内"})


def read_number(cell: Cell, *, unit: str = "", head_unit: str = "", share: bool = False) -> Read:
    """Read one number in `unit`; a bare one is in `head_unit`, the unit of the column's head.

    With `share` a number from 0 to 1 is a part of the whole, and becomes percent.
    """
    if is_blank(cell):
        return BLANK
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return Read(why=_("应为数字，现在是“%(value)s”") % {"value": shown(cell)})
    if isinstance(cell, str):
        return _from_text(cell, unit, head_unit)
    number = Decimal(cell) if isinstance(cell, int) else Decimal(repr(cell))
    if not number.is_finite():
        return Read(why=_("应为数字，现在是“%(value)s”") % {"value": shown(cell)})
    if share and unit == "%" and 0 <= number <= 1:
        return Read(_plain(number * 100), _("%(value)s → %(number)s%%") % _said(cell, number * 100))
    return _in_unit(cell, number, head_unit or unit, unit, written=False)


def unit_in(cell: Cell) -> str:
    """Return the unit that a cell writes behind its number, by its usual name; empty for none."""
    if not isinstance(cell, str):
        return ""
    _number, unit, _marks = _taken_apart(cell)
    return plain_unit(unit)


@lru_cache(maxsize=REMEMBERED, typed=True)
def is_about_number(cell: Cell) -> bool:
    """Tell whether a cell is a number, exact or not, with or without its unit."""
    if isinstance(cell, str):
        number, unit, marks = _taken_apart(cell)
        if unit in _ORDINAL and not re.search(r"[0-9０-９]", cell):
            return False  # 一组, 三期, 四月: names, not amounts
        return number is not None and bool(unit or marks or len(squeezed(cell)) < 12)
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def decimals_of(number: Decimal) -> int:
    """Return how many decimals a number has."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _from_text(cell: str, unit: str, head_unit: str) -> Read:
    number, told, marks = _taken_apart(cell)
    if number is None:
        return Read(why=_why_no_number(cell))
    if marks & UPPER:
        why = _("“%(value)s”只说了上限，不是一个确定的数；请改成数字或留空")
        return Read(why=why % {"value": shown(cell)})
    found = _in_unit(cell, number, told or head_unit or unit, unit, written=bool(told))
    if found.why or not marks:
        return found
    kind = _("按下限") if marks & LOWER else _("按约数")
    said = _("%(value)s → %(number)s（%(kind)s记数，原话记入口径说明）") % {
        "value": shown(cell),
        "number": f"{found.value:f}",
        "kind": kind,
    }
    return Read(found.value, said, kept=cell.strip())


@lru_cache(maxsize=REMEMBERED)
def _taken_apart(cell: str) -> tuple[Decimal | None, str, frozenset[str]]:
    """Return the number, the unit and the marks of inexactness of a text."""
    text = _LEAD.sub("", squeezed(cell)).replace("，", ",")
    marks = set()
    for pattern in (_BEFORE, _AFTER):
        found = pattern.match(text) if pattern is _BEFORE else None
        if pattern is _AFTER:
            found = next((f for f in pattern.finditer(text) if f.end() == len(text)), None)
        if found is not None:
            marks.add(found[1])
            text = text[: found.start()] + text[found.end() :]
    number, unit = _number_and_unit(text)
    if number is None:
        inner = [found[1] for found in _INNER.finditer(text)]
        inner_after = re.search(rf"(余|多)(?:{MEASURES})$", text)
        if inner_after is not None:
            inner.append(inner_after[1])
        if inner:
            marks |= set(inner)
            number, unit = _number_and_unit(re.sub(r"[余多来]", "", text))
    return number, unit, frozenset(marks & (LOWER | ABOUT | UPPER))


def _number_and_unit(text: str) -> tuple[Decimal | None, str]:
    number = parse_number(text)
    if number is not None:
        return number, ""
    for start in range(1, len(text)):
        found = _UNIT.fullmatch(text, start)
        if found is not None:
            number = parse_number(text[:start])
            if number is not None:
                return number, found[1]
    return None, ""


def _in_unit(cell: Cell, number: Decimal, told: str, unit: str, *, written: bool) -> Read:
    """Return a number in the column's unit; says so where the unit was another one."""
    if abs(number) >= LARGEST:
        return Read(why=_("数字过大，现在是“%(value)s”") % {"value": shown(cell)})
    times = factor(told, unit) if told and unit else Decimal(1)
    if times is None:
        if written:
            why = _("写的单位是“%(told)s”，这一列是“%(unit)s”，不能换算")
            return Read(why=why % {"told": told, "unit": unit})
        times = Decimal(1)
    value = _plain(number * times)
    is_turned = written and times != 1
    is_turned = is_turned or (isinstance(cell, str) and _has_magnitude(cell, number))
    if not is_turned:
        return Read(value)
    said = _("%(value)s → %(number)s%(unit)s") % {
        "value": shown(cell) + ("" if written or told == unit else told),
        "number": f"{value:f}",
        "unit": unit,
    }
    return Read(value, said)


def _has_magnitude(cell: str, number: Decimal) -> bool:
    """Tell whether a text writes its number other than in plain digits: 1.5万, 三百二十."""
    digits = re.sub(r"[^0-9.]", "", squeezed(cell)).strip(".")
    try:
        return abs(number) != Decimal(digits or "NaN")
    except InvalidOperation:
        return True


def _plain(number: Decimal) -> Decimal:
    """Return a number without the zeros at its end, and without an exponent."""
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def _said(cell: Cell, number: Decimal) -> dict[str, str]:
    return {"value": shown(cell), "number": f"{_plain(number):f}"}


def _why_no_number(cell: str) -> str:
    text = squeezed(cell)
    if text in ("无", "没有", "未统计", "不详", "待定"):
        why = _("“%(value)s”是0还是没有统计？请改成数字或留空")
    elif _RANGE.search(text):
        why = _("“%(value)s”是一个范围，不是一个数")
    else:
        why = _("应为数字，现在是“%(value)s”")
    return why % {"value": shown(cell)}
