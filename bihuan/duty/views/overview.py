"""The monthly overview, and the types with what they are counted under."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.duty.access import types_in
from bihuan.duty.actions import add_type, adopt_types, close_type, map_type
from bihuan.duty.choosing import homes_to_keep
from bihuan.duty.models import DisputeType, FormKind, FormType, Level, TypeMapping
from bihuan.duty.monthly import monthly_of
from bihuan.duty.policy import DUE_DAY
from bihuan.duty.rules import month_days
from bihuan.duty.views.places import places
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.policy import whole
from bihuan.orgs.access import Actor, actor_of, homes_of
from bihuan.orgs.models import ADMINISTRATIONS, Unit
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def monthly(request: HttpRequest) -> HttpResponse:
    """Show a month's form, its rates, and whether its sums agree: counts alone."""
    actor = actor_of(request)
    actor.require(Permission.SEE_FIGURES)
    homes = homes_of(actor, Permission.SEE_FIGURES)
    home = _asked_home(actor, homes, request.GET.get("home", ""))
    first, last = month_days(_month(request.GET.get("month", "")))
    word = request.GET.get("form", "")
    form = FormKind(word) if word in FormKind.values else FormKind.MONTHLY
    due_day = whole(DUE_DAY, home.path, last)
    context = {
        **places(actor),
        "home": home,
        "homes": homes,
        "month": first,
        "before": first - dt.timedelta(days=1),
        "after": last + dt.timedelta(days=1),
        "has_after": last < clock.today(),
        "form": form,
        "forms": FormKind.choices,
        "levels": [str(level.label) for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)],
        "found": monthly_of(home, first, last, form),
        "due_on": (last + dt.timedelta(days=1)).replace(day=due_day),
    }
    return render(request, "duty/monthly.html", context)


@login_required
@require_safe
def types(request: HttpRequest) -> HttpResponse:
    """Show the types and what each is counted under."""
    actor = actor_of(request)
    actor.require(Permission.KEEP_CASES)
    homes = homes_to_keep(actor)
    home = _chosen(homes, request.GET.get("home", ""))
    context = {"home": home, "homes": homes, **places(actor), **_types(home)}
    return render(request, "duty/types.html", context)


@login_required
@require_POST
def type_changes(request: HttpRequest) -> HttpResponse:
    """Adopt the types that come along, add one, say what one is counted under, or end one."""
    actor = actor_of(request)
    actor.require(Permission.KEEP_CASES)
    home = _chosen(homes_to_keep(actor), request.POST.get("home", ""))
    try:
        _change(actor, home, request.POST)
    except Invalid as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已保存。"))
    return HttpResponseRedirect(f"{reverse('duty:types')}?home={home.code}")


def _change(actor: Any, home: Unit, given: Any) -> None:
    what = given.get("do", "")
    if what == "adopt":
        adopt_types(actor=actor, home=home)
        return
    own = DisputeType.objects.filter(home=home).select_related("home")
    if what == "add":
        parent = own.filter(code=given.get("parent", "")).first()
        label, code = given.get("label", ""), given.get("code", "")
        add_type(actor=actor, home=home, code=code, label=label, parent=parent)
        return
    found = get_object_or_404(own, code=given.get("type", ""))
    if what == "close":
        close_type(actor=actor, type=found)
        return
    for form in FormKind:
        code = given.get(form, "")
        form_type = FormType.objects.filter(home=home, form=form, code=code).first()
        if form_type is not None:
            map_type(actor=actor, type=found, form=form, form_type=form_type)


def _types(home: Unit) -> dict[str, Any]:
    mapped: dict[Any, dict[str, str]] = {}
    for each in TypeMapping.objects.filter(home=home).select_related("form_type"):
        mapped.setdefault(each.type_id, {})[each.form] = each.form_type.code
    listed: dict[str, list[FormType]] = {form: [] for form in FormKind.values}
    for each_type in FormType.objects.filter(home=home):
        listed[each_type.form].append(each_type)
    own = types_in(home)
    return {
        "rows": [
            (
                each,
                [
                    (form, label, listed[form], mapped.get(each.pk, {}).get(form, ""))
                    for form, label in FormKind.choices
                ],
            )
            for each in own
        ],
        "coarse": [each for each in own if each.parent_id is None],
        "forms": FormKind.choices,
    }


def _chosen(homes: list[Unit], code: str) -> Unit:
    if not homes:
        raise Invalid(_("您的账号没有可以设置类型的单位。"))
    return next((each for each in homes if each.code == code), homes[0])


def _asked_home(actor: Actor, homes: list[Unit], code: str) -> Unit:
    """Return the administration asked for, where the actor sees its figures; else their own."""
    found = Unit.objects.filter(code=code, kind__in=ADMINISTRATIONS).first() if code else None
    if found is not None and actor.may_in_home_of(Permission.SEE_FIGURES, found):
        return found
    return homes[0]


def _month(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return clock.today()
