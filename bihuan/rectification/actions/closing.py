"""Reporting a problem done, verifying it, closing it out; keeping it open; explaining it.

The doer never closes their own item (design, third principle): who verifies has no hand in any
measure and is not of a unit that does one; who closes has no hand in any.
"""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.files.models import Attachment
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import value_at
from bihuan.rectification.actions.stepping import (
    LONGEST_NOTE,
    LONGEST_REASON,
    checked_lines,
    held,
    iso,
    log,
    take_step,
)
from bihuan.rectification.errors import OwnDeed, WrongState
from bihuan.rectification.measures import SETTLED, measures_of
from bihuan.rectification.models import Horizon, LookBack, Problem, ProblemStepKind, State
from bihuan.rectification.policy import EVIDENCE_NEEDED, LOOK_BACKS
from bihuan.rectification.rules import KIND
from bihuan.rectification.standing import doing_of_problem
from bihuan.tasks.judging import standing_of
from bihuan.tasks.models import Task
from bihuan.tasks.rules import Bar, bar_to_close, bar_to_verify

WHY = {
    Bar.RESPONSIBLE: _("您是这个问题或其措施的责任人、牵头领导，验收、销号和回头看请由别人办理。"),
    Bar.WROTE: _("这个问题的进展、佐证或完成情况有您填写的，请由没有经手的人办理。"),
    Bar.OF_UNIT: _("您属于责任单位或措施的承办单位，请由上级或别的单位办理。"),
}


@action("problem.report")
def report_done(*, actor: Actor, problem: Problem, note: str) -> Problem:
    """Report a problem done: by its unit or who assigns; every measure was verified before."""
    if not actor.may(Permission.DO_TASKS, problem.unit):
        actor.require(Permission.ASSIGN_TASKS, problem.unit)
    problem = held(problem, ProblemStepKind.REPORT)
    _settled_measures(problem)
    if problem.requests.filter(answered_on=None, withdrawn_on=None).exists():
        raise WrongState(_("向上请求还没有答复；请先登记答复，或撤回请求。"))
    note = checked_lines(_("完成情况"), note, LONGEST_NOTE, required=True)
    take_step(actor, problem, ProblemStepKind.REPORT, to=State.DONE, note=note)
    log(actor, "problem.report", problem, values={"note": note})
    return problem


@action("problem.verify")
def verify_problem(
    *,
    actor: Actor,
    problem: Problem,
    accepted: bool,
    note: str,
    seen_on: dt.date | None = None,
) -> Problem:
    """Accept what was reported done, or send it back; raises OwnDeed for a doer."""
    actor.require(Permission.VERIFY_TASKS, problem.unit)
    kind = ProblemStepKind.ACCEPT if accepted else ProblemStepKind.SEND_BACK
    problem = held(problem, kind)
    refuse_doer(actor, problem)
    note = checked_lines(_("验收意见"), note, LONGEST_NOTE, required=True)
    if seen_on is not None and seen_on > clock.today():
        raise Invalid(_("查看日期还没有到，请核对。"))
    if accepted:
        _settled_measures(problem)
        _require_evidence(problem)
    to = State.VERIFIED if accepted else State.DOING
    facts = {"seen_on": iso(seen_on)}
    take_step(actor, problem, kind, to=to, note=note, facts=facts)
    log(actor, f"problem.{kind}", problem, values={"note": note, **facts})
    return problem


@action("problem.close")
def close_problem(*, actor: Actor, problem: Problem, note: str = "") -> Problem:
    """Close a problem out that was verified; look-backs are scheduled. Raises OwnDeed."""
    actor.require(Permission.ASSIGN_TASKS, problem.home)
    problem = held(problem, ProblemStepKind.CLOSE)
    measures = _settled_measures(problem)
    bar = bar_to_close(standing_of(actor), doing_of_problem(problem, measures))
    if bar is not None:
        raise OwnDeed(str(WHY[bar]))
    note = checked_lines(_("销号说明"), note, LONGEST_NOTE)
    problem.closed_on = clock.today()
    take_step(
        actor, problem, ProblemStepKind.CLOSE, to=State.CLOSED, note=note, changed=("closed_on",)
    )
    _schedule(problem)
    log(actor, "problem.close", problem, values={"closed_on": iso(problem.closed_on)})
    return problem


@action("problem.keep_open")
def keep_problem_open(*, actor: Actor, problem: Problem, reason: str) -> Problem:
    """Keep a problem open for good (长期坚持); yearly milestones are measures with a year."""
    actor.require(Permission.ASSIGN_TASKS, problem.home)
    problem = held(problem, ProblemStepKind.KEEP_OPEN)
    reason = checked_lines(_("理由"), reason, LONGEST_REASON, required=True)
    problem.horizon = Horizon.LONG_TERM
    take_step(
        actor,
        problem,
        ProblemStepKind.KEEP_OPEN,
        to=State.LONG_TERM,
        note=reason,
        changed=("horizon",),
    )
    log(actor, "problem.keep_open", problem, values={"reason": reason})
    return problem


@action("problem.explain")
def explain_problem(*, actor: Actor, problem: Problem, reason: str) -> Problem:
    """End a demand that cannot lawfully be met by explaining it: a leader's decision.

    It names the law or the rule in its reason, and is kept apart from the rates.
    """
    actor.require(Permission.DECIDE_MATTERS, problem.home)
    problem = held(problem, ProblemStepKind.EXPLAIN)
    reason = checked_lines(_("依据和解释"), reason, LONGEST_REASON, required=True)
    if any(task.state not in SETTLED for task in measures_of([problem.pk])):
        raise WrongState(_("这个问题还有没办完的措施；请先办完或作废，再作解释说明。"))
    problem.closed_on = clock.today()
    take_step(
        actor,
        problem,
        ProblemStepKind.EXPLAIN,
        to=State.EXPLAINED,
        note=reason,
        changed=("closed_on",),
    )
    log(actor, "problem.explain", problem, values={"reason": reason})
    return problem


@action("problem.reopen")
def reopen_problem(*, actor: Actor, problem: Problem, reason: str) -> Problem:
    """Reopen what was closed or explained: a leader's decision, with a reason."""
    actor.require(Permission.DECIDE_MATTERS, problem.home)
    problem = held(problem, ProblemStepKind.REOPEN)
    reopen(actor, problem, checked_lines(_("理由"), reason, LONGEST_REASON, required=True))
    log(actor, "problem.reopen", problem, values={"reason": reason})
    return problem


def reopen(actor: Actor, problem: Problem, reason: str) -> None:
    """Reopen a locked problem inside an action: its look-backs that are to come are dropped."""
    today = clock.today()
    problem.look_backs.filter(done_on=None, dropped_on=None).update(dropped_on=today)
    problem.reopened_on, problem.closed_on = today, None
    take_step(
        actor,
        problem,
        ProblemStepKind.REOPEN,
        to=State.DOING,
        note=reason,
        changed=("reopened_on", "closed_on"),
    )


def refuse_doer(actor: Actor, problem: Problem) -> None:
    """Raise OwnDeed where the actor has a hand in the problem or is of a unit that does it."""
    bar = bar_to_verify(standing_of(actor), doing_of_problem(problem))
    if bar is not None:
        raise OwnDeed(str(WHY[bar]))


def _settled_measures(problem: Problem) -> list[Task]:
    """Return the measures, every one verified; raises WrongState where one is not or none is."""
    measures = measures_of([problem.pk])
    if not measures:
        raise WrongState(_("这个问题还没有整改措施，请先交办措施。"))
    unsettled = [task.title for task in measures if task.state not in SETTLED]
    if unsettled:
        raise WrongState(
            _("还有%(n)d项措施没有验收（%(first)s），全部验收后才能办这一步。")
            % {"n": len(unsettled), "first": unsettled[0]}
        )
    return measures


def _require_evidence(problem: Problem) -> None:
    if not value_at(EVIDENCE_NEEDED, problem.path, clock.today()):
        return
    ids = [problem.pk, *(task.pk for task in measures_of([problem.pk]))]
    there = Attachment.objects.filter(
        about_kind__in=(KIND, "task"), about_id__in=ids, removed_at=None
    )
    if not there.exists():
        raise WrongState(_("本单位规定销号须有佐证材料，这个问题和它的措施还没有，请先补上。"))


def _schedule(problem: Problem) -> None:
    today = clock.today()
    for known in LOOK_BACKS:
        days = int(value_at(known, problem.path, today))
        if days:
            LookBack(
                home_id=problem.home_id,
                unit=problem.unit,
                path=problem.path,
                problem=problem,
                after_days=days,
                due_on=today + dt.timedelta(days=days),
            ).save(force_insert=True)
