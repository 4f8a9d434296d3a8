"""The aggregates of the room, one a file."""

from bihuan.registers.models.record import Record
from bihuan.registers.models.register import Check, Column, ColumnType, Register
from bihuan.registers.models.version import DATE_SLOTS, NUMBER_SLOTS, TEXT_SLOTS, Status, Version

__all__ = [
    "DATE_SLOTS",
    "NUMBER_SLOTS",
    "TEXT_SLOTS",
    "Check",
    "Column",
    "ColumnType",
    "Record",
    "Register",
    "Status",
    "Version",
]
