"""Sending a request to the inspection group, and taking it back before the answer."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.permissions import Permission
from bihuan.oversight.actions.stepping import (
    LONGEST_REASON,
    checked_prose,
    held,
    log,
    move,
)
from bihuan.oversight.errors import NotReady
from bihuan.oversight.measuring import Stand, measured
from bihuan.oversight.models import GateLine, GateRequest, GateStepKind, Standing
from bihuan.oversight.policy import ANSWER_DAYS
from bihuan.presets.asking import value_at
from bihuan.presets.calendar import add_workdays

NAMED = 3
FROZEN = ["frozen_text", "frozen_value", "frozen_standing", "frozen_url", "frozen_at"]


@action("gate.send")
def send_gate(*, actor: Actor, request: GateRequest) -> GateRequest:
    """Send a self-check up: what stands is frozen as it is computed now.

    Raises NotReady where the summary is missing, a line does not say what stands, or one that does
    not stand does not say what is done about it.
    """
    actor.require(Permission.RUN_CAMPAIGNS, request.path)
    request = held(request, GateStepKind.SEND)
    lines = list(GateLine.objects.filter(request=request, removed_at=None))
    stands = measured(request, lines, actor=actor)
    fault = lacking(request, lines, stands)
    if fault:
        raise NotReady(fault)
    _freeze(lines, stands)
    today = clock.today()
    days = int(value_at(ANSWER_DAYS, request.path, today))
    request.round += 1
    request.sent_on, request.sent_by, request.answered_on = today, actor.id, None
    request.answer_by = add_workdays(today, days, request.home)
    said = {"summary": request.summary, "lines": [_as_said(line) for line in lines]}
    move(actor, request, GateStepKind.SEND, said=said)
    request.save(
        update_fields=[
            *("state", "state_at", "round", "sent_on", "sent_by", "answered_on", "answer_by")
        ]
    )
    log(actor, "gate.send", request, said)
    return request


@action("gate.withdraw")
def withdraw_gate(*, actor: Actor, request: GateRequest, reason: str) -> GateRequest:
    """Take a request back before it is answered."""
    actor.require(Permission.RUN_CAMPAIGNS, request.path)
    request = held(request, GateStepKind.WITHDRAW)
    reason = checked_prose(_("撤回理由"), reason, LONGEST_REASON)
    move(actor, request, GateStepKind.WITHDRAW, reason)
    request.answer_by = None
    request.save(update_fields=["state", "state_at", "answer_by"])
    log(actor, "gate.withdraw", request, {"reason": reason})
    return request


def lacking(request: GateRequest, lines: Sequence[GateLine], stands: Mapping[UUID, Stand]) -> str:
    """Return the sentence that says what a request still lacks; empty where it may be sent."""
    if not request.summary:
        return _("请先写阶段小结。")
    if not lines:
        return _("自查里还没有一项；请先补充自查事项。")
    silent = [line for line in lines if not (stands[line.pk].text and stands[line.pk].standing)]
    if silent:
        return _("这几项还没写落实情况：%(names)s。") % {"names": _names(silent)}
    idle = [line for line in lines if stands[line.pk].standing != Standing.KEPT and not line.doing]
    if idle:
        return _("这几项还没有完全落实，请写明下一步怎么办：%(names)s。") % {"names": _names(idle)}
    return ""


def _names(lines: Sequence[GateLine]) -> str:
    named = "、".join(f"“{line.promised}”" for line in lines[:NAMED])
    more = _("等%(n)d项") % {"n": len(lines)} if len(lines) > NAMED else ""
    return named + more


def _freeze(lines: Sequence[GateLine], stands: Mapping[UUID, Stand]) -> None:
    now = clock.now()
    for line in lines:
        stand = stands[line.pk]
        line.frozen_text, line.frozen_standing = stand.text, stand.standing
        line.frozen_value = "" if stand.value is None else f"{stand.value:f}"[:40]
        line.frozen_url, line.frozen_at = stand.url, now
    GateLine.objects.bulk_update(lines, FROZEN)


def _as_said(line: GateLine) -> dict[str, str]:
    return {
        "section": line.section,
        "promised": line.promised,
        "stands": line.frozen_text,
        "standing": line.frozen_standing,
        "doing": line.doing,
        "note": line.note,
    }
