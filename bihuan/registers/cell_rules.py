"""What a cell of a blank workbook accepts, column by column: drop-downs, limits, sentences.

Excel holds to these while somebody types; what is pasted passes them by, so an import checks all
anew. The options are those of XlsxWriter's `data_validation`, and its limits Excel's: 32 characters
in a title, 255 in a sentence or a list that stands in the rule itself.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bihuan.registers.models import Column, ColumnType
from bihuan.registers.reading import DEFAULT_LENGTHS, DIGITS

LONGEST_TITLE = 32
LONGEST_SENTENCE = 255
LONGEST_LIST = 255
FIRST_DAY, LAST_DAY = dt.date(1950, 1, 1), dt.date(2099, 12, 31)
LISTED = frozenset({ColumnType.CHOICE, ColumnType.CHOICES, ColumnType.YES_NO, ColumnType.UNIT})
TEXTUAL = frozenset(
    {
        *(ColumnType.TEXT, ColumnType.LONG_TEXT, ColumnType.PLACE, ColumnType.PERSON),
        *(ColumnType.UNIT, ColumnType.CHOICE, ColumnType.CHOICES, ColumnType.YES_NO),
    }
)


def words_of(column: Column) -> list[str]:
    """Return what a column's drop-down offers, but for units, which the home knows."""
    if column.type == ColumnType.YES_NO:
        return [_("是"), _("否")]
    return [choice["label"] for choice in column.choices]


def fits_inline(words: list[str]) -> bool:
    """Tell whether a list may stand in the rule itself: short, and without its separators."""
    joined = ",".join(words)
    return 0 < len(joined) <= LONGEST_LIST and not any(
        set(word) & {",", '"', "，"} for word in words
    )


def how(column: Column) -> str:
    """Say in a sentence how a column is filled in."""
    if column.type in (ColumnType.CHOICE, ColumnType.YES_NO):
        said = _("从下拉列表中选一个：%(words)s。") % {"words": "、".join(words_of(column))}
    elif column.type == ColumnType.CHOICES:
        said = _("可填多个，用“；”隔开：%(words)s。") % {"words": "、".join(words_of(column))}
    elif column.type == ColumnType.DATE:
        said = _("填日期，如 2010-02-03。")
    elif column.is_number:
        said = _how_number(column)
    elif column.type == ColumnType.UNIT:
        said = _("从下拉列表中选单位。")
    elif column.type == ColumnType.PERSON:
        said = _("填姓名；有同名的填人员代码。")
    else:
        said = _("填文字，最多%(n)d个字。") % {"n": _longest(column)}
    return said + (column.note if column.note else "")


def rule_for(column: Column, listed: str | list[str]) -> dict[str, Any]:
    """Return the validation of a column's cells; `listed` is its list, or the range that holds it.

    A column of several choices offers its list but refuses nothing: several are typed with “；”.
    """
    rule = _rule(column, listed)
    rule["input_title"] = column.label[:LONGEST_TITLE]
    rule["input_message"] = _shortened(how(column))
    rule["error_title"] = _("填得不对")
    rule["error_message"] = _shortened(f"“{column.label}”{how(column)}")
    return rule


def _rule(column: Column, listed: str | list[str]) -> dict[str, Any]:
    if column.type in LISTED and listed:
        lenient = column.type == ColumnType.CHOICES
        return {"validate": "list", "source": listed, "show_error": not lenient}
    if column.is_number:
        kind = "integer" if column.type == ColumnType.INTEGER else "decimal"
        low, high = _limits(column)
        return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    if column.type == ColumnType.DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
        }
    if column.type in (ColumnType.TEXT, ColumnType.LONG_TEXT, ColumnType.PLACE):
        return {"validate": "length", "criteria": "<=", "value": _longest(column)}
    return {"validate": "any"}


def _limits(column: Column) -> tuple[int | float, int | float]:
    """Return a number's limits; where none is set, what a record and Excel hold exactly."""
    widest = Decimal(10) ** min(DIGITS - column.decimals, 15) - 1
    low = -widest if column.minimum is None else column.minimum
    high = widest if column.maximum is None else column.maximum
    return _plain(low), _plain(high)


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _how_number(column: Column) -> str:
    kind = _("整数") if not column.decimals else _("数字，最多%(n)d位小数") % {"n": column.decimals}
    said = _("填%(kind)s，单位“%(unit)s”不用写") if column.unit_of_measure else _("填%(kind)s")
    low, high = (
        "" if limit is None else f"{limit.normalize():f}"
        for limit in (column.minimum, column.maximum)
    )
    if low and high:
        said += _("，%(low)s到%(high)s之间")
    elif low:
        said += _("，不小于%(low)s")
    elif high:
        said += _("，不大于%(high)s")
    words = {"kind": kind, "unit": column.unit_of_measure, "low": low, "high": high}
    return said % words + "。"


def _longest(column: Column) -> int:
    return column.max_length or DEFAULT_LENGTHS.get(ColumnType(column.type), 120)


def _shortened(sentence: str) -> str:
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence
    return sentence[: LONGEST_SENTENCE - 1] + "…"
