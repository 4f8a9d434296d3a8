"""Reading one value as people write it, by the type of its column."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bihuan.lib.dates import parse_date
from bihuan.lib.numerals import parse_number
from bihuan.registers.models import Column, ColumnType
from bihuan.registers.models.register import NUMBERS
from bihuan.registers.names import Names

Cleaner = Callable[[Any], Any]
YES = frozenset({"是", "有", "√", "✓", "✔", "对", "y", "yes", "true", "1"})
NO = frozenset({"否", "无", "×", "✗", "✘", "错", "n", "no", "false", "0"})
DIGITS = 17  # of a whole number in a slot, the decimals among them
DEFAULT_LENGTHS = {ColumnType.TEXT: 120, ColumnType.PLACE: 120, ColumnType.LONG_TEXT: 4000}
# A bare number in a date cell that lost its format: Excel's serial days of 1950 to 2099. A year
# alone (2009 would be a day of 1905) is no date.
FIRST_SERIAL, LAST_SERIAL = 18264, 73050
# Directional marks, zero-width spaces and the byte order mark: invisible, and never meant. The
# joiners inside emoji and the marks of Mongolian and Indic writing stay.
_UNSEEN = frozenset(
    "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_MORE_SEPARATORS = re.compile("[、，,/]")


class Refused(ValueError):
    """One value cannot be accepted; says why, without naming the column."""


def is_blank(value: Any) -> bool:
    """Tell whether a value says nothing: none, only blanks, an empty list."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value in ([], ())


def cleaner(column: Column, names: Names) -> Cleaner:
    """Return the function that cleans one column's values that are not blank.

    It raises Refused; it returns None or an empty value where nothing is left.
    """
    if column.type in NUMBERS:
        return _number(column)
    if column.type == ColumnType.DATE:
        return _day
    if column.type == ColumnType.YES_NO:
        return _yes_no
    if column.type in (ColumnType.CHOICE, ColumnType.CHOICES):
        return _choice(column)
    if column.type == ColumnType.UNIT:
        return _unit(names)
    if column.type == ColumnType.PERSON:
        return _person(names)
    return _text(column)


def tidy(text: str, *, many_lines: bool = False) -> str:
    """Return a text in NFC without what is invisible; line breaks kept only in a long text.

    Ideographic spaces (张　三), private characters of old systems and joined emoji stay.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_kept(c, many_lines) for c in text).strip()


def _kept(character: str, many_lines: bool) -> str:
    if character in "\n\t":
        return character if many_lines else " "
    if character in _UNSEEN:
        return ""
    kind = unicodedata.category(character)
    if kind in ("Zs", "Zl", "Zp"):
        return character if character == "\u3000" else " "
    return "" if kind in ("Cc", "Cs") else character


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime):
        value = value.date()
    return str(value).strip()


def _said(value: Any) -> str:
    """Return a value as it is repeated in a sentence, not at length."""
    text = _words(value)
    return text if len(text) <= 30 else text[:30] + "…"


def _text(column: Column) -> Cleaner:
    limit = column.max_length or DEFAULT_LENGTHS.get(ColumnType(column.type), 120)
    many_lines = column.type == ColumnType.LONG_TEXT

    def clean(value: Any) -> str:
        text = tidy(_words(value), many_lines=many_lines)
        if len(text) > limit:
            raise Refused(
                _("最多%(limit)d个字，现在是%(now)d个。") % {"limit": limit, "now": len(text)}
            )
        return text

    return clean


def _number(column: Column) -> Cleaner:
    step = Decimal(1).scaleb(-column.decimals)
    unit, whole = column.unit_of_measure, column.type == ColumnType.INTEGER
    limit = Decimal(10) ** (DIGITS - column.decimals)

    def clean(value: Any) -> int | str:
        number = _as_decimal(value, unit)
        if abs(number) >= limit:
            raise Refused(_("数字过大，现在是“%(value)s”。") % {"value": _said(value)})
        rounded = number.quantize(step)
        if rounded != number and not _is_noise(value, rounded - number):
            raise Refused(_too_fine(column.decimals, value))
        _keep_limits(column, rounded, value)
        return int(rounded) if whole else f"{rounded + 0:f}"

    return clean


def _is_noise(value: Any, difference: Decimal) -> bool:
    """Tell whether a difference is only a workbook's binary arithmetic (0.1 + 0.2)."""
    return isinstance(value, float) and abs(difference) <= abs(Decimal(value)) * Decimal("1e-12")


def _too_fine(decimals: int, value: Any) -> str:
    if not decimals:
        return _("应为整数，现在是“%(value)s”。") % {"value": _said(value)}
    return _("最多%(n)d位小数，现在是“%(value)s”。") % {"n": decimals, "value": _said(value)}


def _keep_limits(column: Column, number: Decimal, value: Any) -> None:
    low, high, unit = column.minimum, column.maximum, column.unit_of_measure
    if low is not None and number < low:
        raise Refused(
            _("不能小于%(limit)s%(unit)s，现在是“%(value)s”。")
            % {"limit": f"{low.normalize():f}", "unit": unit, "value": _said(value)}
        )
    if high is not None and number > high:
        raise Refused(
            _("不能大于%(limit)s%(unit)s，现在是“%(value)s”。")
            % {"limit": f"{high.normalize():f}", "unit": unit, "value": _said(value)}
        )


def _as_decimal(value: Any, unit: str) -> Decimal:
    number: Decimal | None = None
    if isinstance(value, bool):
        pass
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
    elif isinstance(value, float):
        number = Decimal(repr(value))
    elif isinstance(value, str):
        text = value.strip()
        if unit and text.endswith(unit):
            text = text[: -len(unit)].rstrip()
        number = parse_number(text)
    if number is None or not number.is_finite():
        raise Refused(_("应为数字，现在是“%(value)s”。") % {"value": _said(value)})
    return number


def _day(value: Any) -> str:
    day: dt.date | None = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        serial = FIRST_SERIAL <= value <= LAST_SERIAL
        day = parse_date(value, serial=serial)
    elif not isinstance(value, dt.time):
        day = parse_date(value)
    if day is None:
        raise Refused(_("应为日期（如 2009-11-03），现在是“%(value)s”。") % {"value": _said(value)})
    return day.isoformat()


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = _words(value).lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Refused(_("应填“是”或“否”，现在是“%(value)s”。") % {"value": _said(value)})


def _choice(column: Column) -> Cleaner:
    codes = {choice["label"]: choice["code"] for choice in column.choices}
    codes |= {choice["code"]: choice["code"] for choice in column.choices}
    options = "、".join(choice["label"] for choice in column.choices)

    def one(word: str) -> str:
        if word not in codes:
            raise Refused(
                _("应为 %(options)s 之一，现在是“%(value)s”。")
                % {"options": options, "value": _said(word)}
            )
        return str(codes[word])

    def clean(value: Any) -> str | list[str]:
        if column.type == ColumnType.CHOICE:
            return one(_words(value))
        found = {one(word) for word in _several(value, codes)}
        return [choice["code"] for choice in column.choices if choice["code"] in found]

    return clean


def _several(value: Any, known: dict[str, str]) -> list[str]:
    """Split what is written into choices: at semicolons, and at commas where that is needed."""
    if isinstance(value, list | tuple):
        parts = [_words(part) for part in value]
    else:
        parts = _words(value).replace("；", ";").split(";")
    words: list[str] = []
    for part in (part.strip() for part in parts):
        words += [part] if part in known else _MORE_SEPARATORS.split(part)
    return [word.strip() for word in words if word.strip()]


def _unit(names: Names) -> Cleaner:
    def clean(value: Any) -> str:
        unit = names.unit(_words(value))
        if unit is None:
            raise Refused("：" + names.why_no_unit(_words(value)))
        return str(unit.id)

    return clean


def _person(names: Names) -> Cleaner:
    def clean(value: Any) -> str:
        person = names.person(_words(value))
        if person is None:
            raise Refused("：" + names.why_no_person(_words(value)))
        return person

    return clean
