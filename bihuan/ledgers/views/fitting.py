"""The page of a table that fits a register which stands: its rows go in there, no twin is made."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bihuan.ledgers.actions import take_in
from bihuan.ledgers.deciding import decide_for
from bihuan.ledgers.forms import FitForm, SettingsForm
from bihuan.ledgers.proposing.proposed import Proposal
from bihuan.ledgers.taking import Taking
from bihuan.ledgers.trial import Outcome
from bihuan.ledgers.views.dropping import taking_of
from bihuan.ledgers.views.proposing import GOOD, units_of
from bihuan.ledgers.views.showing import context_of
from bihuan.ledgers.views.taken import led_on
from bihuan.registers.actions.rows import IncomingRow
from bihuan.registers.links import register_url
from bihuan.registers.models import Register


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fit(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Show what importing a table into the register that it fits would do, or do it."""
    taking = taking_of(request, token)
    found = taking.proposal(number)
    register = _register(taking, found)
    if register is None:
        return HttpResponseRedirect(reverse("ledgers:proposal", args=[token, number]))
    data = request.POST if request.method == "POST" else None
    places = FitForm(data, found, register)
    settings = SettingsForm(data, found, units_of(taking, register))
    context: dict[str, Any] = {
        "proposal": found,
        "table": found.table,
        "register": register,
        "places": places,
        "settings": settings,
        "source": taking.source,
        "several": len(taking.tables) > 1,
        "tables_url": reverse("ledgers:tables", args=[token]),
        "table_url": register_url(register),
        "new_url": reverse("ledgers:proposal", args=[token, number]),
    }
    if data is not None and not all([places.is_valid(), settings.is_valid()]):
        return render(request, "ledgers/fit.html", context, status=422)
    outcome, rows = _outcome(taking, found, register, places, settings)
    wanted = request.POST.get("confirm", "")
    if rows and (wanted == GOOD or (wanted and not outcome.faults)):
        report = take_in(
            actor=taking.actor,
            register=register,
            rows=rows,
            source=taking.source,
            handed_back=len(outcome.bad_rows),
        )
        return led_on(request, taking, register, report, found.table, outcome)
    context |= context_of(found.table, register, outcome) | {"shown": True}
    return render(request, "ledgers/fit.html", context, status=422 if wanted else 200)


def _register(taking: Taking, found: Proposal) -> Register | None:
    if found.fits is None:
        return None
    wanted = found.fits.register_id
    return next((each for each in taking.registers if str(each.pk) == wanted), None)


def _outcome(
    taking: Taking,
    found: Proposal,
    register: Register,
    places: FitForm,
    settings: SettingsForm,
) -> tuple[Outcome, list[IncomingRow]]:
    decision = decide_for(found, register, places.places(), settings.settings(), taking.known)
    return taking.outcome(found.table, decision, register, is_new=False)
