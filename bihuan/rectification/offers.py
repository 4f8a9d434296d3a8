"""What an actor may do to a problem next, in the order in which it is usually done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.rectification.models import Problem, State
from bihuan.rectification.models import ProblemStepKind as Kind
from bihuan.rectification.rules import MAY


@dataclass(frozen=True)
class Step:
    """A step that may be offered: its address, its word, who may, and when it is the next one."""

    name: str
    label: object
    kind: Kind | None
    permissions: tuple[Permission, ...]
    next_in: frozenset[str] = frozenset()
    icon: str = ""
    of_home: bool = False
    only_in: frozenset[str] | None = None


@dataclass(frozen=True)
class Offer:
    """A step offered to an actor."""

    name: str
    label: str
    url: str
    icon: str
    is_next: bool


_P = Permission
_ENDED = frozenset({State.CLOSED, State.EXPLAINED})
STEPS = (
    Step(
        "plan",
        _("定方案、作承诺"),
        Kind.COMMIT,
        (_P.ASSIGN_TASKS,),
        frozenset({State.FOUND}),
        "pencil",
    ),
    Step(
        "measures",
        _("交办措施"),
        Kind.MEASURE,
        (_P.ASSIGN_TASKS,),
        frozenset({State.PLANNED}),
        "send",
        True,
    ),
    Step("requests", _("向上请求"), Kind.ASK, (_P.ASSIGN_TASKS,), icon="arrow-up"),
    Step(
        "contact", _("记录联系反映人"), Kind.CONTACT, (_P.DO_TASKS, _P.ASSIGN_TASKS), icon="users"
    ),
    Step(
        "report",
        _("报完成"),
        Kind.REPORT,
        (_P.DO_TASKS, _P.ASSIGN_TASKS),
        frozenset({State.DOING}),
        "send",
    ),
    Step(
        "verification", _("验收"), Kind.ACCEPT, (_P.VERIFY_TASKS,), frozenset({State.DONE}), "check"
    ),
    Step(
        "close_out",
        _("销号"),
        Kind.CLOSE,
        (_P.ASSIGN_TASKS,),
        frozenset({State.VERIFIED}),
        "circle-check",
        True,
    ),
    Step("satisfaction", _("登记回访"), None, (_P.SORT_OPINIONS,), _ENDED, "users", False, _ENDED),
    Step("money", _("登记资金"), None, (_P.KEEP_MONEY,), icon="file-text"),
    Step("groups", _("并入意见"), Kind.LINK, (_P.ASSIGN_TASKS,), icon="plus"),
    Step("publication", _("公开"), Kind.PUBLISH, (_P.SORT_OPINIONS,), icon="eye"),
    Step("description", _("改问题内容"), None, (_P.ASSIGN_TASKS,), icon="pencil"),
    Step(
        "hand_over",
        _("改责任单位"),
        Kind.HAND_OVER,
        (_P.ASSIGN_TASKS,),
        icon="refresh",
        of_home=True,
    ),
    Step(
        "keeping_open",
        _("转长期坚持"),
        Kind.KEEP_OPEN,
        (_P.ASSIGN_TASKS,),
        icon="history",
        of_home=True,
    ),
    Step(
        "explanation",
        _("解释说明"),
        Kind.EXPLAIN,
        (_P.DECIDE_MATTERS,),
        icon="info-circle",
        of_home=True,
    ),
    Step("reopening", _("重开"), Kind.REOPEN, (_P.DECIDE_MATTERS,), icon="refresh", of_home=True),
    Step("voidance", _("作废"), Kind.VOID, (_P.ASSIGN_TASKS,), icon="ban", of_home=True),
)
BY_NAME = {step.name: step for step in STEPS}


def offers_of(actor: Actor, problem: Problem) -> list[Offer]:
    """Return the steps that an actor may take now, those that come next marked."""
    return [
        Offer(
            step.name,
            str(step.label),
            reverse(f"rectification:{step.name}", args=[problem.pk]),
            step.icon,
            problem.state in step.next_in,
        )
        for step in STEPS
        if _fits(step, problem) and may_take(actor, step, problem)
    ]


def may_take(actor: Actor, step: Step, problem: Problem) -> bool:
    """Tell whether an actor holds a permission that a step needs, in whatever state it is."""
    where = problem.home if step.of_home else problem.unit
    return any(actor.may(permission, where) for permission in step.permissions)


def _fits(step: Step, problem: Problem) -> bool:
    if problem.state == State.VOID:
        return False
    if step.only_in is not None:
        return problem.state in step.only_in
    return step.kind is None or problem.state in MAY[step.kind]
