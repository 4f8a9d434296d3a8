"""Retention: what is past its time, what will be purged when, and the proof of what was."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import registers_visible_to
from bihuan.registers.actions.purging import postpone_purge
from bihuan.registers.errors import NoSuchRecord
from bihuan.registers.forms import PostponeForm
from bihuan.registers.links import register_url
from bihuan.registers.models import PurgeNotice, Register
from bihuan.registers.retention import (
    POSTPONED_DAYS,
    due_before,
    emptied_columns,
    figures_changed,
    is_borne_out,
    open_notice,
    past_their_time,
    years_of,
)
from bihuan.registers.views.asking import actor_of, register_asked

MOST_PURGES = 10


@login_required
@require_safe
def retention_list(request: HttpRequest) -> HttpResponse:
    """List the registers in sight with how long they are kept and what will be purged."""
    actor = actor_of(request)
    actor.require(Permission.SEE_RECORDS)
    found = list(registers_visible_to(actor).prefetch_related(None).order_by("home__path", "label"))
    standing = PurgeNotice.objects.filter(closed_on__isnull=True, register__in=found)
    notices = {notice.register_id: notice for notice in standing}
    lines = [
        {
            "register": register,
            "url": register_url(register, "retention"),
            "notice": notices.get(register.pk),
        }
        for register in found
    ]
    lines.sort(key=lambda line: (line["notice"] is None, not line["register"].retention_years))  # type: ignore[union-attr]
    return render(request, "registers/retention_list.html", {"lines": lines})


@login_required
@require_safe
def retention(request: HttpRequest, code: str) -> HttpResponse:
    """Show what of a register is kept how long, what is due, and past purges with their proof."""
    return _page(request, register_asked(request, code), PostponeForm())


@login_required
@require_POST
def postponement(request: HttpRequest, code: str) -> HttpResponse:
    """Postpone a register's purge, once, with a reason."""
    actor, register = actor_of(request), register_asked(request, code)
    notice = open_notice(register)
    if notice is None:
        actor.require(Permission.DEFINE_REGISTERS, register.home)
        raise NoSuchRecord(_("这本台账现在没有要推迟的清除。"))
    notice.register = register
    try:
        postpone_purge(actor=actor, notice=notice, reason=request.POST.get("reason", ""))
    except (Invalid, Conflict) as error:
        form = PostponeForm(request.POST)
        form.add_error("reason", error.message)
        return _page(request, register, form, status=error.http_status)
    messages.success(request, _("已推迟%(n)d天，理由已记入审计日志。") % {"n": POSTPONED_DAYS})
    return HttpResponseRedirect(register_url(register, "retention"))


def _page(
    request: HttpRequest, register: Register, form: PostponeForm, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    context: dict[str, Any] = {
        "register": register,
        "table_url": register_url(register),
        "emptied": [],
        **(_due(actor, register, form) if register.retention_years is not None else {}),
        "purges": [(purge, is_borne_out(purge)) for purge in register.purges.all()[:MOST_PURGES]],
        "design_url": register_url(register, "design")
        if actor.may(Permission.DEFINE_REGISTERS, register.home)
        else "",
    }
    return render(request, "registers/retention.html", context, status=status)


def _due(actor: Actor, register: Register, form: PostponeForm) -> dict[str, Any]:
    """Return what a purge would do if it were carried out now, and what is announced."""
    today = clock.today()
    before = due_before(register, today)
    assert before is not None
    notice = open_notice(register)
    emptied = emptied_columns(register)
    may = actor.may(Permission.DEFINE_REGISTERS, register.home)
    can_be = notice is not None and notice.postponed_on is None and notice.purge_id is None
    return {
        "before": before,
        "due_count": past_their_time(register, before).count(),
        "years": years_of(register),
        "today": today,
        "notice": notice,
        "emptied": emptied,
        "kept": [c for c in register.columns_in_order if c not in emptied],
        "figures_changed": figures_changed(register),
        "postpone_url": register_url(register, "postponement") if may and can_be else "",
        "form": form,
        "postponed_days": POSTPONED_DAYS,
    }
