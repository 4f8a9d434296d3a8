"""The aggregates of the room, one a file."""

from bihuan.registers.models.kept_apart import KeptApart
from bihuan.registers.models.purge import Purge, PurgeNotice
from bihuan.registers.models.record import Record
from bihuan.registers.models.register import Check, Column, ColumnType, Register
from bihuan.registers.models.version import (
    DATE_SLOTS,
    NUMBER_SLOTS,
    PURGED,
    TEXT_SLOTS,
    Status,
    Version,
)

__all__ = [
    "DATE_SLOTS",
    "NUMBER_SLOTS",
    "PURGED",
    "TEXT_SLOTS",
    "Check",
    "Column",
    "ColumnType",
    "KeptApart",
    "Purge",
    "PurgeNotice",
    "Record",
    "Register",
    "Status",
    "Version",
]
