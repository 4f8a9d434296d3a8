"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.registers.views.listing import registers
from bihuan.registers.views.loading import confirmation, upload
from bihuan.registers.views.moving import returning, submission, verification, voidance
from bihuan.registers.views.reading import record
from bihuan.registers.views.tables import blank, export, table, table_totals
from bihuan.registers.views.writing import new_record, revision

__all__ = [
    "blank",
    "confirmation",
    "export",
    "new_record",
    "record",
    "registers",
    "returning",
    "revision",
    "submission",
    "table",
    "table_totals",
    "upload",
    "verification",
    "voidance",
]
