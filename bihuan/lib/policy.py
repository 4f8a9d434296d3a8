"""Numbers of policy: each room declares those it goes by; the room `presets` keeps their values.

Almost every grade, limit and deadline differs by county and by year (handbook, its first rule), so
none is a constant. A room's `policy.py` holds `KNOWN`, a tuple of Known, found by name; rooms above
`presets` ask `presets.asking.value`, rooms below it ask `value` here, which presets answers.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

Value = Decimal | bool


class ValueKind(StrEnum):
    """What a preset's value is."""

    WHOLE = "whole"
    DECIMAL = "decimal"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Known:
    """One preset: what it means and what holds until somebody sets it.

    `code` begins with the name of the room, `source` says where the default is from, `kept_by`
    is the permission over the administration that setting it needs.
    """

    code: str
    label: str
    default: Value
    unit: str = ""
    kind: ValueKind = ValueKind.WHOLE
    source: str = ""
    note: str = ""
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(100_000)
    kept_by: str = "define_registers"


Answer = Callable[[Known, str, dt.date], Value]
_answers: list[Answer] = []


def answered_by(answer: Answer) -> None:
    """Let a function say which value holds; called once, when the room of presets is ready."""
    _answers[:] = [answer]


def value(known: Known, path: str, day: dt.date) -> Value:
    """Return the value that holds at a unit's path on a day; the default where nobody keeps any."""
    return _answers[0](known, path, day) if _answers else known.default


def whole(known: Known, path: str, day: dt.date) -> int:
    """Return a value that is a whole number."""
    return int(value(known, path, day))


def write(known: Known, number: Any) -> str:
    """Return a value as people read it, with its unit of measure."""
    if known.kind is ValueKind.YES_NO:
        return "是" if number else "否"
    return f"{Decimal(number).normalize():f}{known.unit}"
