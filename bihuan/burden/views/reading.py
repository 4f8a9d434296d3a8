"""The ledger of a week, one unit's part of it, and how often what was typed is used."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.burden.access import SEE, home_among, homes_seen, unit_for
from bihuan.burden.asking import UnitLoad, load_of, rates_of, reuse_in
from bihuan.burden.asking import ledger as ledger_of
from bihuan.burden.forms import PeriodForm
from bihuan.burden.rules import read_week, write_week
from bihuan.burden.workbooks import write_ledger
from bihuan.lib import clock
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Total:
    """The sums of a ledger's rows."""

    fields: int
    files: int
    meetings: int
    minutes: int
    already_held: int


@login_required
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Show what is asked of each unit in a week, units in their fixed order."""
    actor = _reader(request)
    homes = homes_seen(actor)
    home, first, last = _asked(request, homes)
    rates = rates_of(home, last)
    rows = ledger_of(actor, home, first, last, rates)
    busy = [row for row in rows if row.load.lines]
    is_all = request.GET.get("show") == "all"
    context = {
        **_week_links(reverse("burden:ledger"), first, home=home.code),
        "home": home,
        "homes": homes,
        "first": first,
        "last": last,
        "rows": rows if is_all else busy,
        "is_all": is_all,
        "is_empty": not busy,
        "quiet": len(rows) - len(busy),
        "total": _total(rows),
        "rates": rates,
        "workbook_url": f"{reverse('burden:workbook')}?{_query(home, first)}",
        "asked_url": f"?{_query(home, first)}",
        "all_url": f"?{_query(home, first)}&show=all",
    }
    return render(request, "burden/ledger.html", context)


@login_required
@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Download the ledger of a week, thing by thing."""
    actor = _reader(request)
    home, first, last = _asked(request, homes_seen(actor))
    rows = ledger_of(actor, home, first, last, rates_of(home, last))
    return write_ledger(rows, home, first)


@login_required
@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is asked of one unit in a week: by whom, on what basis, and what is not asked."""
    actor = _reader(request)
    shown = unit_for(actor, code)
    first, last = read_week(request.GET.get("week", ""), clock.today())
    context = {
        **_week_links(reverse("burden:unit", args=[code]), first),
        "unit": shown,
        "load": load_of(shown, first, last),
        "first": first,
        "last": last,
        "ledger_url": f"{reverse('burden:ledger')}?{_query(shown.home, first)}",
    }
    return render(request, "burden/unit.html", context)


@login_required
@require_safe
def reuse(request: HttpRequest) -> HttpResponse:
    """Show how often the records typed in a period stand behind figures that were shown."""
    actor = _reader(request)
    home = home_among(homes_seen(actor), request.GET.get("home", ""))
    form = PeriodForm(request.GET if "first" in request.GET else None, clock.today())
    first, last = form.period()
    context = {
        "home": home,
        "form": form,
        "first": first,
        "last": last,
        "reuse": reuse_in(home, first, last) if form.is_fine() else None,
    }
    return render(request, "burden/reuse.html", context, status=200 if form.is_fine() else 422)


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.require(SEE)
    return actor


def _asked(request: HttpRequest, homes: list[Unit]) -> tuple[Unit, dt.date, dt.date]:
    home = home_among(homes, request.GET.get("home", ""))
    return home, *read_week(request.GET.get("week", ""), clock.today())


def _query(home: Unit, first: dt.date) -> str:
    return urlencode({"home": home.code, "week": write_week(first)})


def _week_links(address: str, first: dt.date, **kept: str) -> dict[str, str]:
    def at(monday: dt.date) -> str:
        return f"{address}?{urlencode({**kept, 'week': write_week(monday)})}"

    year, week, _day = first.isocalendar()
    return {
        "week_label": _("%(year)d年第%(week)d周") % {"year": year, "week": week},
        "before_url": at(first - WEEK),
        "after_url": at(first + WEEK),
        "now_url": at(clock.today()),
    }


def _total(rows: list[UnitLoad]) -> Total:
    loads = [row.load for row in rows]
    return Total(
        sum(each.fields for each in loads),
        sum(each.files for each in loads),
        sum(each.meetings for each in loads),
        sum(each.minutes for each in loads),
        sum(each.already_held for each in loads),
    )
