"""A form registered, its page, its description, its blanks and its checks."""

import itertools
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.files import store
from bihuan.files.serving import stored_attachment
from bihuan.lib import clock
from bihuan.lib.errors import DomainError, Invalid, NotAllowed
from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.orgs.access import homes_of
from bihuan.orgs.permissions import Permission
from bihuan.reporting.access import newest_version
from bihuan.reporting.actions import (
    CheckSpec,
    add_form,
    add_version,
    describe_form,
    map_cells,
    set_checks,
)
from bihuan.reporting.actions.mapping import CellSpec
from bihuan.reporting.blanks import opened
from bihuan.reporting.board import Board
from bihuan.reporting.forms import BlankForm, ChangedForm, NewForm
from bihuan.reporting.models import CellKind, FormVersion, ReportForm
from bihuan.reporting.periods import VARIANTS, current_period, due_day, ended_periods
from bihuan.reporting.resembling import ENOUGH
from bihuan.reporting.surroundings import labels_of
from bihuan.reporting.views.finding import actor_of, asked_form, mapped_version, may_fill

PERIODS = 14
CHECK_LINES = 6


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_form(request: HttpRequest) -> HttpResponse:
    """Register a form of the level above with its blank."""
    actor = actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS)
    home = homes_of(actor, Permission.DRAFT_DOCUMENTS)[0]
    form = NewForm(initial={"due_months": "1"})
    if request.method == "POST":
        form = NewForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            code = _free_code(home.pk)
            try:
                made = add_form(
                    actor=actor,
                    home=home,
                    spec=form.spec(code),
                    content=upload.read(),
                    file_name=upload.name,
                )
            except (Invalid, WorkbookRefused) as error:
                form.add_error(
                    "file" if isinstance(error, WorkbookRefused) else None, error.message
                )
            else:
                messages.success(
                    request, _("已登记“%(form)s”，下面选好每一格填什么。") % {"form": made}
                )
                return redirect("reporting:proposals", pk=made.pk)
    status = 422 if form.errors else 200
    return render(request, "reporting/new.html", {"form": form}, status=status)


def _free_code(home_id: UUID) -> str:
    taken = set(ReportForm.objects.filter(home_id=home_id).values_list("code", flat=True))
    wanted = f"form-{clock.today():%Y%m%d}"
    numbered = (f"{wanted}-{at}" for at in itertools.count(2))
    return wanted if wanted not in taken else next(code for code in numbered if code not in taken)


@login_required
@require_safe
def form_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a form: its current period, the earlier ones, what is missing in its mapping."""
    form, actor = asked_form(request, pk), actor_of(request)
    version, today = newest_version(form), clock.today()
    current = current_period(form, today)
    filled = {}
    for one in form.filled.filter(unit=form.home).order_by("filled_at"):
        filled[one.first_day] = one
    periods = [current]
    periods += [one for one in ended_periods(form, today, PERIODS) if one != current]
    shown = {one.first for one in periods}
    board = Board(version, actor)
    context = {
        "form": form,
        "version": version,
        "versions": form.versions.all()[:5],
        "current": current,
        "current_filled": filled.get(current.first),
        "due": due_day(form, current),
        "is_late": (due_day(form, current) or today) < today,
        "periods": [(one, filled.get(one.first), due_day(form, one)) for one in periods],
        "others": [one for one in filled.values() if one.first_day not in shown],
        "gaps": board.gaps[:60],
        "gap_lines": _gap_lines(board),
        "gap_count": len(board.gaps),
        "mapped_count": len([cell for cell in board.cells if cell.kind != CellKind.BLANK]),
        "may_fill": may_fill(actor, form),
        "units": board.unit_choices(),
    }
    return render(request, "reporting/form.html", context)


def _gap_lines(board: Board) -> list[dict[str, Any]]:
    return [
        {
            "sheet": grid.name,
            "place": str(place),
            "label": str(labels_of(grid, place)),
            "why": board.who_would_know(grid, place),
        }
        for grid, place in board.gaps[:30]
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_details(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what a form is called, who asks for it, how often and by when."""
    form, actor = asked_form(request, pk), actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS, form.home)
    asked = ChangedForm.of(form)
    if request.method == "POST":
        asked = ChangedForm(request.POST)
        if asked.is_valid():
            spec = asked.spec(form.code, is_asked=asked.cleaned_data["is_asked"])
            try:
                describe_form(actor=actor, form=form, spec=spec)
            except Invalid as error:
                asked.add_error(None, error.message)
            else:
                messages.success(request, _("已保存。"))
                return redirect("reporting:form", pk=form.pk)
    context = {"form": asked, "report": form}
    return render(request, "reporting/details.html", context, status=422 if asked.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_blank(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a new blank of the level above; show what is otherwise than before."""
    form, actor = asked_form(request, pk), actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS, form.home)
    asked = BlankForm()
    if request.method == "POST":
        asked = BlankForm(request.POST, request.FILES)
        if asked.is_valid():
            upload = asked.cleaned_data["file"]
            try:
                made = add_version(
                    actor=actor, form=form, content=upload.read(), file_name=upload.name
                )
            except (Invalid, WorkbookRefused) as error:
                asked.add_error("file", error.message)
            else:
                _tell_carried(request, made)
                return redirect("reporting:form", pk=form.pk)
    context = {"form": asked, "report": form}
    return render(request, "reporting/new_blank.html", context, status=422 if asked.errors else 200)


def _tell_carried(request: HttpRequest, version: FormVersion) -> None:
    if version.number > 1:
        said = _("已换上第%(number)s版空表，%(count)s处填法带了过来，%(more)s处不同列在下面。")
        values = {
            "number": version.number,
            "count": version.cells.count(),
            "more": len(version.differences),
        }
        messages.success(request, said % values)


@login_required
@require_safe
def blank_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a form's blank as it came."""
    version = newest_version(asked_form(request, pk))
    return stored_attachment(version.blank, version.file_name)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_proposals(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what each unmapped cell is likely to ask for; a post takes those that were ticked."""
    version = mapped_version(request, pk)
    board = Board(version, actor_of(request))
    found = board.all_proposals(ENOUGH)
    if request.method == "POST":
        chosen = set(request.POST.getlist("cell"))
        specs = [
            CellSpec(grid.name, str(place), one.said)
            for grid, place, one in found
            if f"{grid.name}!{place}" in chosen
        ]
        if specs:
            map_cells(actor=actor_of(request), version=version, cells=specs)
            messages.success(request, _("采用了%(count)s处建议。") % {"count": len(specs)})
        return redirect("reporting:mapping", pk=version.form_id)
    lines = [
        {
            "key": f"{grid.name}!{place}",
            "place": str(place),
            "label": str(labels_of(grid, place)),
            "figure": one.definition.label,
            "days": VARIANTS[one.said.period],
            "unit": next((n for n, code in board.units.items() if code == one.said.unit), ""),
            "is_sure": one.likeness >= 80,
        }
        for grid, place, one in found
    ]
    context = {"form": version.form, "lines": lines, "gap_count": len(board.gaps)}
    return render(request, "reporting/proposals.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_checks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show and change what must agree in a form."""
    version = mapped_version(request, pk)
    workbook = opened(store.get(version.blank.sha256))
    fault, lines = "", [(row.sheet, row.rule, row.message) for row in version.checks.all()]
    if request.method == "POST":
        columns = (request.POST.getlist(name) for name in ("sheet", "rule", "message"))
        lines = [line for line in zip(*columns, strict=False) if line[1].strip()]
        try:
            specs = [CheckSpec(*line) for line in lines]
            set_checks(actor=actor_of(request), version=version, checks=specs)
        except NotAllowed:
            raise
        except DomainError as error:
            fault = error.message
        else:
            messages.success(request, _("已保存校验。"))
            return redirect("reporting:form", pk=version.form_id)
    formulas = [
        (grid.name, str(place), cell.formula)
        for grid in workbook.shown
        for place, cell in sorted(grid.cells.items())
        if cell.formula and cell.formula != "#"
    ]
    context = {
        "form": version.form,
        "sheets": [grid.name for grid in workbook.shown],
        "lines": [*lines, *([("", "", "")] * max(3, CHECK_LINES - len(lines)))],
        "formulas": formulas[:100],
        "fault": fault,
    }
    return render(request, "reporting/checks.html", context, status=422 if fault else 200)
