"""Letting residents read of a problem: in words that a clerk approved, and no others."""

from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text
from bihuan.orgs.permissions import Permission
from bihuan.rectification.actions.stepping import LONGEST_REASON, held, log, take_step
from bihuan.rectification.errors import AlreadyPublic
from bihuan.rectification.models import Problem, ProblemStepKind

_CHANGED = ("public_wording", "public_outcome", "public_on", "public_by_name")


@action("problem.publish")
def publish_problem(*, actor: Actor, problem: Problem, wording: str, outcome: str = "") -> Problem:
    """Make a wording of a problem public; raises AlreadyPublic where the same words are."""
    actor.require(Permission.SORT_OPINIONS, problem.unit)
    problem = held(problem, ProblemStepKind.PUBLISH)
    wording = checked_text(_("公开的表述"), wording, 300)
    outcome = checked_text(_("公开的结果"), outcome, 500, required=False)
    said = (problem.public_wording, problem.public_outcome)
    if problem.public_on is not None and said == (wording, outcome):
        raise AlreadyPublic(_("同样的文字已经公开，不必重复。"))
    problem.public_wording, problem.public_outcome = wording, outcome
    problem.public_on, problem.public_by_name = clock.today(), name_of(actor)
    facts = {"wording": wording, "outcome": outcome}
    take_step(actor, problem, ProblemStepKind.PUBLISH, facts=facts, changed=_CHANGED)
    log(actor, "problem.publish", problem, values=facts)
    return problem


@action("problem.withdraw")
def withdraw_problem(*, actor: Actor, problem: Problem, reason: str) -> Problem:
    """Take what was public back, with a reason; the words stay to be mended."""
    actor.require(Permission.SORT_OPINIONS, problem.unit)
    problem = held(problem, ProblemStepKind.WITHDRAW)
    if problem.public_on is None:
        raise AlreadyPublic(_("这个问题没有公开，不必撤回。"))
    reason = checked_text(_("撤回理由"), reason, LONGEST_REASON)
    problem.public_on = None
    take_step(actor, problem, ProblemStepKind.WITHDRAW, note=reason, changed=("public_on",))
    log(actor, "problem.withdraw", problem, note=reason)
    return problem
