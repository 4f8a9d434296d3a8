"""What is promised, by when, and the measures by which it is to be kept."""

import dataclasses
import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text
from bihuan.orgs.models import Person
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import value_at
from bihuan.presets.calendar import add_workdays
from bihuan.rectification.actions.stepping import (
    LONGEST_NOTE,
    LONGEST_REASON,
    checked_lines,
    held,
    iso,
    log,
    take_step,
)
from bihuan.rectification.indexing import index
from bihuan.rectification.models import Horizon, Origin, Problem, ProblemStepKind, State
from bihuan.rectification.policy import RESPONSE_DAYS
from bihuan.rectification.rules import KIND
from bihuan.rectification.standing import state_by_facts
from bihuan.tasks.actions import About, TaskSpec, assign_task
from bihuan.tasks.models import Task


@dataclass(frozen=True)
class Commitment:
    """The plan of a problem: goal, day, how soon, whose; and what is promised to people.

    `reason` says why, where a day that was promised before is moved.
    """

    goal: str
    due_on: dt.date
    horizon: str
    commitment: str = ""
    leader: Person | None = None
    reason: str = ""


@action("problem.commit")
def commit_problem(*, actor: Actor, problem: Problem, plan: Commitment) -> Problem:
    """Set the plan of a problem, or another one with a reason; raises NotAllowed, Invalid.

    The day of a promise that stands is not moved in silence: the old day stays in the step.
    """
    actor.require(Permission.ASSIGN_TASKS, problem.unit)
    problem = held(problem, ProblemStepKind.COMMIT)
    goal = checked_text(_("整改目标"), plan.goal, 500)
    horizon = checked_choice(_("时限类别"), plan.horizon, Horizon)
    promise = checked_text(_("公开承诺"), plan.commitment, 500, required=False)
    if plan.due_on < problem.found_on:
        raise Invalid(_("完成时限不能早于查找日期。"))
    moved = problem.due_on is not None and plan.due_on != problem.due_on
    if moved and not plan.reason.strip():
        raise Invalid(_("改动已定的完成时限要写明理由。"))
    reason = checked_text(_("理由"), plan.reason, LONGEST_REASON, required=False)
    facts = {"goal": goal, "due_on": iso(plan.due_on), "commitment": promise}
    if moved:
        facts["old_due"] = iso(problem.due_on)
    problem.goal, problem.due_on, problem.horizon = goal, plan.due_on, horizon
    problem.own_due_on = plan.due_on + dt.timedelta(days=problem.waited_days)
    problem.leader = plan.leader or problem.leader
    if promise != problem.commitment:
        problem.commitment = promise
        problem.committed_on = clock.today() if promise else None
    changed = ("goal", "due_on", "own_due_on", "horizon", "leader", "commitment", "committed_on")
    to = problem.state if problem.state == State.LONG_TERM else state_by_facts(problem)
    take_step(
        actor, problem, ProblemStepKind.COMMIT, to=to, note=reason, facts=facts, changed=changed
    )
    index([problem])
    log(actor, "problem.commit", problem, values=facts)
    return problem


@action("problem.measure")
def add_measure(*, actor: Actor, problem: Problem, spec: TaskSpec) -> Task:
    """Assign a measure: a task about the problem; raises what `assign_task` raises.

    With the first one the problem is dispatched: from then the days to contact who raised it
    are counted.
    """
    actor.require(Permission.ASSIGN_TASKS, problem.home)
    problem = held(problem, ProblemStepKind.MEASURE)
    about = About(KIND, problem.pk)
    task = assign_task(actor=actor, home=problem.home, spec=dataclasses.replace(spec, about=about))
    changed = _dispatch(problem)
    to = problem.state if problem.state == State.LONG_TERM else state_by_facts(problem)
    facts = {"task": str(task.pk), "unit": str(task.unit), "due_on": iso(task.due_on)}
    take_step(
        actor,
        problem,
        ProblemStepKind.MEASURE,
        to=to,
        note=task.title,
        facts=facts,
        changed=changed,
    )
    log(actor, "problem.measure", problem, values=facts)
    return task


@action("problem.contact")
def contact_givers(*, actor: Actor, problem: Problem, note: str) -> Problem:
    """Note that those who raised it were contacted (响应): the first time counts for the rate.

    By who does the work of the unit or assigns it. The note says how, never whom.
    """
    if not actor.may(Permission.DO_TASKS, problem.unit):
        actor.require(Permission.ASSIGN_TASKS, problem.unit)
    problem = held(problem, ProblemStepKind.CONTACT)
    if problem.origin != Origin.RAISED:
        raise Invalid(_("这个问题不是群众提的，没有反映人要联系。"))
    note = checked_lines(_("联系情况"), note, LONGEST_NOTE, required=True)
    is_first = problem.responded_on is None
    problem.responded_on = problem.responded_on or clock.today()
    changed = ("responded_on",) if is_first else ()
    take_step(actor, problem, ProblemStepKind.CONTACT, note=note, changed=changed)
    log(actor, "problem.contact", problem)
    return problem


def _dispatch(problem: Problem) -> tuple[str, ...]:
    if problem.dispatched_on is not None:
        return ()
    today = clock.today()
    days = int(value_at(RESPONSE_DAYS, problem.path, today))
    problem.dispatched_on = today
    problem.respond_by = add_workdays(today, days, problem.home)
    return ("dispatched_on", "respond_by")
