"""The registers there are, with what waits in each."""

from collections import defaultdict
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import registers_visible_to, versions_visible_to
from bihuan.registers.links import register_url
from bihuan.registers.models import Register, Status, Version
from bihuan.registers.views.asking import actor_of


@dataclass(frozen=True)
class Line:
    """A register in the list; `count` is None until it has been asked for."""

    register: Register
    url: str
    waiting: int
    waiting_url: str
    new_url: str = ""
    count: int | None = None
    newest: object = None


@login_required
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """List the registers in sight; how many records each holds comes as a second fragment."""
    actor = actor_of(request)
    actor.require(Permission.SEE_RECORDS)
    with_counts = "counts" in request.GET
    context = {
        "groups": _groups(actor, with_counts=with_counts),
        "with_counts": with_counts,
        "may_define": actor.may(Permission.DEFINE_REGISTERS),
        "may_enter": actor.may(Permission.ENTER_RECORDS),
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    page = "registers/_list.html" if is_fragment else "registers/list.html"
    return render(request, page, context)


def _groups(actor: Actor, *, with_counts: bool) -> list[tuple[str, list[Line]]]:
    found = list(registers_visible_to(actor).order_by("home__path", "sort_order", "label"))
    codes = [register.code for register in found]
    waiting = dict(
        Version.objects.unfinished()
        .filter(versions_visible_to(actor), status=Status.SUBMITTED)
        .values_list("register_id")
        .annotate(Count("pk"))
    )
    counts = _counts(actor) if with_counts else {}
    kinds = _kinds_to_enter_for(actor)
    homes = {register.home_id for register in found}
    groups: dict[str, list[Line]] = defaultdict(list)
    for register in found:
        register.has_namesakes = codes.count(register.code) > 1
        line = _line(register, waiting.get(register.pk, 0), counts if with_counts else None)
        if actor.may(Permission.ENTER_RECORDS, roles=register.seen_by) and kinds.intersection(
            register.unit_kinds or kinds
        ):
            line = replace(line, new_url=register_url(register, "new"))
        groups[_title(register, several_homes=len(homes) > 1)].append(line)
    return sorted(groups.items(), key=lambda group: group[0] == _("仅供历史查阅"))


def _kinds_to_enter_for(actor: Actor) -> set[str]:
    units = Unit.objects.filter(actor.within(Permission.ENTER_RECORDS, "path"))
    return set(units.order_by().values_list("kind", flat=True).distinct())


def _title(register: Register, *, several_homes: bool) -> str:
    if register.is_historical:
        return _("仅供历史查阅")
    return register.home.name if several_homes else _("日常台账")


def _line(
    register: Register,
    waiting: int,
    counts: dict[UUID, tuple[int, object]] | None,
) -> Line:
    count, newest = (counts or {}).get(register.pk, (0, None))
    return Line(
        register=register,
        url=register_url(register),
        waiting=waiting,
        waiting_url=register_url(register, status=Status.SUBMITTED.value),
        count=None if counts is None else count,
        newest=newest,
    )


def _counts(actor: Actor) -> dict[UUID, tuple[int, object]]:
    rows = (
        Version.objects.current()
        .filter(versions_visible_to(actor))
        .exclude(status=Status.VOID)
        .values_list("register_id")
        .annotate(count=Count("*"), newest=Max("date"))
        .order_by()
    )
    return {register: (count, newest) for register, count, newest in rows}
