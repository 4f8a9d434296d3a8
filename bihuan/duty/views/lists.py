"""The two lists, their workbooks, and a sweep that found nothing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.duty.access import disputes_visible_to, petitions_visible_to, zero_reports_of
from bihuan.duty.actions import report_zero
from bihuan.duty.choosing import PLACES, homes_to_keep, places_of
from bihuan.duty.forms import FilterForm
from bihuan.duty.listing import WHICH, narrowed, page_of, stream
from bihuan.duty.models import Dispute, DisputeState
from bihuan.duty.policy import VISIT_DAYS
from bihuan.duty.presenting import lines_of, near_days, sheet_of
from bihuan.duty.sweeping import days_of
from bihuan.duty.views.places import places
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.lib.policy import whole
from bihuan.lib.workbooks.answering import workbook_of
from bihuan.orgs.access import Actor, actor_of, units_visible_to
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """List the disputes that the actor may see, those still open first chosen."""
    actor = _asker_of_disputes(request)
    rows, form, asked = _asked(request, actor, disputes_visible_to(actor))
    return render(
        request,
        "duty/disputes.html",
        {
            **_page(request, rows, form, asked),
            **places(actor),
            **_sweep(actor),
            "may_enter": _may_enter(actor),
        },
    )


@login_required
@require_safe
def petitions(request: HttpRequest) -> HttpResponse:
    """List the petitions."""
    actor = actor_of(request)
    actor.require(Permission.SEE_CASES)
    rows, form, asked = _asked(request, actor, petitions_visible_to(actor))
    context = {**_page(request, rows, form, asked), **places(actor)}
    context["may_keep"] = bool(homes_to_keep(actor))
    return render(request, "duty/petitions.html", context)


@login_required
@require_safe
def disputes_workbook(request: HttpRequest) -> FileResponse:
    """Download what the list shows."""
    actor = _asker_of_disputes(request)
    rows, _form, _asked_for = _asked(request, actor, disputes_visible_to(actor))
    return _workbook(rows, _("矛盾纠纷台账"), is_dispute=True)


@login_required
@require_safe
def petitions_workbook(request: HttpRequest) -> FileResponse:
    """Download what the list shows, without who brought it."""
    actor = actor_of(request)
    actor.require(Permission.SEE_CASES)
    rows, _form, _asked_for = _asked(request, actor, petitions_visible_to(actor))
    return _workbook(rows, _("信访事项台账"), is_dispute=False)


@login_required
@require_POST
def zero(request: HttpRequest) -> HttpResponse:
    """Say that a unit's sweep found nothing."""
    actor = actor_of(request)
    actor.require(Permission.ENTER_RECORDS)
    mine = Unit.objects.filter(actor.within(Permission.ENTER_RECORDS, "path"), kind__in=PLACES)
    unit = get_object_or_404(mine.select_related("home"), code=request.POST.get("unit", ""))
    try:
        report_zero(actor=actor, unit=unit)
    except Invalid as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已记为零报告，谢谢。"))
    return HttpResponseRedirect(reverse("duty:disputes"))


def _asker_of_disputes(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.may(Permission.SEE_CASES) and not actor.may(Permission.ENTER_RECORDS):
        raise NotAllowed(_("您的账号不能查看矛盾纠纷，请与单位的系统管理员联系。"))
    return actor


def _may_enter(actor: Actor) -> bool:
    return actor.may(Permission.KEEP_CASES) or actor.may(Permission.ENTER_RECORDS)


def _asked(
    request: HttpRequest, actor: Actor, rows: QuerySet[Any]
) -> tuple[QuerySet[Any], FilterForm, Mapping[str, Any]]:
    units = units_visible_to(actor).filter(kind__in=PLACES).order_by("path")
    form = FilterForm(request.GET, units)
    asked = form.asked()
    path = next(iter(actor.paths(Permission.SEE_FIGURES)), "")
    visit = whole(VISIT_DAYS, path, clock.today()) if asked["which"] == "visit" else 0
    return narrowed(rows, asked, near_days(path), visit), form, asked


def _page(
    request: HttpRequest, rows: QuerySet[Any], form: FilterForm, asked: Mapping[str, Any]
) -> dict[str, Any]:
    found = page_of(rows, request.GET.get("after", ""))
    query = request.GET.copy()
    query.pop("after", None)
    plain = query.copy()
    plain.pop("which", None)
    which = asked["which"] if asked["which"] in WHICH else "open"
    other = "near" if rows.model is Dispute else "visit"
    words = [word for word in WHICH if word != other]
    return {
        "lines": lines_of(found.rows),
        "form": form,
        "which": which,
        "tabs": [(word, WHICH[word], _with(plain, "which", word)) for word in words],
        "query": f"?{query.urlencode()}" if query else "",
        "next_url": _with(query, "after", found.next_key) if found.next_key else "",
        "first_url": _with(plain, "which", which) if request.GET.get("after") else "",
        "is_narrowed": len(asked) > 1,
    }


def _with(query: Any, word: str, value: str) -> str:
    changed = query.copy()
    changed[word] = value
    return f"?{changed.urlencode()}"


def _sweep(actor: Actor) -> dict[str, Any]:
    """Return what a unit's own people are told of this half month's sweep: never a reproach."""
    if actor.may(Permission.SEE_CASES):
        return {}
    unit = places_of(actor).first()
    if unit is None:
        return {}
    first, last = days_of(unit, clock.today())
    found = Dispute.objects.filter(unit=unit, found_on__gte=first, found_on__lte=last)
    return {
        "sweep_unit": unit,
        "sweep_days": (first, last),
        "sweep_count": found.exclude(state=DisputeState.VOID).count(),
        "sweep_said": zero_reports_of(unit).filter(first=first).first(),
    }


def _workbook(rows: QuerySet[Any], name: str, *, is_dispute: bool) -> FileResponse:
    return workbook_of([sheet_of(stream(rows), is_dispute=is_dispute)], name)
