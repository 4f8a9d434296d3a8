"""The page of one record: what it says, what may be done, how it came to be."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers import presenting
from bihuan.registers.describing import Describing
from bihuan.registers.forms import ReasonForm
from bihuan.registers.links import record_url, register_url
from bihuan.registers.models import Status, Version
from bihuan.registers.rules import Change
from bihuan.registers.views.asking import actor_of, version_asked


@login_required
@require_safe
def record(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Show a record; sensitive values to who enters or verifies the unit's records only."""
    return record_page(request, version_asked(request, code, record_id))


def record_page(
    request: HttpRequest, version: Version, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """Show a record, with the sentence of what was refused where something was."""
    actor = actor_of(request)
    describing = Describing(version.register, masked=not presenting.sees_all(actor, version))
    versions = list(
        Version.objects.filter(record_id=version.record_id).order_by("recorded_at", "id")
    )
    describing.read(versions)
    may = presenting.may_do(actor, version)
    context = {
        "version": version,
        "register": version.register,
        "title": presenting.title_of(version, describing),
        "facts": _facts(version, describing),
        "history": presenting.history(versions, describing),
        "returned": versions[-1].reason if version.status == Status.RETURNED else "",
        "may_act": bool(may),
        "refused": refused,
        "table_url": register_url(version.register),
        "next_waiting": _next_waiting(actor, version),
        **_actions(version, may, actor),
    }
    return render(request, "registers/record.html", context, status=status)


def _facts(version: Version, describing: Describing) -> list[tuple[str, str, bool]]:
    found = [("填报单位", str(version.unit.name), False)]
    for column in version.register.columns_in_order:
        text = describing.text(column, version.values.get(column.code))
        found.append((column.label, text, column.is_sensitive and describing.masked))
    return found


def _actions(version: Version, may: set[Change], actor: Actor) -> dict[str, Any]:
    """Return the addresses of what may be done, and the forms that ask for a reason."""
    pages = {
        Change.EDIT: "revision",
        Change.SUBMIT: "submission",
        Change.VERIFY: "verification",
        Change.RETURN: "return",
        Change.VOID: "voidance",
    }
    urls = {
        f"{change.value}_url": record_url(version, page) if change in may else ""
        for change, page in pages.items()
    }
    base = {"base": version.id}
    return {
        **urls,
        "return_form": ReasonForm(initial=base, auto_id="return_%s"),
        "void_form": ReasonForm(initial=base, auto_id="void_%s"),
        "verifies": actor.may(Permission.VERIFY_RECORDS, version.unit),
    }


def _next_waiting(actor: Actor, version: Version) -> str:
    """Return the address of another record of the register that waits for this actor."""
    following = (
        Version.objects.unfinished()
        .filter(
            actor.within(Permission.VERIFY_RECORDS, "path"),
            register_id=version.register_id,
            status=Status.SUBMITTED,
        )
        .exclude(record_id=version.record_id)
        .order_by("id")
        .first()
    )
    if following is None:
        return ""
    following.register = version.register
    return record_url(following)
