"""Turning a cell into a plain value for a column of a type."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from bihuan.ledgers.reading.found import Period
from bihuan.ledgers.reading.words import squeezed
from bihuan.ledgers.values import BLANK, Read, is_blank, shown
from bihuan.ledgers.values.days import read_day
from bihuan.ledgers.values.numbers import FINEST, decimals_of, read_number
from bihuan.ledgers.values.people import has_bank_card, has_id_number
from bihuan.lib.workbooks.reading import Cell
from bihuan.registers.models import ColumnType
from bihuan.registers.models.register import NUMBERS
from bihuan.registers.reading import NO, YES

_WIDE = re.compile(r"(?=.*[０-９Ａ-Ｚａ-ｚ])[０-９Ａ-Ｚａ-ｚ－—（）()0-9A-Za-z.\-]+")
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
YES_WORDS = YES | {"已", "☑", "■", "✔", "v", "V"}
NO_WORDS = NO | {"未", "☐", "□", "x", "X"}


@dataclass(frozen=True)
class Target:
    """What a cell is to become: the column's type, its unit, decimals and choices.

    `head_unit` is the unit that the sheet tells for the column; `units` are codes of units by the
    words found in the column.
    """

    type: str
    unit: str = ""
    decimals: int = 0
    choices: Sequence[str] = ()
    head_unit: str = ""
    is_share: bool = False
    units: Mapping[str, str] | None = None
    may_hold_ids: bool = False


def read_cell(cell: Cell, target: Target, period: Period | None, year: int | None) -> Read:
    """Read a cell for a column; a blank one is None whatever the type."""
    if target.type in NUMBERS:
        return _number(cell, target)
    if target.type == ColumnType.DATE:
        return read_day(cell, period, year=year)
    if isinstance(cell, str) and is_blank(cell) and target.type != ColumnType.YES_NO:
        return BLANK
    if cell is None:
        return BLANK
    if not target.may_hold_ids and (has_id_number(cell) or has_bank_card(cell)):
        return Read(why=_("里面有身份证号或银行卡号，不收；请删去号码"))
    if target.type == ColumnType.YES_NO:
        return _yes_no(cell)
    if target.type == ColumnType.CHOICE:
        return _choice(cell, target)
    if target.type == ColumnType.UNIT:
        return _unit(cell, target)
    return Read(as_text(cell))


def as_text(cell: Cell) -> str:
    """Return a cell as a text: a whole number without its point."""
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(round(cell, 10))
    text = str(cell).strip()
    return text.translate(_PLAIN) if _WIDE.fullmatch(text) else text


def _number(cell: Cell, target: Target) -> Read:
    unit = "元" if target.type == ColumnType.MONEY else target.unit
    found = read_number(cell, unit=unit, head_unit=target.head_unit, share=target.is_share)
    if found.value is None:
        return found
    value: Decimal = found.value
    places = {ColumnType.INTEGER: 0, ColumnType.MONEY: 2}.get(
        ColumnType(target.type), target.decimals
    )
    if isinstance(cell, float) and decimals_of(value) > FINEST:
        rounded = value.quantize(Decimal(1).scaleb(-places))
        if abs(rounded - value) <= abs(value) * Decimal("1e-12"):
            return Read(rounded, found.said, kept=found.kept)  # binary noise of 0.1 + 0.2
        said = _("%(value)s → %(number)s（四舍五入）") % {
            "value": shown(cell),
            "number": f"{rounded:f}",
        }
        return Read(rounded, said, kept=found.kept)
    if decimals_of(value) > places:
        if places:
            why = _("最多%(n)d位小数，现在是“%(value)s”") % {"n": places, "value": shown(cell)}
        else:
            why = _("应为整数，现在是“%(value)s”") % {"value": shown(cell)}
        return Read(why=why)
    return found


def _yes_no(cell: Cell) -> Read:
    word = squeezed(cell)
    if isinstance(cell, bool) or word.lower() in YES_WORDS | NO_WORDS:
        return Read(cell if isinstance(cell, bool) else word.lower() in YES_WORDS)
    if is_blank(cell):
        return BLANK
    return Read(why=_("应为“是”或“否”，现在是“%(value)s”") % {"value": shown(cell)})


def _choice(cell: Cell, target: Target) -> Read:
    word = squeezed(as_text(cell))
    for label in target.choices:
        if squeezed(label) == word:
            return Read(label)
    return Read(why=_("“%(value)s”不在选项里") % {"value": shown(cell)})


def _unit(cell: Cell, target: Target) -> Read:
    code = (target.units or {}).get(squeezed(cell), "")
    if code:
        return Read(code)
    return Read(why=_("没有名为“%(value)s”的单位") % {"value": shown(cell)})
