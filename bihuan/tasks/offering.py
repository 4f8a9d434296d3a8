"""What an actor may do with a task now: what its page offers, and why something is not offered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.lib import clock, policy
from bihuan.lib.dates import write_date
from bihuan.orgs.access import Actor
from bihuan.tasks.access import acts_as
from bihuan.tasks.days import last_day_of_return
from bihuan.tasks.judging import WHY, doing, standing_of
from bihuan.tasks.models import Part, State, Step, StepKind, Task
from bihuan.tasks.policy import MOST_EXTENSIONS
from bihuan.tasks.rules import (
    BY_THE_UNIT,
    RULES,
    Capacity,
    bar_to_close,
    bar_to_verify,
    may_begin,
)


@dataclass
class Offer:
    """The steps that are offered, and sentences on those that are not though one might wonder."""

    kinds: set[StepKind] = field(default_factory=set)
    hints: list[str] = field(default_factory=list)


def offer(
    actor: Actor,
    task: Task,
    parts: Sequence[Part],
    steps: Sequence[Step],
    added_by: Sequence[UUID | None],
) -> Offer:
    """Return what the actor may do now; asks for who they are only where it matters."""
    assisting = tuple(p.path for p in parts if p.unit_id and p.ended_at is None)
    made = Offer()
    for kind, rule in RULES.items():
        if Capacity.CALENDAR in rule.capacities or not may_begin(kind, task.state):
            continue
        if any(acts_as(actor, task, each, assisting) for each in rule.capacities):
            made.kinds.add(kind)
    if task.waits_for_unit_on(clock.today()):
        made.kinds -= BY_THE_UNIT
    _bar_the_doer(made, actor, task, parts, steps, added_by)
    _bar_extensions(made, actor, task, steps)
    _bar_returning(made, task)
    return made


def _bar_the_doer(
    made: Offer,
    actor: Actor,
    task: Task,
    parts: Sequence[Part],
    steps: Sequence[Step],
    added_by: Sequence[UUID | None],
) -> None:
    judged = made.kinds & {StepKind.ACCEPT, StepKind.SEND_BACK, StepKind.CLOSE}
    if not judged:
        return
    bar = bar_to_close if StepKind.CLOSE in judged else bar_to_verify
    why = bar(standing_of(actor), doing(task, parts, steps, added_by))
    if why is not None:
        made.kinds -= judged
        made.hints.append(str(WHY[why]))


def _bar_extensions(made: Offer, actor: Actor, task: Task, steps: Sequence[Step]) -> None:
    decided = {StepKind.EXTEND, StepKind.REFUSE_EXTENSION}
    if task.wanted_due_on is None:
        made.kinds -= decided
    elif made.kinds & decided:
        asked = [step for step in steps if step.kind == StepKind.ASK_EXTENSION]
        if asked and asked[-1].by == actor.id:
            made.kinds -= decided
            made.hints.append(_("延期是您申请的，要由别的领导审批。"))
    if StepKind.ASK_EXTENSION not in made.kinds:
        return
    if task.wanted_due_on is not None:
        made.kinds.discard(StepKind.ASK_EXTENSION)
        made.hints.append(
            _("已申请延期到%(day)s，等领导审批。") % {"day": write_date(task.wanted_due_on)}
        )
    elif task.extensions >= policy.whole(MOST_EXTENSIONS, task.home.path, clock.today()):
        made.kinds.discard(StepKind.ASK_EXTENSION)


def _bar_returning(made: Offer, task: Task) -> None:
    if StepKind.RETURN not in made.kinds:
        return
    if task.is_insisted or clock.today() > last_day_of_return(task):
        made.kinds.discard(StepKind.RETURN)


def waits_on(task: Task) -> str:
    """Return in a sentence who is to do what next."""
    unit = task.unit
    if task.waits_for_unit_on(clock.today()):
        said = _("原承办单位“%(unit)s”已撤销，请改交。") % {"unit": unit}
        if unit.successor_id:
            said += _("接续它的是“%(unit)s”。") % {"unit": unit.successor}
        return said
    return {
        State.ASSIGNED: _("等%(unit)s签收。") % {"unit": unit},
        State.DOING: _("%(unit)s正在办理。") % {"unit": unit},
        State.SUBMITTED: _("%(unit)s已报完成，等承办单位以外、没有经手的人验收。") % {"unit": unit},
        State.VERIFIED: _("已验收通过，等交办的办公室销号。"),
        State.RETURNED: _("%(unit)s认为不归自己办，等交办人改交或说明理由。") % {"unit": unit},
        State.SUSPENDED: _("已挂起，期限停止计算；恢复时按挂起的天数顺延。"),
        State.CLOSED: _("已销号。"),
        State.VOID: _("已作废。"),
    }[State(task.state)]
