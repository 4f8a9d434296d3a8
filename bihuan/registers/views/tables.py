"""The table of a register: filtered, sorted, paged by key; its totals; its workbook."""

import tempfile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.registers import listing, presenting
from bihuan.registers.access import units_to_enter_for
from bihuan.registers.forms import FilterForm
from bihuan.registers.links import register_url
from bihuan.registers.models import Register
from bihuan.registers.sheets import export_register, write_blank
from bihuan.registers.views.asking import actor_of, register_asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:
    """Show a register's rows; its totals come as a second fragment."""
    actor, register = actor_of(request), register_asked(request, code)
    form = FilterForm(request.GET, actor, register)
    criteria = form.criteria()
    found = listing.page(
        listing.rows_for(actor, register, criteria),
        register,
        criteria.sort,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    with_unit = len(form.units) > 1
    query = request.GET.copy()
    context = {
        "register": register,
        "form": form,
        "criteria": criteria,
        "is_fit_to_export": form.is_valid(),
        "heads": presenting.heads(register, query, criteria.sort, with_unit=with_unit),
        "rows": presenting.table_rows(register, found.rows, with_unit=with_unit),
        "query": presenting.with_query(query),
        "kept_sort": request.GET.get("sort", ""),
        "kept_home": request.GET.get("home", ""),
        "plain_url": register_url(register),
        "first_url": presenting.with_query(query) if found.previous_key else "",
        "previous_url": _beside(query, "before", found.previous_key),
        "next_url": _beside(query, "after", found.next_key),
        **_ways_in(actor, register),
    }
    return render(request, "registers/table.html", context)


@login_required
@require_safe
def table_totals(request: HttpRequest, code: str) -> HttpResponse:
    """Count what a table shows and add up its number columns; a fragment, or a page alone."""
    actor, register = actor_of(request), register_asked(request, code)
    criteria = FilterForm(request.GET, actor, register).criteria()
    found = listing.totals(actor, register, criteria)
    context = {
        "register": register,
        "count": found.count,
        "sums": presenting.sums(register, found.sums),
        "table_url": f"{register_url(register)}{presenting.with_query(request.GET)}",
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    return render(
        request, "registers/_totals.html" if is_fragment else "registers/totals.html", context
    )


@login_required
@require_safe
def export(request: HttpRequest, code: str) -> FileResponse:
    """Download as a workbook just what the table shows, in its order."""
    actor, register = actor_of(request), register_asked(request, code)
    form = FilterForm(request.GET, actor, register)
    criteria = form.criteria()
    if not form.is_valid():
        raise Invalid(_("筛选条件有误，请回到台账改正后再下载。"))
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    try:
        export_register(actor=actor, register=register, target=file, criteria=criteria)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"{register.label}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@login_required
@require_safe
def blank(request: HttpRequest, code: str) -> FileResponse:
    """Download the empty form: the header alone."""
    register = register_asked(request, code)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_blank(register, file)
    file.seek(0)
    name = _("%(label)s（空白表）.xlsx") % {"label": register.label}
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _beside(query: object, word: str, key: str) -> str:
    from django.http import QueryDict

    assert isinstance(query, QueryDict)
    if not key:
        return ""
    beside = presenting.with_query(query)
    mark = "&" if len(beside) > 1 else ""
    one = QueryDict(mutable=True)
    one[word] = key
    return f"{beside}{mark}{one.urlencode()}"


def _ways_in(actor: Actor, register: Register) -> dict[str, str]:
    may = register.closed_on is None and units_to_enter_for(actor, register).exists()
    return {
        "new_url": register_url(register, "new") if may else "",
        "import_url": register_url(register, "import") if may else "",
    }
