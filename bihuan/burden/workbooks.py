"""The burden ledger as a workbook, one row a thing asked."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence

from django.http import FileResponse
from django.utils.translation import gettext as _

from bihuan.burden.asking import UnitLoad
from bihuan.burden.rules import write_week
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook
from bihuan.orgs.models import Unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_ledger(rows: Sequence[UnitLoad], home: Unit, monday: dt.date) -> FileResponse:
    """Return what is asked in a week as a workbook to be downloaded."""
    labels = (
        (_("单位"), 18),
        (_("日期"), 12),
        (_("要求"), 44),
        (_("谁提的"), 16),
        (_("依据"), 36),
        (_("要填的项"), 10),
        (_("材料"), 8),
        (_("会议"), 8),
        (_("估计用时（分钟）"), 14),
        (_("已有、不再要的项"), 14),
    )
    head = [ColumnOut(label, width) for label, width in labels]
    target = io.BytesIO()
    write_workbook(target, [SheetOut(_("减负台账"), head, _lines(rows))])
    target.seek(0)
    name = _("减负台账（%(home)s %(week)s）.xlsx") % {"home": home, "week": write_week(monday)}
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _lines(rows: Sequence[UnitLoad]) -> Iterator[tuple[Value, ...]]:
    for row in rows:
        for asked, minutes in row.load.lines:
            yield (
                row.unit.name,
                asked.on,
                asked.what,
                asked.by,
                asked.basis,
                asked.fields,
                asked.files,
                asked.meetings,
                minutes,
                asked.already_held,
            )
