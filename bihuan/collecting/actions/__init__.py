"""Every write of the room."""

from bihuan.collecting.actions.asking import (
    Wanted,
    ask_units,
    close_collection,
    extend_collection,
)
from bihuan.collecting.actions.returning import note_workbook, return_ask, waive_ask

__all__ = [
    "Wanted",
    "ask_units",
    "close_collection",
    "extend_collection",
    "note_workbook",
    "return_ask",
    "waive_ask",
]
