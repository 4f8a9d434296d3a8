"""All towns of the group side by side, on the page, on paper and as a workbook."""

import io

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook
from bihuan.orgs.access import Actor, actor_of
from bihuan.oversight.access import AGREE
from bihuan.oversight.desk import Asked, TownRow, desk_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show all towns of the group side by side."""
    actor, asked = _asked(request)
    found = desk_of(actor, asked)
    rows = found.rows
    context = {
        "rows": rows,
        "asked": asked,
        "offered": found.codes,
        "title": dict(found.codes).get(asked.code, ""),
        "has_plans": any(row.adopted for row in rows),
        "waiting": sum(row.waits for row in rows),
        "late": sum(row.is_late for row in rows),
        "towns": len({row.town.pk for row in rows}),
        "query": request.GET.urlencode(),
        "today": clock.today(),
    }
    return render(request, "oversight/desk.html", context)


@login_required
@require_safe
def desk_workbook(request: HttpRequest) -> FileResponse:
    """Download what the desk shows."""
    actor, asked = _asked(request)
    head = [
        ColumnOut(label, width)
        for label, width in (
            *((_("乡镇"), 16), (_("活动"), 30), (_("阶段"), 16), (_("已采用方案"), 12)),
            *((_("转段"), 16), (_("第几次报送"), 12), (_("报送日期"), 12), (_("答复日期"), 12)),
            *((_("未完成的条件"), 14), (_("意见"), 10), (_("未办结问题"), 12)),
            *((_("已办结问题"), 12), (_("超期问题"), 10), (_("超期任务"), 10)),
            (_("待回复的指导意见"), 18),
        )
    ]
    target = io.BytesIO()
    rows = (_cells(row) for row in desk_of(actor, asked).rows)
    write_workbook(target, [SheetOut(_("各乡镇"), head, rows)])
    target.seek(0)
    name = _("各乡镇进展（%(day)s）.xlsx") % {"day": write_date(clock.today())}
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _asked(request: HttpRequest) -> tuple[Actor, Asked]:
    actor = actor_of(request)
    actor.require(AGREE)
    code = request.GET.get("code", "").strip()[:40]
    return actor, Asked(code=code, waits=request.GET.get("waits") == "1")


def _cells(row: TownRow) -> list[Value]:
    gate = row.gate
    return [
        str(row.town),
        str(row.campaign or _("未建立活动")),
        str(row.phase or ""),
        row.adopted,
        gate.get_state_display() if gate else "",
        gate.round if gate else None,
        gate.sent_on if gate else None,
        gate.answered_on if gate else None,
        *(cell.n if cell else None for cell in row.cells),
    ]
