"""Answering with a workbook."""

import tempfile
from collections.abc import Sequence

from django.http import FileResponse

from bihuan.lib import clock
from bihuan.lib.workbooks.writing import SheetOut, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_of(sheets: Sequence[SheetOut], name: str) -> FileResponse:
    """Return some sheets as a workbook named with the office's day."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    try:
        write_workbook(file, sheets)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"{name}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
