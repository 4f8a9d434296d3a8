"""Importing a workbook in the browser: upload, see what it would do, confirm.

All of it where nothing is wrong; else nothing, or the good rows, and the bad ones handed back in
the sender's own workbook.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.jobs.actions import start_job
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.orgs.access import Actor
from bihuan.registers import jobs, uploads
from bihuan.registers.access import units_to_enter_for
from bihuan.registers.actions import ImportPlan, plan_workbook, take_workbook
from bihuan.registers.actions.workbooks import plan_incoming
from bihuan.registers.errors import ChangedMeanwhile
from bihuan.registers.forms import UploadForm
from bihuan.registers.handing_back import marked_workbook
from bihuan.registers.links import register_url
from bihuan.registers.models import Register
from bihuan.registers.previewing import context_of
from bihuan.registers.receiving import Place, Received, place_of
from bihuan.registers.sheets import read_rows
from bihuan.registers.telling import told
from bihuan.registers.views.asking import actor_of, register_asked
from bihuan.registers.views.downloads import workbook_answer

ADD = "add"
"""What is posted as `alike` where rows that are alike to a record are to be added all the same."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a workbook and show what it would do; nothing is stored yet."""
    actor, register = _asked(request, code)
    if request.method != "POST":
        return _upload_page(request, actor, register, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, actor, register, form, status=422)
    file = form.cleaned_data["file"]
    content: bytes = file.read()
    try:
        incoming = read_rows(register, content, name=file.name)
    except WorkbookRefused as refused:
        form.add_error("file", str(refused))
        return _upload_page(request, actor, register, form, status=422)
    plan = plan_incoming(actor=actor, register=register, incoming=incoming, change_alike=True)
    place = place_of(actor, Received(register, incoming, plan, file.name))
    token = ""
    if plan.faults or plan.good or place:
        token = uploads.keep(content, file.name, actor=actor, register=register)
    return _preview_page(request, actor, plan, file.name, token, change_alike=True, place=place)


@login_required
@require_POST
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """Carry out what was shown; it is planned anew, on the records as they stand now."""
    actor, register = _asked(request, code)
    token = request.POST.get("token", "")
    kept = uploads.find(token, actor=actor, register=register)
    change_alike = request.POST.get("alike") != ADD
    good_rows_only = request.POST.get("take") == "good"
    if kept.path.stat().st_size > jobs.MOST_BYTES_AT_ONCE:
        return _in_the_background(
            actor, register, kept, token, change_alike=change_alike, good_rows_only=good_rows_only
        )
    try:
        report = take_workbook(
            actor=actor,
            register=register,
            source=kept.path,
            name=kept.name,
            good_rows_only=good_rows_only,
            change_alike=change_alike,
        )
    except ChangedMeanwhile:
        messages.warning(request, _("导入时有记录被别人改过，没有存入任何记录，请重新上传核对。"))
        return HttpResponseRedirect(register_url(register, "import"))
    if report.faults and not (good_rows_only and report.handed_back):
        plan = plan_workbook(
            actor=actor,
            register=register,
            source=kept.path,
            name=kept.name,
            change_alike=change_alike,
        )
        return _preview_page(request, actor, plan, kept.name, token, change_alike=change_alike)
    messages.success(request, told(kept.name, report))
    if report.handed_back:
        return HttpResponseRedirect(register_url(register, "import", back=token))
    kept.path.unlink(missing_ok=True)
    return HttpResponseRedirect(register_url(register))


def _in_the_background(
    actor: Actor,
    register: Register,
    kept: uploads.Kept,
    token: str,
    *,
    change_alike: bool,
    good_rows_only: bool,
) -> HttpResponse:
    """Let a large workbook be imported as a job, and lead to its page."""
    kept.path.touch()  # it is not swept away while it waits
    job = start_job(
        actor=actor,
        label=_("导入“%(file)s”到“%(register)s”")
        % {"file": kept.name[-40:], "register": register.label[:40]},
        work=jobs.IMPORT,
        arguments={
            "register": register.code,
            "home": register.home.code,
            "token": token,
            "good_rows_only": good_rows_only,
            "change_alike": change_alike,
            "back_url": register_url(register, "import", back=token),
        },
        unit_path=register.home.path,
    )
    return redirect("jobs:job", pk=job.pk)


@login_required
@require_safe
def marked(request: HttpRequest, code: str) -> FileResponse:
    """Download the workbook that was uploaded, its faults marked; with `rows=bad` they alone."""
    actor, register = _asked(request, code)
    kept = uploads.find(request.GET.get("token", ""), actor=actor, register=register)
    only_bad = request.GET.get("rows") == "bad"
    content, name = marked_workbook(actor, register, kept.path, kept.name, bad_rows_only=only_bad)
    return workbook_answer(content, name)


def _asked(request: HttpRequest, code: str) -> tuple[Actor, Register]:
    actor, register = actor_of(request), register_asked(request, code)
    if not units_to_enter_for(actor, register).exists():
        raise NotAllowed(_("这本台账不由您的单位填报。"))
    return actor, register


def _upload_page(
    request: HttpRequest, actor: Actor, register: Register, form: UploadForm, status: int = 200
) -> HttpResponse:
    context = {
        "register": register,
        "form": form,
        "blank_url": register_url(register, "blank"),
        "filled_url": register_url(register, "blank", standing="1"),
        "table_url": register_url(register),
        "columns": register.columns_in_order,
        "back_url": _back_url(request, actor, register),
    }
    return render(request, "registers/upload.html", context, status=status)


def _back_url(request: HttpRequest, actor: Actor, register: Register) -> str:
    """Return the address of the bad rows of the upload just taken; nothing where it is gone."""
    token = request.GET.get("back", "")
    if not token:
        return ""
    try:
        uploads.find(token, actor=actor, register=register)
    except Invalid:
        return ""
    return register_url(register, "marked", token=token, rows="bad")


def _preview_page(
    request: HttpRequest,
    actor: Actor,
    plan: ImportPlan,
    name: str,
    token: str,
    *,
    change_alike: bool,
    place: Place | None = None,
) -> HttpResponse:
    register = plan.register
    is_returned = place is not None and bool(plan.places)
    context: dict[str, Any] = context_of(actor, plan, change_alike=change_alike) | {
        "file": name,
        "token": token,
        "place": place,
        "may_confirm": bool(token and (plan.good or is_returned) and not plan.faults),
        "confirmation_url": register_url(register, "confirmation"),
        "marked_url": register_url(register, "marked", token=token) if plan.faults else "",
        "again_url": register_url(register, "import"),
        "table_url": register_url(register),
    }
    return render(request, "registers/preview.html", context, status=422 if plan.faults else 200)
