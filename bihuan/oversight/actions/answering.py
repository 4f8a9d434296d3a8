"""The answer of the level above: agreed, agreed with conditions, or returned with reasons."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.campaigns.actions import close_phase, open_phase
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.oversight.actions.stepping import (
    LONGEST_REASON,
    checked_prose,
    checked_text,
    held,
    log,
    move,
)
from bihuan.oversight.errors import OwnGate
from bihuan.oversight.models import GateCondition, GateRequest, GateStep, GateStepKind
from bihuan.oversight.proposing import following_phase
from bihuan.oversight.rules import CONDITION_KIND, is_of
from bihuan.tasks.actions import About, Due, TaskSpec, assign_task
from bihuan.tasks.judging import standing_of

MOST_CONDITIONS = 12
LONGEST_CONDITION = 120


@dataclass(frozen=True)
class Condition:
    """What agreement is tied to: by whom (None: the town itself) and by which day."""

    text: str
    due_on: dt.date
    unit: Unit | None = None
    requirement: str = ""


@action("gate.agree")
def agree_gate(
    *, actor: Actor, request: GateRequest, reason: str = "", conditions: Sequence[Condition] = ()
) -> GateRequest:
    """Agree to a stage: the next one opens, and each condition becomes a task of the town's.

    The last stage's agreement closes that stage. Raises OwnGate for whoever is of the town or wrote
    the request, WrongState where it was withdrawn or answered.
    """
    actor.require(Permission.AGREE_STAGES, request.path)
    kind = GateStepKind.AGREE_WITH if conditions else GateStepKind.AGREE
    request = held(request, kind)
    refuse_own(actor, request)
    reason = checked_prose(_("意见"), reason, LONGEST_REASON, required=False)
    _answered(actor, request, kind, reason)
    made = _tie(actor, request, conditions)
    _move_on(actor, request)
    values = {"reason": reason, "conditions": [each.text for each in made]}
    log(actor, "gate.agree", request, values)
    return request


@action("gate.return")
def return_gate(*, actor: Actor, request: GateRequest, reason: str) -> GateRequest:
    """Return a request with reasons; the town amends it and sends it again."""
    actor.require(Permission.AGREE_STAGES, request.path)
    request = held(request, GateStepKind.RETURN)
    refuse_own(actor, request)
    reason = checked_prose(_("退回理由"), reason, LONGEST_REASON)
    _answered(actor, request, GateStepKind.RETURN, reason)
    log(actor, "gate.return", request, {"reason": reason})
    return request


def refuse_own(actor: Actor, request: GateRequest) -> None:
    """Raise OwnGate where somebody is of the town, or had a hand in the request."""
    standing = standing_of(actor)
    if is_of(standing.paths, request.path):
        raise OwnGate(_("您属于%(home)s，本单位的转段由上级同意。") % {"home": request.home})
    wrote = GateStep.objects.filter(request=request, by=actor.id).exclude(
        kind__in=(GateStepKind.RETURN, GateStepKind.AGREE, GateStepKind.AGREE_WITH)
    )
    if actor.id is not None and wrote.exists():
        raise OwnGate(_("这份转段申请有您经手的部分，请由没有经手的人答复。"))


def _answered(actor: Actor, request: GateRequest, kind: GateStepKind, reason: str) -> None:
    request.answered_on = clock.today()
    move(actor, request, kind, reason)
    request.save(update_fields=["state", "state_at", "answered_on"])


def _tie(
    actor: Actor, request: GateRequest, conditions: Sequence[Condition]
) -> list[GateCondition]:
    if len(conditions) > MOST_CONDITIONS:
        raise Invalid(_("一次最多附%(n)d个条件，请合并后再同意。") % {"n": MOST_CONDITIONS})
    giver = in_the_towns_name(actor, request.home, Permission.ASSIGN_TASKS)
    made = []
    for at, each in enumerate(conditions, start=1):
        condition = GateCondition(
            home_id=request.home_id,
            path=request.path,
            request=request,
            position=at,
            text=checked_text(_("条件"), each.text, LONGEST_CONDITION),
        )
        task = assign_task(
            actor=giver,
            home=request.home,
            spec=TaskSpec(
                title=condition.text,
                unit=each.unit or request.home,
                due=Due(on=each.due_on),
                requirement=each.requirement,
                basis=_("%(phase)s转段条件") % {"phase": request.phase},
                about=About(CONDITION_KIND, condition.pk),
                position=at,
            ),
        )
        condition.task_id = task.pk
        condition.save(force_insert=True)
        made.append(condition)
    return made


def in_the_towns_name(actor: Actor, home: Unit, permission: Permission) -> Actor:
    """Return an actor who also holds a permission over a town: what agreement itself brings about.

    The conditions run with the town's numbers, are closed by the town, and are verified as every
    task is: by nobody of the unit that does them, so what the town itself does by the group.
    """
    return Actor(
        id=actor.id,
        name=actor.name,
        scopes={**actor.scopes, permission: (*actor.paths(permission), home.path)},
        homes=actor.homes,
        roles=actor.roles,
        grants=actor.grants,
    )


def _move_on(actor: Actor, request: GateRequest) -> None:
    """Open the stage after the one agreed to; the last one is closed."""
    phase, today = request.phase, clock.today()
    following = following_phase(phase)
    if following is not None:
        open_phase(actor=actor, phase=following, on=today)
    else:
        for_town = in_the_towns_name(actor, request.home, Permission.RUN_CAMPAIGNS)
        close_phase(actor=for_town, phase=phase, on=today)
