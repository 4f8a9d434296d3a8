"""Asking units: which register, whom, for which time, by when; what it adds is told first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.collecting.access import homes_to_ask_in, registers_to_ask_for, units_to_ask
from bihuan.collecting.actions import ask_units
from bihuan.collecting.burden import Burden, burden_of
from bihuan.collecting.forms import AskForm
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.models import Register


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_collection(request: HttpRequest) -> HttpResponse:
    """Ask units for a register: choose it, describe it, see what it adds, send it."""
    actor = actor_of(request)
    actor.require(Permission.DEFINE_REGISTERS)
    homes = homes_to_ask_in(actor)
    if not homes:
        raise NotAllowed(_("您的账号不能发起收表。"))
    home = next((h for h in homes if h.code == request.GET.get("home")), homes[0])
    registers = registers_to_ask_for(actor, home)
    register = next((r for r in registers if r.code == request.GET.get("register")), None)
    if register is None:
        context = {"home": home, "homes": homes, "registers": registers}
        return render(request, "collecting/choose.html", context)
    everybody = units_to_ask(home, register)
    kind = request.GET.get("kind", "")
    units = [unit for unit in everybody if kind in ("", unit.kind)] or everybody
    form = AskForm(request.POST if request.method == "POST" else None, register, units)
    burden = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "ask":
            answer = _ask(request, actor, home, register, form)
            if answer is not None:
                return answer
        else:
            burden = burden_of(register, form.chosen(), form.wanted())
    kinds = {unit.kind: unit.get_kind_display() for unit in everybody}
    return _page(request, home, register, form, burden, kinds)


def _ask(
    request: HttpRequest, actor: Actor, home: Unit, register: Register, form: AskForm
) -> HttpResponse | None:
    try:
        made = ask_units(
            actor=actor, home=home, register=register, units=form.chosen(), wanted=form.wanted()
        )
    except Invalid as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("已发起收表。把各单位的表格发出去即可。"))
    return HttpResponseRedirect(reverse("collecting:collection", kwargs={"collection_id": made.pk}))


def _page(
    request: HttpRequest,
    home: Unit,
    register: Register,
    form: AskForm,
    burden: Burden | None,
    kinds: dict[str, str],
) -> HttpResponse:
    chosen = form.chosen() if burden else []
    context = {
        "home": home,
        "register": register,
        "form": form,
        "burden": burden,
        "kinds": kinds.items() if len(kinds) > 1 else (),
        "kind": request.GET.get("kind", ""),
        "columns": register.columns_in_order,
        "standing": [(unit, burden.by_unit.get(str(unit.pk), 0)) for unit in chosen if burden],
    }
    status = 422 if form.errors else 200
    return render(request, "collecting/new.html", context, status=status)
