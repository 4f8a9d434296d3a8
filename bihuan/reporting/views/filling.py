"""A form filled by one click, shown with every cell open to its records, answered, sent."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.files import store
from bihuan.files.serving import stored_attachment
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.models import Unit
from bihuan.reporting.actions import answer_gap, begin_correction, fill_form, mark_sent
from bihuan.reporting.blanks import opened
from bihuan.reporting.drawing import Drawing, Face, draw
from bihuan.reporting.drift import drift_of
from bihuan.reporting.filling.answered import BY_HAND, COMPARED, GAP, NONE
from bihuan.reporting.forms import GapForm, ReasonForm, SendingForm
from bihuan.reporting.models import FilledCell, FilledForm
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import Grid
from bihuan.reporting.periods import FormPeriod, read_period
from bihuan.reporting.views.finding import actor_of, asked_filled, asked_form, may_fill


@login_required
@require_POST
def fillings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill a form for a period, perhaps for one unit and as of a day."""
    form, actor = asked_form(request, pk), actor_of(request)
    period = read_period(form.period_kind, request.POST.get("period", ""))
    code = request.POST.get("unit", "")
    unit = None
    if code:
        unit = Unit.objects.under(form.home.path).filter(code=code).first()
        if unit is None:
            raise Invalid(_("没有这个单位，请重新选择。"))
    made = fill_form(
        actor=actor,
        form=form,
        period=period,
        unit=unit,
        as_of=_moment(request.POST.get("as_of", "")),
    )
    return redirect("reporting:filled", pk=made.pk)


def _moment(text: str) -> dt.datetime | None:
    """Read a day as its last moment; today is now."""
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(_("“截至”请写成 2010-02-03 这样的日期。")) from error
    if day == clock.today():
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


@login_required
@require_safe
def filled_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a filled form as it looks, each cell open to its records."""
    return _page(request, asked_filled(request, pk))


def _page(
    request: HttpRequest, filled: FilledForm, forms: dict[str, Any] | None = None
) -> HttpResponse:
    actor = actor_of(request)
    cells = list(filled.cells.all())
    workbook = opened(store.get(filled.file_id))
    period = FormPeriod(filled.form.period_kind, filled.first_day, filled.last_day)
    may_send = may_fill(actor, filled.form)
    drift = drift_of(filled, actor=actor) if filled.is_sent else []
    unmet = [check for check in filled.checks if check["state"] == "unmet"]
    drifted = {(one.cell.sheet, one.cell.cell): one.said for one in drift}
    context: dict[str, Any] = {
        "filled": filled,
        "form": filled.form,
        "period": period,
        "drawings": [
            _drawing(grid, cells, unmet, drifted) for grid in workbook.shown if grid.cells
        ],
        "gaps": [cell for cell in cells if cell.status == GAP],
        "by_hand": [cell for cell in cells if cell.status == BY_HAND],
        "unmet": unmet,
        "open_checks": [check for check in filled.checks if check["state"] == "open"],
        "met_count": sum(check["state"] == "met" for check in filled.checks),
        "figure_count": sum(bool(cell.figure) for cell in cells),
        "waiting_notes": [cell for cell in cells if "待审核" in cell.note],
        "drift": drift,
        "may_fill": may_send,
        "replaced_by": FilledForm.objects.filter(replaces=filled).first(),
        "sending": SendingForm(
            initial={"sent_on": clock.today(), "sent_to": filled.form.issued_by},
            needs_reason=bool(filled.gaps or filled.unmet),
        ),
        "correction": ReasonForm(),
    }
    context |= forms or {}
    status = 422 if forms else 200
    return render(request, "reporting/filled.html", context, status=status)


def _drawing(
    grid: Grid,
    cells: list[FilledCell],
    unmet: list[dict[str, Any]],
    drifted: dict[tuple[str, str], str],
) -> Drawing:
    by_place = {cell.cell: cell for cell in cells if cell.sheet == grid.name}
    wrong = {check["rule"].split(" = ")[0]: check for check in unmet if check["sheet"] == grid.name}

    def face(place: Place) -> Face:
        name = str(place)
        cell = by_place.get(name)
        if name in wrong:
            said = _("校验不符：%(rule)s") % {"rule": wrong[name]["rule"]}
            return Face("", cell.url if cell else "#checks", "unmet", said, "alert-triangle")
        if cell is None:
            formula = grid.cell(place).formula
            return Face("", "", "formula" if formula else "", f"={formula}" if formula else "")
        if (grid.name, name) in drifted:
            return Face("", cell.url, "drifted", drifted[grid.name, name], "alert-circle")
        title = " · ".join(part for part in (cell.label, cell.scope, _records(cell)) if part)
        if cell.status == GAP:
            return Face(_("缺口"), f"#gap-{cell.position}", "gap", cell.note, "flag")
        if cell.status == BY_HAND:
            return Face("", f"#hand-{cell.position}", "hand", cell.note, "pencil")
        state = {NONE: "none", COMPARED: "formula"}.get(cell.status, cell.kind)
        return Face("—" if cell.status == NONE else "", cell.url, state, title)

    return draw(grid, face)


def _records(cell: FilledCell) -> str:
    return _("%(count)s条记录") % {"count": cell.records} if cell.figure else ""


@login_required
@require_safe
def filled_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a filled form as it was kept."""
    filled = asked_filled(request, pk)
    period = FormPeriod(filled.form.period_kind, filled.first_day, filled.last_day)
    name = f"{filled.unit}{filled.form.label}（{period}）.xlsx".replace("/", "-")
    return stored_attachment(filled.file, name)


@login_required
@require_POST
def gap_answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill a gap with what was found out by asking, or take that back."""
    filled, form = asked_filled(request, pk), GapForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("请填写内容和来源，都不要过长。"))
    try:
        answer_gap(actor=actor_of(request), filled=filled, **form.cleaned_data)
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已填入，只用于这一期，并注明来源。"))
    return redirect("reporting:filled", pk=filled.pk)


@login_required
@require_http_methods(["POST"])
def sendings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark a filled form as sent."""
    filled = asked_filled(request, pk)
    form = SendingForm(request.POST, needs_reason=bool(filled.gaps or filled.unmet))
    if form.is_valid():
        try:
            mark_sent(actor=actor_of(request), filled=filled, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("已登记报送，原件和数据都已存档。"))
            return redirect("reporting:filled", pk=filled.pk)
    return _page(request, filled, {"sending": form})


@login_required
@require_POST
def corrections(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill a form that was sent anew, to replace it."""
    filled, form = asked_filled(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, filled, {"correction": form})
    made = begin_correction(actor=actor_of(request), filled=filled, **form.cleaned_data)
    messages.success(request, _("已按现在的台账重新填出更正表，核对后登记报送。"))
    return redirect("reporting:filled", pk=made.pk)
