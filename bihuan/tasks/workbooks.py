"""The list of tasks as a workbook: text is text, days are days."""

import datetime as dt
import io
from collections.abc import Iterator

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.lib.dates import write_date
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook
from bihuan.orgs.access import Actor
from bihuan.tasks.lamps import Lamps
from bihuan.tasks.listing import Criteria, all_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 1000


def write_list(actor: Actor, criteria: Criteria, today: dt.date, soon: dt.date) -> FileResponse:
    """Return the tasks that the criteria keep as a workbook to be downloaded."""
    head = [
        ColumnOut(label, width)
        for label, width in (
            (_("督办单号"), 16),
            (_("任务"), 40),
            (_("承办单位"), 18),
            (_("要求"), 40),
            (_("来源"), 24),
            (_("期限"), 12),
            (_("状态"), 10),
            (_("亮灯"), 18),
            (_("进度（%）"), 10),
            (_("延期次数"), 10),
            (_("交办日期"), 12),
            (_("交办人"), 14),
            (_("报完成日期"), 12),
            (_("销号日期"), 12),
        )
    ]
    target = io.BytesIO()
    sheet = SheetOut(_("任务"), head, _rows(actor, criteria, today, soon))
    write_workbook(target, [sheet])
    target.seek(0)
    name = _("任务（%(day)s）.xlsx") % {"day": write_date(today)}
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _rows(
    actor: Actor, criteria: Criteria, today: dt.date, soon: dt.date
) -> Iterator[tuple[Value, ...]]:
    lamps = Lamps(today)
    for task in all_of(actor, criteria, today, soon).iterator(CHUNK):
        yield (
            task.slip_number,
            task.title,
            task.unit.name,
            task.requirement,
            task.basis,
            task.due_on,
            str(task.get_state_display()),
            lamps.of(task).word,
            task.percent,
            task.extensions,
            timezone.localdate(task.assigned_at),
            task.assigned_by_name,
            task.submitted_on,
            task.closed_on,
        )
