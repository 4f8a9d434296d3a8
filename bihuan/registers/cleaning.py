"""Turning what people write into what is stored, or into a sentence that says what is wrong.

Stored values are JSON: a decimal or an amount of money as text with its column's decimals, a whole
number as a number, a day as 2009-11-03, a choice by code, a unit or person by id. What is stored
is itself clean: cleaning it again changes nothing.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from bihuan.registers.describing import MASK
from bihuan.registers.expressions import compile_rule, names_in
from bihuan.registers.models import Column, ColumnType, Register
from bihuan.registers.models.register import NUMBERS
from bihuan.registers.names import Names
from bihuan.registers.reading import Refused, cleaner, is_blank

__all__ = ["Clean", "Cleaning", "Names", "Refused", "cleaner", "typed_value"]

MOST_KNOWN = 4096  # values of a column whose reading is kept
_MISSING: Any = object()
# Types of which equal values are always read alike (unlike Decimal: 1.0 is 1.00).
_FLAT = frozenset({str, int, float, bool, dt.date, dt.datetime})


@lru_cache(4096)
def _as_day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True)
class Clean:
    """A record's values after cleaning: stored form, the day, and what is wrong by column."""

    values: dict[str, Any]
    day: dt.date | None
    faults: dict[str, str]


class Cleaning:
    """The cleaning of one register's records, compiled once and used for many rows."""

    def __init__(self, register: Register, names: Names) -> None:
        self.register = register
        self.columns = register.columns_in_order
        self._codes = {column.code for column in self.columns}
        self._cleaners = {column.code: cleaner(column, names) for column in self.columns}
        # What a value was read as, by its type and itself: a ledger repeats most of its values.
        self._read_by: list[tuple[Column, str, dict[tuple[type, Any], Any]]] = [
            (column, column.code, {}) for column in self.columns
        ]
        self._checks = [
            (compile_rule(check.rule, self._codes), check.message)
            for check in register.checks_in_order
        ]
        asked = {name for check in register.checks_in_order for name in names_in(check.rule)}
        self._asked = [column for column in self.columns if column.code in asked]

    def clean(
        self,
        raw: Mapping[str, Any],
        *,
        draft: bool = False,
        before: Mapping[str, Any] | None = None,
    ) -> Clean:
        """Clean one record. A draft may lack required values, but no value may be wrong.

        A column that `raw` does not name keeps its value of `before`, where the record stood
        already, else takes the column's default. Values of retired columns are carried along.
        """
        values = {} if before is None else {k: v for k, v in before.items() if k not in self._codes}
        faults = {
            code: _("这本台账没有代码为“%(code)s”的列。") % {"code": code[:40]}
            for code in raw
            if code not in self._codes
        }
        for column, code, known in self._read_by:
            given = raw.get(code, _MISSING) if before is None else _MISSING
            kind = given.__class__
            value = known.get((kind, given), _MISSING) if kind in _FLAT else _MISSING
            if value is _MISSING:
                try:
                    value = self._value(column, raw, before)
                except Refused as error:
                    faults[code] = f"“{column.label}”{error}"
                    continue
                value = None if is_blank(value) else value
                if len(known) < MOST_KNOWN and kind in _FLAT and value.__class__ is not list:
                    known[kind, given] = value
            if value is not None:
                values[code] = value
            elif column.required and (not draft or code == self.register.day_column):
                faults[code] = _("“%(label)s”必须填写。") % {"label": column.label}
        if not faults:
            faults |= self._broken_checks(values)
        day = values.get(self.register.day_column)
        if day is None and self.register.day_column not in faults:
            faults[self.register.day_column] = _("记录的日期必须填写。")
        return Clean(values, _as_day(day) if day else None, faults)

    def _value(
        self, column: Column, raw: Mapping[str, Any], before: Mapping[str, Any] | None
    ) -> Any:
        if column.code not in raw:
            if before is not None:
                return before.get(column.code)
            given = column.default
        else:
            given = raw[column.code]
        if is_blank(given):
            return None
        stood = before.get(column.code) if before is not None else None
        if stood is not None and type(given) is type(stood) and given == stood:
            return stood  # also a choice that is offered no longer
        if column.is_sensitive and given == MASK:
            if before is None:
                raise Refused(_("是遮盖后的样子，请填写原来的内容。"))
            return before.get(column.code)
        return self._cleaners[column.code](given)

    def _broken_checks(self, values: Mapping[str, Any]) -> dict[str, str]:
        if not self._checks:
            return {}
        typed = {c.code: typed_value(c, values.get(c.code)) for c in self._asked}
        broken = [message for holds, message in self._checks if not holds(typed)]
        return {"": "".join(broken)} if broken else {}


def typed_value(column: Column, stored: Any) -> Any:
    """Return a stored value as Decimal, date, bool or text; None for an empty one."""
    if stored is None or stored == "":
        return None
    if column.type in NUMBERS:
        return Decimal(str(stored))
    if column.type == ColumnType.DATE:
        return dt.date.fromisoformat(stored)
    return stored
