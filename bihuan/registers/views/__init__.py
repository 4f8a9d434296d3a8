"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.registers.views.designing import closure, design, new_register, reopening
from bihuan.registers.views.dropping import bundle, drop, dropped, dropped_marked
from bihuan.registers.views.duplicates import apart, duplicates
from bihuan.registers.views.evidence import (
    evidence,
    evidence_file,
    evidence_removal,
    evidence_thumbnail,
)
from bihuan.registers.views.figuring import figure
from bihuan.registers.views.listing import registers
from bihuan.registers.views.loading import confirmation, marked, upload
from bihuan.registers.views.moving import returning, submission, verification, voidance
from bihuan.registers.views.reading import record, unmasking
from bihuan.registers.views.retention import postponement, retention, retention_list
from bihuan.registers.views.tables import blank, export, table, table_totals
from bihuan.registers.views.texts import table_text
from bihuan.registers.views.unmasked import unmasked_export
from bihuan.registers.views.writing import new_record, revision

__all__ = [
    "apart",
    "blank",
    "bundle",
    "closure",
    "confirmation",
    "design",
    "drop",
    "dropped",
    "dropped_marked",
    "duplicates",
    "evidence",
    "evidence_file",
    "evidence_removal",
    "evidence_thumbnail",
    "export",
    "figure",
    "marked",
    "new_record",
    "new_register",
    "postponement",
    "record",
    "registers",
    "reopening",
    "retention",
    "retention_list",
    "returning",
    "revision",
    "submission",
    "table",
    "table_text",
    "table_totals",
    "unmasked_export",
    "unmasking",
    "upload",
    "verification",
    "voidance",
]
