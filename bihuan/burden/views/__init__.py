"""The pages of the room."""

from bihuan.burden.views.reading import ledger, reuse, unit, workbook

__all__ = ["ledger", "reuse", "unit", "workbook"]
