"""The page of one record: what it says, what may be done, how it came to be."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.lib.errors import Invalid
from bihuan.lib.moments import moment_text, read_moment, write_moment
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers import presenting
from bihuan.registers.actions.unmasking import unmask_record
from bihuan.registers.describing import Describing
from bihuan.registers.evidence import evidence_context
from bihuan.registers.forms import ReasonForm, UnmaskForm
from bihuan.registers.history import history
from bihuan.registers.links import record_url, register_url
from bihuan.registers.masking import covered, may_unmask
from bihuan.registers.models import Status, Version
from bihuan.registers.presenting import Event
from bihuan.registers.rules import Change
from bihuan.registers.views.asking import actor_of, version_asked


@login_required
@require_safe
def record(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Show a record, now or as it stood at a moment; personal data is covered."""
    moment = read_moment(request.GET.get("as_of", ""), request.GET.get("as_of_time", ""))
    if moment is None:
        return record_page(request, version_asked(request, code, record_id))
    return record_page(request, version_asked(request, code, record_id, moment), as_of=moment)


@login_required
@require_POST
def unmasking(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Show a record once with its personal data, for a reason that is written down."""
    version = version_asked(request, code, record_id)
    try:
        unmask_record(
            actor=actor_of(request),
            record_id=record_id,
            reason=request.POST.get("reason", ""),
            detail=request.POST.get("detail", ""),
        )
    except Invalid as error:
        return record_page(request, version, refused=error.message, status=422)
    return record_page(request, version, is_unmasked=True)


def record_page(
    request: HttpRequest,
    version: Version,
    *,
    refused: str = "",
    status: int = 200,
    as_of: dt.datetime | None = None,
    is_unmasked: bool = False,
) -> HttpResponse:
    """Show a record, with the sentence of what was refused where something was."""
    actor = actor_of(request)
    describing = Describing(version.register, masked=not is_unmasked)
    versions = _versions(version, as_of)
    describing.read(versions)
    may = presenting.may_do(actor, version) if as_of is None else set()
    evidence = evidence_context(actor, version, may)
    context = {
        "version": version,
        "register": version.register,
        "title": presenting.title_of(version, describing),
        "facts": _facts(version, describing),
        "history": sorted(
            [
                *_until(evidence.pop("evidence_events"), as_of),
                *history(actor, versions, describing),
            ],
            key=lambda event: event.at,
            reverse=True,
        ),
        "purged_at": version.record.purged_at,
        **_as_of(version, as_of),
        **_covering(actor, version, is_unmasked=is_unmasked, is_past=as_of is not None),
        **evidence,
        "returned": versions[-1].reason if version.status == Status.RETURNED else "",
        "may_act": bool(may),
        "refused": refused,
        "table_url": register_url(version.register, as_of=moment_text(as_of)),
        "next_waiting": _next_waiting(actor, version) if as_of is None else "",
        **_actions(version, may, actor),
    }
    return render(request, "registers/record.html", context, status=status)


def _versions(version: Version, as_of: dt.datetime | None) -> list[Version]:
    """Return the record's versions, oldest first: all, or those until a moment."""
    found = Version.objects.filter(record_id=version.record_id)
    if as_of is not None:
        found = found.filter(recorded_at__lte=as_of)
    return list(found.order_by("recorded_at", "id"))


def _until(events: Iterable[Event], as_of: dt.datetime | None) -> list[Event]:
    return [event for event in events if as_of is None or event.at <= as_of]


def _as_of(version: Version, as_of: dt.datetime | None) -> dict[str, Any]:
    if as_of is None:
        return {"as_of": ""}
    return {"as_of": write_moment(as_of), "now_url": record_url(version)}


def _covering(
    actor: Actor, version: Version, *, is_unmasked: bool, is_past: bool
) -> dict[str, Any]:
    """Return whether personal data is uncovered, and the form that asks for it where it may be."""
    is_offered = not (is_unmasked or is_past) and may_unmask(actor, version)
    return {
        "is_unmasked": is_unmasked,
        "unmask_url": record_url(version, "unmasking")
        if is_offered and covered(version.register, version.values)
        else "",
        "unmask_form": UnmaskForm(auto_id="unmask_%s"),
    }


def _facts(version: Version, describing: Describing) -> list[tuple[str, str, bool]]:
    """Return label, text and whether it is covered; retired columns only where they have values."""
    found = [("填报单位", str(version.unit.name), False)]
    for column in version.register.columns_ever:
        text = describing.text(column, version.values.get(column.code))
        if column.is_retired and not text:
            continue
        label = _("%(label)s（已停用的列）") % {"label": column.label}
        is_covered = column.is_sensitive and describing.masked
        found.append((label if column.is_retired else column.label, text, is_covered))
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
        "verifies": actor.may(Permission.VERIFY_RECORDS, version.unit, version.register.seen_by),
    }


def _next_waiting(actor: Actor, version: Version) -> str:
    """Return the address of another record of the register that waits for this actor."""
    following = (
        Version.objects.unfinished()
        .filter(
            actor.within(Permission.VERIFY_RECORDS, "path", version.register.seen_by),
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
