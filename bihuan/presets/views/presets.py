"""The numbers of policy: what holds now, since when, by whom; one of them with its past."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock, policy
from bihuan.lib.errors import Invalid
from bihuan.lib.policy import Known
from bihuan.orgs.access import actor_of
from bihuan.orgs.models import Unit
from bihuan.presets.access import home_named, may_set
from bihuan.presets.actions import set_preset
from bihuan.presets.asking import holding, paths_above
from bihuan.presets.catalogue import catalogue, known_as
from bihuan.presets.forms import PresetForm
from bihuan.presets.models import Preset
from bihuan.presets.rules import read_value


@dataclass(frozen=True)
class Line:
    """One preset as the list shows it: what holds, what is to hold."""

    known: Known
    url: str
    value: str
    standing: Preset | None
    next: Preset | None
    next_value: str


@login_required
def presets(request: HttpRequest) -> HttpResponse:
    """List what holds today in an administration, and what is to hold later."""
    actor = actor_of(request)
    home, homes = home_named(actor, request.GET.get("home", ""))
    today = clock.today()
    standing = holding(catalogue(), home.path, today)
    later = Preset.objects.filter(home__path__in=paths_above(home.path), from_on__gt=today)
    coming = {each.code: each for each in later.order_by("-from_on", "home__path", "set_at")}
    lines = [
        _line(known, home, standing.get(code), coming.get(code))
        for code, known in catalogue().items()
    ]
    context = {"home": home, "homes": homes, "lines": lines, "year": today.year, "tab": "presets"}
    return render(request, "presets/presets.html", context)


@login_required
def preset(request: HttpRequest, code: str) -> HttpResponse:
    """Show one preset with all it has been, and set it from a day on."""
    actor = actor_of(request)
    home, _homes = home_named(actor, request.GET.get("home", ""))
    known = known_as(code)
    form = PresetForm(request.POST or None, known=known, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            set_preset(actor=actor, home=home, code=code, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("已设定，到了那一天自动起用。"))
            return redirect(_address(known, home))
    past = Preset.objects.filter(code=code, home__path__in=paths_above(home.path))
    past = past.select_related("home").order_by("-from_on", "-home__path", "-set_at", "-id")
    standing = holding([code], home.path, clock.today()).get(code)
    context = {
        "home": home,
        "line": _line(known, home, standing, None),
        "history": [(each, _written(known, each)) for each in past],
        "default": policy.write(known, known.default),
        "may_set": may_set(actor, known, home),
        "today": clock.today(),
        "form": form,
        "tab": "presets",
    }
    status = 422 if form.errors else 200
    return render(request, "presets/preset.html", context, status=status)


def _line(known: Known, home: Unit, standing: Preset | None, coming: Preset | None) -> Line:
    return Line(
        known=known,
        url=_address(known, home),
        value=_written(known, standing) if standing else policy.write(known, known.default),
        standing=standing,
        next=coming,
        next_value=_written(known, coming) if coming else "",
    )


def _written(known: Known, preset: Preset) -> str:
    return policy.write(known, read_value(known, preset.value))


def _address(known: Known, home: Unit) -> str:
    return f"{reverse('presets:preset', args=[known.code])}?home={home.code}"
