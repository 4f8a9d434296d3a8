"""Which typed slot of Version holds which column: chosen once, when a column is made.

A column without a slot is still answered, from `values`: right, but slower, and a table does not
offer to sort or filter by it.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from bihuan.registers.models import (
    DATE_SLOTS,
    NUMBER_SLOTS,
    TEXT_SLOTS,
    Column,
    ColumnType,
    Register,
)
from bihuan.registers.models.version import SLOT_LENGTH

SLOT_KINDS: dict[str, tuple[str, ...]] = {
    ColumnType.INTEGER: NUMBER_SLOTS,
    ColumnType.DECIMAL: NUMBER_SLOTS,
    ColumnType.MONEY: NUMBER_SLOTS,
    ColumnType.YES_NO: NUMBER_SLOTS,
    ColumnType.DATE: DATE_SLOTS,
    ColumnType.CHOICE: TEXT_SLOTS,
    ColumnType.UNIT: TEXT_SLOTS,
    ColumnType.PERSON: TEXT_SLOTS,
    ColumnType.TEXT: TEXT_SLOTS,
    ColumnType.PLACE: TEXT_SLOTS,
}
# Columns that figures filter and group by come before free text when slots are scarce.
TEXTUAL = frozenset(kind for kind, slots in SLOT_KINDS.items() if slots is TEXT_SLOTS)
ORDER_OF_CLAIM = (ColumnType.CHOICE, ColumnType.UNIT, ColumnType.PERSON)


def assign_slots(columns: Iterable[Column], day_column: str, *, has_records: bool) -> None:
    """Give columns that need one a free slot of their kind, while there are any.

    The day column needs none: `date` holds it. Once a register has records only new columns get
    one: in the versions that stand, the slot of an older column would be empty, and a slot used
    before would still hold the other column's values.
    """
    columns = list(columns)
    if not has_records:
        for column in columns:
            column.slot = ""
    taken = {column.slot for column in columns if column.slot}
    waiting = [c for c in columns if _may_claim(c, day_column, has_records=has_records)]
    waiting.sort(key=lambda c: (c.type not in ORDER_OF_CLAIM, c.position))
    for column in waiting:
        kinds = SLOT_KINDS.get(column.type, ())
        free = next((slot for slot in kinds if slot not in taken), "")
        column.slot = free
        taken.add(free)


def _may_claim(column: Column, day_column: str, *, has_records: bool) -> bool:
    if column.is_retired or column.code == day_column or not fits(column):
        return False
    return column._state.adding if has_records else True


def fits(column: Column) -> bool:
    """Tell whether the longest value of a column fits into a slot."""
    return not column.max_length or column.max_length <= SLOT_LENGTH


def slot_value(column: Column, value: Any) -> Any:
    """Return a clean value as its slot holds it; None for an empty one."""
    if value is None or value == "":
        return None
    if column.is_number:
        return int(Decimal(str(value)).scaleb(column.decimals))
    if column.type == ColumnType.YES_NO:
        return 1 if value else 0
    if column.type == ColumnType.DATE:
        return value
    return str(value)[:SLOT_LENGTH]


def slot_reader(column: Column) -> Callable[[Any], Any]:
    """Return `slot_value` for one column, made for very many clean values."""
    if column.type == ColumnType.INTEGER:
        return int
    if column.is_number and column.decimals:
        decimals = column.decimals

        def whole(value: Any) -> int:
            # A clean amount is text with all its decimals: without the point it is the number.
            head, _point, tail = str(value).partition(".")
            return int(head + tail) if len(tail) == decimals else int(slot_value(column, value))

        return whole
    if column.type == ColumnType.DATE:
        return str
    if column.type in TEXTUAL:
        return lambda value: str(value)[:SLOT_LENGTH]
    return lambda value: slot_value(column, value)


def fill(register: Register, values: dict[str, Any]) -> dict[str, Any]:
    """Return the slots of a version by name, from its values."""
    return {
        slot: slot_value(column, values.get(column.code))
        for slot, column in register.columns_by_slot.items()
    }
