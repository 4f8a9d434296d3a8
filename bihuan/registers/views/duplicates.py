"""The records of a register that look like one: looked through, made void, or said to be two."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.registers import presenting
from bihuan.registers.actions.keeping_apart import keep_apart
from bihuan.registers.describing import Describing
from bihuan.registers.duplicates import Group, groups
from bihuan.registers.links import record_url, register_url
from bihuan.registers.models import Register
from bihuan.registers.rules import Change
from bihuan.registers.sameness import Sameness
from bihuan.registers.views.asking import actor_of, register_asked

VOID_DIALOG = "#void"  # of a record's page


@login_required
@require_safe
def duplicates(request: HttpRequest, code: str) -> HttpResponse:
    """List the records that look like one, as far as the actor sees them."""
    actor, register = actor_of(request), register_asked(request, code)
    after = request.GET.get("after", "")
    found = groups(actor, register, after)
    describing = Describing(register)
    describing.read([version for group in found.groups for version in group.versions])
    context = {
        "register": register,
        "table_url": register_url(register),
        "groups": [_shown(actor, group, describing) for group in found.groups],
        "told_by": _told_by(register),
        "next_url": register_url(register, "duplicates", after=found.next_key)
        if found.next_key
        else "",
        "first_url": register_url(register, "duplicates") if after else "",
        "apart_url": register_url(register, "apart"),
        "after": after,
    }
    return render(request, "registers/duplicates.html", context)


@login_required
@require_POST
def apart(request: HttpRequest, code: str) -> HttpResponse:
    """Remember that the records of a group are not the same."""
    actor, register = actor_of(request), register_asked(request, code)
    keep_apart(actor=actor, pairs=[_pair(text) for text in request.POST.getlist("pair")])
    messages.success(request, _("已记下：不是重复，不再提示。"))
    after = request.POST.get("after", "")
    return HttpResponseRedirect(register_url(register, "duplicates", after=after))


def _pair(text: str) -> tuple[UUID, UUID]:
    one, _mark, other = text.partition("~")
    try:
        return UUID(one), UUID(other)
    except ValueError as error:
        raise Invalid(_("这一页不完整，请重新打开后再办理。")) from error


def _shown(actor: Actor, group: Group, describing: Describing) -> dict[str, Any]:
    rows = []
    for version in group.versions:
        may = presenting.may_do(actor, version)
        rows.append(
            {
                "title": presenting.title_of(version, describing),
                "day": version.date.isoformat(),
                "status": version.status,
                "told": _told(version.values, describing),
                "url": record_url(version),
                "void_url": record_url(version) + VOID_DIALOG if Change.VOID in may else "",
            }
        )
    may_decide = any(presenting.may_decide(actor, version) for version in group.versions)
    return {
        "unit": str(group.versions[0].unit),
        "rows": rows,
        "pairs": [f"{one}~{other}" for one, other in group.pairs] if may_decide else [],
    }


def _told(values: dict[str, Any], describing: Describing) -> str:
    """Return the further columns of a record in a line, to tell it from the other."""
    register = describing.register
    apart = {register.title_column, register.day_column}
    columns = [c for c in presenting.shown_columns(register) if c.code not in apart]
    texts = [(c.label, describing.text(c, values.get(c.code))) for c in columns]
    return "；".join(f"{label} {text}" for label, text in texts if text)


def _told_by(register: Register) -> str:
    columns = [register.column(code) for code in Sameness(register).codes]
    return "、".join(column.label for column in columns if column is not None)
