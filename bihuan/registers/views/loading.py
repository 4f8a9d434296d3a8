"""Importing a workbook in the browser: upload, see what it would do, confirm."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.lib.errors import NotAllowed
from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.orgs.access import Actor
from bihuan.registers import presenting, uploads
from bihuan.registers.access import units_to_enter_for
from bihuan.registers.actions import ImportPlan, import_workbook, plan_workbook
from bihuan.registers.actions.rows import Prepared
from bihuan.registers.describing import Describing
from bihuan.registers.errors import ChangedMeanwhile
from bihuan.registers.forms import UploadForm
from bihuan.registers.links import register_url
from bihuan.registers.models import Register, Status
from bihuan.registers.views.asking import actor_of, register_asked
from bihuan.ui.tables import Cell, Head, Row

MOST_ROWS = 30
MOST_FAULTS = 200


@dataclass(frozen=True)
class Changed:
    """A record that would change, and how."""

    title: str
    unit: str
    differences: list[str]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a workbook and show what it would do; nothing is stored yet."""
    actor, register = _asked(request, code)
    if request.method != "POST":
        return _upload_page(request, register, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, register, form, status=422)
    file = form.cleaned_data["file"]
    content: bytes = file.read()
    try:
        plan = plan_workbook(actor=actor, register=register, source=content, name=file.name)
    except WorkbookRefused as refused:
        form.add_error("file", str(refused))
        return _upload_page(request, register, form, status=422)
    token = ""
    if not plan.faults and (plan.added or plan.changed):
        token = uploads.keep(content, file.name, actor=actor, register=register)
    return _preview_page(request, plan, file.name, token)


@login_required
@require_POST
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """Carry out what was shown; it is planned anew, on the records as they stand now."""
    actor, register = _asked(request, code)
    kept = uploads.find(request.POST.get("token", ""), actor=actor, register=register)
    try:
        report = import_workbook(actor=actor, register=register, source=kept.path, name=kept.name)
    except ChangedMeanwhile:
        messages.warning(request, _("导入时有记录被别人改过，没有存入任何记录，请重新上传核对。"))
        return HttpResponseRedirect(register_url(register, "import"))
    if report.faults:
        plan = plan_workbook(actor=actor, register=register, source=kept.path, name=kept.name)
        return _preview_page(request, plan, kept.name, "")
    kept.path.unlink(missing_ok=True)
    messages.success(
        request,
        _("“%(file)s”已导入：新增%(added)d条，修改%(changed)d条，未变%(unchanged)d条。")
        % {
            "file": kept.name,
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
        },
    )
    return HttpResponseRedirect(register_url(register))


def _asked(request: HttpRequest, code: str) -> tuple[Actor, Register]:
    actor, register = actor_of(request), register_asked(request, code)
    if not units_to_enter_for(actor, register).exists():
        raise NotAllowed(_("这本台账不由您的单位填报。"))
    return actor, register


def _upload_page(
    request: HttpRequest, register: Register, form: UploadForm, status: int = 200
) -> HttpResponse:
    context = {
        "register": register,
        "form": form,
        "blank_url": register_url(register, "blank"),
        "table_url": register_url(register),
        "columns": register.columns_in_order,
    }
    return render(request, "registers/upload.html", context, status=status)


def _preview_page(request: HttpRequest, plan: ImportPlan, name: str, token: str) -> HttpResponse:
    register = plan.register
    added = [] if plan.faults else plan.added
    context = {
        "register": register,
        "file": name,
        "token": token,
        "added": len(added),
        "changed": 0 if plan.faults else len(plan.changed),
        "unchanged": 0 if plan.faults else plan.unchanged,
        "faults": plan.faults[:MOST_FAULTS],
        "fault_count": len(plan.faults),
        "more_faults": max(0, len(plan.faults) - MOST_FAULTS),
        "will_be": _will_be(added),
        "heads": _heads(register),
        "rows": _rows(register, added[:MOST_ROWS]),
        "more_rows": max(0, len(added) - MOST_ROWS),
        "changes": [] if plan.faults else _changes(register, plan.changed[:MOST_ROWS]),
        "more_changes": max(0, len(plan.changed) - MOST_ROWS),
        "confirmation_url": register_url(register, "confirmation"),
        "import_url": register_url(register, "import"),
        "table_url": register_url(register),
    }
    return render(request, "registers/preview.html", context, status=422 if plan.faults else 200)


def _will_be(added: list[Prepared]) -> str:
    statuses = {row.status for row in added}
    if statuses == {Status.SUBMITTED.value}:
        return _("导入后送审，审核通过才计入数据。")
    return _("导入后即为已审核，随即计入数据。") if statuses else ""


def _heads(register: Register) -> list[Head]:
    title = register.column(register.title_column)
    columns = presenting.shown_columns(register)
    return [
        Head(title.label if title else ""),
        Head(_("填报单位")),
        Head(_("日期")),
        *(Head(c.label, c.unit_of_measure, c.is_number) for c in columns),
    ]


def _rows(register: Register, added: list[Prepared]) -> list[Row]:
    describing = Describing(register, masked=False)
    title = register.column(register.title_column)
    columns = presenting.shown_columns(register)
    rows = []
    for row in added:
        values = row.clean.values
        first = describing.text(title, values.get(title.code)) if title else ""
        cells = [Cell(first), Cell(str(row.unit)), Cell(str(row.clean.day))]
        cells += [
            Cell(
                presenting.grouped(c, describing.bare(c, values.get(c.code))),
                is_number=c.is_number,
            )
            for c in columns
        ]
        rows.append(Row(cells))
    return rows


def _changes(register: Register, changed: list[Prepared]) -> list[Changed]:
    describing = Describing(register, masked=False)
    found = []
    for row in changed:
        assert row.before is not None
        row.before.register = register
        found.append(
            Changed(
                presenting.title_of(row.before, describing),
                str(row.unit),
                presenting.differences(row.before.values, row.clean.values, describing),
            )
        )
    return found
