"""Registering a dispute or a petition."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.duty.access import types_in
from bihuan.duty.actions import record_dispute, record_petition
from bihuan.duty.choosing import homes_to_keep, places_of, units_of
from bihuan.duty.forms import DisputeForm, KeeperDisputeForm, PetitionNewForm
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispute_new(request: HttpRequest) -> HttpResponse:
    """Register a dispute: few fields for a village, all for who keeps the cases."""
    actor = actor_of(request)
    home, is_keeper = _home_to_enter(request, actor)
    if not types_in(home):
        context = {"home": home, "may_keep": is_keeper}
        return render(request, "duty/no_types.html", context)
    units = units_of(home) if is_keeper else places_of(actor, home)
    data = request.POST if request.method == "POST" else None
    make = KeeperDisputeForm if is_keeper else DisputeForm
    form = make(data, home, units)
    if data is not None and form.is_valid():
        try:
            made = record_dispute(actor=actor, spec=form.spec())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记，编号%(n)s。") % {"n": made.written_number})
            return HttpResponseRedirect(reverse("duty:dispute", args=[made.pk]))
    context = {"form": form, "home": home, "homes": homes_to_keep(actor), "is_keeper": is_keeper}
    return render(request, "duty/dispute_new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def petition_new(request: HttpRequest) -> HttpResponse:
    """Register a petition."""
    actor = actor_of(request)
    actor.require(Permission.KEEP_CASES)
    homes = homes_to_keep(actor)
    home = _chosen(request, homes)
    data = request.POST if request.method == "POST" else None
    form = PetitionNewForm(data, home)
    if data is not None and form.is_valid():
        try:
            made = record_petition(actor=actor, spec=form.spec())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记，编号%(n)s。") % {"n": made.written_number})
            return HttpResponseRedirect(reverse("duty:petition", args=[made.pk]))
    context = {"form": form, "home": home, "homes": homes}
    return render(request, "duty/petition_new.html", context, status=422 if form.errors else 200)


def _home_to_enter(request: HttpRequest, actor: Actor) -> tuple[Unit, bool]:
    homes = homes_to_keep(actor)
    if homes:
        return _chosen(request, homes), True
    actor.require(Permission.ENTER_RECORDS)
    place = places_of(actor).first()
    if place is None:
        raise NotAllowed(_("您的账号不能登记矛盾纠纷。"))
    return place.home, False


def _chosen(request: HttpRequest, homes: list[Unit]) -> Unit:
    if not homes:
        raise NotAllowed(_("您的账号不能登记信访事项。"))
    return next((each for each in homes if each.code == request.GET.get("home")), homes[0])
