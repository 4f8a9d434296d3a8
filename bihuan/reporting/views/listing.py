"""The list of forms: what is due, what was filled, what is missing."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.orgs.permissions import Permission
from bihuan.reporting.access import visible_to
from bihuan.reporting.models import FilledForm, ReportForm
from bihuan.reporting.periods import current_period, due_day
from bihuan.reporting.views.finding import actor_of
from bihuan.ui.tables import Cell, Head, Row

SHOWN = 300


@login_required
@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    """Show the forms that the actor may see, those still asked for first."""
    actor = actor_of(request)
    actor.require(Permission.SEE_FIGURES)
    today = clock.today()
    forms = list(visible_to(actor).order_by("-is_asked", "label")[:SHOWN])
    newest: dict[tuple[object, dt.date], FilledForm] = {}
    for filled in FilledForm.objects.filter(form__in=forms).order_by("filled_at"):
        newest[filled.form_id, filled.first_day] = filled
    several = len({form.home_id for form in forms}) > 1
    heads = [
        Head(_("报表")),
        *([Head(_("单位"))] if several else []),
        Head(_("布置单位")),
        Head(_("周期")),
        Head(_("当前这一期")),
        Head(_("报送期限")),
        Head(_("状态")),
    ]
    rows = [_row(form, newest, today, several=several) for form in forms]
    context = {
        "heads": heads,
        "rows": rows,
        "may_add": actor.may(Permission.DRAFT_DOCUMENTS),
    }
    return render(request, "reporting/list.html", context)


def _row(
    form: ReportForm,
    newest: dict[tuple[object, dt.date], FilledForm],
    today: dt.date,
    *,
    several: bool,
) -> Row:
    period = current_period(form, today)
    due = due_day(form, period)
    filled = newest.get((form.pk, period.first))
    state, note = _state(form, filled, due, today)
    return Row(
        [
            Cell(form.label, url=reverse("reporting:form", args=[form.pk])),
            *([Cell(str(form.home))] if several else []),
            Cell(form.issued_by),
            Cell(form.get_period_kind_display()),
            Cell(str(period) if form.is_asked else ""),
            Cell(write_date(due) if due and form.is_asked else ""),
            Cell(state, note=note),
        ],
        is_void=not form.is_asked,
    )


def _state(
    form: ReportForm, filled: FilledForm | None, due: dt.date | None, today: dt.date
) -> tuple[str, str]:
    """Return the state of the current period in words, and what is missing."""
    if not form.is_asked:
        return _("不再报送"), ""
    if filled is not None and filled.is_sent:
        return _("已报送"), write_date(filled.sent_on) if filled.sent_on else ""
    is_late = due is not None and due < today
    late = _("已过期限") if is_late else ""
    if filled is None:
        return _("未填报"), late
    missing = _("%(count)s个缺口") % {"count": filled.gaps} if filled.gaps else ""
    return _("已填，待报送"), "，".join(part for part in (missing, late) if part)
