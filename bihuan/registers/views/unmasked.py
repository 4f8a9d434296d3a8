"""Taking a register out with its personal data: a reason first, then the workbook."""

import tempfile
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.registers import presenting
from bihuan.registers.actions.unmasking import unmask_export
from bihuan.registers.forms import FilterForm, UnmaskForm
from bihuan.registers.links import register_url
from bihuan.registers.listing import totals
from bihuan.registers.masking import may_export_unmasked
from bihuan.registers.models import Register
from bihuan.registers.sheets import export_register
from bihuan.registers.views.asking import actor_of, register_asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unmasked_export(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask why, then download what the table shows with its personal data."""
    actor, register = actor_of(request), register_asked(request, code)
    if not may_export_unmasked(actor, register):
        raise NotAllowed(_("只有审核这本台账全部记录的人，才能导出个人信息。"))
    filters = FilterForm(request.GET, actor, register)
    criteria = filters.criteria()
    if not filters.is_valid():
        raise Invalid(_("筛选条件有误，请回到台账改正后再下载。"))
    if request.method != "POST":
        return _form_page(request, register, UnmaskForm(), totals(actor, register, criteria).count)

    def write_to(target: Any) -> Callable[[], int]:
        return lambda: export_register(
            actor=actor, register=register, target=target, criteria=criteria, masked=False
        )

    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    try:
        unmask_export(
            actor=actor,
            register=register,
            reason=request.POST.get("reason", ""),
            detail=request.POST.get("detail", ""),
            write=write_to(file),
        )
    except Invalid as error:
        file.close()
        form = UnmaskForm(request.POST)
        form.add_error(None, error.message)
        count = totals(actor, register, criteria).count
        return _form_page(request, register, form, count, status=422)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = _("【含个人信息】%(label)s-%(day)s.xlsx")
    return FileResponse(
        file,
        as_attachment=True,
        filename=name % {"label": register.label, "day": f"{clock.today():%Y%m%d}"},
        content_type=XLSX,
    )


def _form_page(
    request: HttpRequest, register: Register, form: UnmaskForm, count: int, status: int = 200
) -> HttpResponse:
    query = presenting.with_query(request.GET)
    context = {
        "register": register,
        "form": form,
        "count": count,
        "columns": [column for column in register.columns_in_order if column.is_sensitive],
        "table_url": f"{register_url(register)}{query}"
        if len(query) > 1
        else register_url(register),
    }
    return render(request, "registers/unmasked.html", context, status=status)
