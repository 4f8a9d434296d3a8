"""A workbook as the answer to a request."""

import io

from django.http import FileResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_answer(content: bytes, name: str) -> FileResponse:
    """Return a workbook as a download of that name."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)
