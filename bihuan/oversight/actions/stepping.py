"""What every step of a request shares: the row locked, where it begins, the step, the entry."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import checked_text
from bihuan.oversight.errors import WrongState
from bihuan.oversight.models import GateRequest, GateState, GateStep, GateStepKind
from bihuan.oversight.rules import MOVES, may_begin
from bihuan.tasks.actions.stepping import checked_prose

LONGEST_SUMMARY, LONGEST_REASON = 4000, 2000

__all__ = ["checked_prose", "checked_text", "editable", "held", "locked_gate", "log", "move"]


def locked_gate(request: GateRequest) -> GateRequest:
    """Return a request read anew, its row locked until the transaction ends."""
    GateRequest.objects.select_for_update().only("pk").get(pk=request.pk)
    related = GateRequest.objects.select_related("home", "campaign__home", "phase__campaign")
    return related.get(pk=request.pk)


def held(request: GateRequest, kind: GateStepKind) -> GateRequest:
    """Return a request locked, where a step of a kind begins; raises WrongState."""
    found = locked_gate(request)
    if not may_begin(kind, found.state):
        raise WrongState(
            _("这份转段申请现在是“%(state)s”，不能%(step)s；请刷新页面看看最新情况。")
            % {"state": GateState(found.state).label, "step": kind.label}
        )
    return found


def editable(request: GateRequest) -> GateRequest:
    """Return a request locked that the town may still write; raises WrongState."""
    found = locked_gate(request)
    if not found.is_editable:
        raise WrongState(
            _("转段申请已报送，不能再改；要改请先撤回（现在是“%(state)s”）。")
            % {"state": GateState(found.state).label}
        )
    return found


def move(
    actor: Actor,
    request: GateRequest,
    kind: GateStepKind,
    reason: str = "",
    said: Mapping[str, Any] | None = None,
) -> GateStep:
    """Write a step down and move the request to where it leads; the caller saves it."""
    now = clock.now()
    if kind is not GateStepKind.DRAFT:
        request.state, request.state_at = MOVES[kind].ends, now
    made = GateStep(
        home_id=request.home_id,
        request=request,
        kind=kind,
        round=request.round,
        at=now,
        by=actor.id,
        by_name=name_of(actor),
        reason=reason,
        said=dict(said or {}),
    )
    made.save(force_insert=True)
    return made


def log(
    actor: Actor, name: str, request: GateRequest, values: Mapping[str, Any], note: str = ""
) -> None:
    """Append the audit entry of a step or a change of a request."""
    audit.append(
        actor=actor,
        action=name,
        target=("gaterequest", request.pk),
        unit_path=request.path,
        values={"state": request.state, "round": request.round, **values},
        note=f"{request.home} {request.campaign} {request.phase}" + (f" {note}" if note else ""),
    )
