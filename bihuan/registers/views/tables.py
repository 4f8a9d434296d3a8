"""The table of a register: filtered, sorted, paged by key; its totals; its workbook."""

import tempfile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.jobs.actions import start_job
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.moments import moment_text, write_moment
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers import jobs, listing, presenting
from bihuan.registers.access import units_to_enter_for
from bihuan.registers.blanks import Blank, write_blank
from bihuan.registers.forms import FilterForm
from bihuan.registers.links import register_url
from bihuan.registers.listing import Criteria
from bihuan.registers.masking import may_export_unmasked
from bihuan.registers.models import Register
from bihuan.registers.sheets import export_register
from bihuan.registers.views.asking import actor_of, register_asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:
    """Show a register's rows; its totals come as a second fragment."""
    actor, register = actor_of(request), register_asked(request, code)
    form = FilterForm(request.GET, actor, register)
    asked = form.criteria()
    rows = listing.rows_for(actor, register, asked)
    criteria = listing.affordable(rows, register, asked)
    moment = moment_text(criteria.as_of)
    found = listing.page(
        rows,
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
        "rows": presenting.table_rows(register, found.rows, with_unit=with_unit, as_of=moment),
        "unsorted": _unsorted(register, asked.sort) if criteria.sort != asked.sort else "",
        "as_of": write_moment(criteria.as_of) if criteria.as_of else "",
        "now_url": presenting.with_query(query, as_of="", as_of_time=""),
        "query": presenting.with_query(query),
        "unmasked_url": _unmasked_url(actor, register, presenting.with_query(query)),
        "retention_url": register_url(register, "retention"),
        "kept_sort": request.GET.get("sort", ""),
        "kept_home": request.GET.get("home", ""),
        "plain_url": register_url(register, as_of=moment),
        "first_url": presenting.with_query(query) if found.previous_key else "",
        "previous_url": _beside(query, "before", found.previous_key),
        "next_url": _beside(query, "after", found.next_key),
        "figure_url": register_url(register, "figure")
        if actor.may(Permission.DEFINE_REGISTERS, register.home) and not moment
        else "",
        "duplicates_url": register_url(register, "duplicates") if not moment else "",
        "design_url": register_url(register, "design")
        if actor.may(Permission.DEFINE_REGISTERS, register.home) and not moment
        else "",
        **(_ways_in(actor, register) if not moment else {}),
    }
    return render(request, "registers/table.html", context)


def _unmasked_url(actor: Actor, register: Register, query: str) -> str:
    if not may_export_unmasked(actor, register):
        return ""
    return f"{reverse('registers:unmasked_export', args=[register.code])}{query}"


def _past(criteria: Criteria) -> str:
    """Return what the name of a file says of a past moment; nothing for now."""
    if criteria.as_of is None:
        return ""
    moment = write_moment(criteria.as_of).replace(":", "").replace(" ", "")
    return _("（截至%(moment)s）") % {"moment": moment}


def _unsorted(register: Register, sort: str) -> str:
    """Say that so many rows are not sorted by a value."""
    column = register.column(sort.removeprefix("-"))
    return _("超过%(most)d条，不能按“%(label)s”排序；请先按单位、日期等条件缩小范围。") % {
        "most": listing.MOST_SORTED,
        "label": column.label if column else _("填报单位"),
    }


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
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, code: str) -> HttpResponseBase:
    """Download as a workbook just what the table shows, in its order.

    More rows than one waits for are offered as a job, which a POST starts.
    """
    actor, register = actor_of(request), register_asked(request, code)
    form = FilterForm(request.GET, actor, register)
    criteria = form.criteria()
    if not form.is_valid():
        raise Invalid(_("筛选条件有误，请回到台账改正后再下载。"))
    if jobs.is_large(actor, register, criteria):
        return _export_later(request, actor, register)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    try:
        export_register(actor=actor, register=register, target=file, criteria=criteria)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"{register.label}-{clock.today():%Y%m%d}{_past(criteria)}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _export_later(request: HttpRequest, actor: Actor, register: Register) -> HttpResponse:
    """Say that there are many rows, or let them be written as a job."""
    if request.method != "POST":
        context = {
            "register": register,
            "most": jobs.MOST_AT_ONCE,
            "export_url": request.get_full_path(),
            "table_url": f"{register_url(register)}{presenting.with_query(request.GET)}",
        }
        return render(request, "registers/export_later.html", context)
    job = start_job(
        actor=actor,
        label=_("导出“%(register)s”") % {"register": register.label},
        work=jobs.EXPORT,
        arguments={
            "register": register.code,
            "home": register.home.code,
            "query": request.GET.urlencode(),
        },
        unit_path=register.home.path,
    )
    return redirect("jobs:job", pk=job.pk)


@login_required
@require_safe
def blank(request: HttpRequest, code: str) -> FileResponse:
    """Download the workbook to fill in; with `standing` the records that stand come along."""
    actor, register = actor_of(request), register_asked(request, code)
    units = list(units_to_enter_for(actor, register))
    wanted = request.GET.get("unit", "")
    own = [unit for unit in units if unit.code == wanted] if wanted else units
    unit = own[0] if len(own) == 1 else None
    standing = None
    if request.GET.get("standing"):
        criteria = FilterForm(request.GET, actor, register).criteria()
        rows = listing.rows_for(actor, register, criteria)
        standing = listing.stream(rows, register, criteria.sort)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_blank(Blank(register, unit=unit, units=units, standing=standing), file)
    file.seek(0)
    name = _("%(label)s（填报表）.xlsx") % {"label": register.label}
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
