"""What is beyond one's own power: asked of who has it, and what was answered.

While an answer is waited for and nothing of its own is left to do, the clock is not the unit's: the
days move the day by which the problem is overdue.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, locked
from bihuan.orgs.permissions import Permission
from bihuan.rectification.actions.stepping import checked_lines, held, iso, log, take_step
from bihuan.rectification.errors import WrongState
from bihuan.rectification.models import Problem, ProblemStepKind, Reply, State, UpwardRequest
from bihuan.rectification.rules import clocks
from bihuan.rectification.standing import state_by_facts, waits_of

_RUNNING = (State.FOUND, State.PLANNED, State.DOING, State.WAITING)


@dataclass(frozen=True)
class RequestSpec:
    """A request: of whom, what for, by which paper, when, and by when an answer is hoped for."""

    asked_of: str
    subject: str
    asked_on: dt.date
    due_on: dt.date | None = None
    paper: str = ""


@dataclass(frozen=True)
class AnswerSpec:
    """What was answered to a request, when, by which paper."""

    reply: str
    answered_on: dt.date
    note: str
    paper: str = ""


@action("problem.ask")
def ask_upward(*, actor: Actor, problem: Problem, spec: RequestSpec) -> UpwardRequest:
    """Ask the level above or another authority for what is beyond one's own power."""
    actor.require(Permission.ASSIGN_TASKS, problem.unit)
    problem = held(problem, ProblemStepKind.ASK)
    if not problem.found_on <= spec.asked_on <= clock.today():
        raise Invalid(_("请求日期应在查找日期之后、今天或之前，请核对。"))
    if spec.due_on is not None and spec.due_on < spec.asked_on:
        raise Invalid(_("盼复日期不能早于请求日期。"))
    request = UpwardRequest(
        home_id=problem.home_id,
        unit=problem.unit,
        path=problem.path,
        problem=problem,
        asked_of=checked_text(_("请求对象"), spec.asked_of, 80),
        subject=checked_text(_("事由"), spec.subject, 300),
        paper=checked_text(_("文号"), spec.paper, 80, required=False),
        asked_on=spec.asked_on,
        due_on=spec.due_on,
        asked_by=actor.id,
        asked_by_name=name_of(actor),
    )
    request.save(force_insert=True)
    problem.is_beyond_power = True
    facts = {"request": str(request.pk), "asked_of": request.asked_of}
    take_step(
        actor,
        problem,
        ProblemStepKind.ASK,
        to=_standing(problem),
        note=request.subject,
        facts=facts,
        changed=("is_beyond_power",),
    )
    log(actor, "problem.ask", problem, values=facts)
    return request


@action("problem.answer")
def answer_request(*, actor: Actor, request: UpwardRequest, spec: AnswerSpec) -> UpwardRequest:
    """Enter what was answered; the problem's own clock runs again from that day."""
    problem, request = _held(actor, request)
    if not request.asked_on <= spec.answered_on <= clock.today():
        raise Invalid(_("收到答复的日期应在请求日期之后、今天或之前，请核对。"))
    request.reply = checked_choice(_("答复"), spec.reply, Reply)
    request.answer_note = checked_lines(_("答复内容"), spec.note, 1000, required=True)
    request.answer_paper = checked_text(_("复函文号"), spec.paper, 80, required=False)
    request.answered_on, request.answered_by_name = spec.answered_on, name_of(actor)
    request.save()
    facts = {"request": str(request.pk), "reply": request.reply, "on": iso(spec.answered_on)}
    _resume(actor, problem, request.answer_note, facts)
    log(actor, "problem.answer", problem, values=facts)
    return request


@action("problem.withdraw_request")
def withdraw_request(*, actor: Actor, request: UpwardRequest, reason: str) -> UpwardRequest:
    """Take a request back with a reason: it was made by mistake or is no longer needed."""
    problem, request = _held(actor, request)
    request.withdrawn_reason = checked_text(_("撤回理由"), reason, 300)
    request.withdrawn_on = clock.today()
    request.save(update_fields=["withdrawn_reason", "withdrawn_on"])
    facts = {"request": str(request.pk), "reply": "withdrawn", "on": iso(request.withdrawn_on)}
    _resume(actor, problem, request.withdrawn_reason, facts)
    log(actor, "problem.withdraw_request", problem, note=request.withdrawn_reason)
    return request


def _held(actor: Actor, request: UpwardRequest) -> tuple[Problem, UpwardRequest]:
    actor.require(Permission.ASSIGN_TASKS, request.unit)
    problem = held(request.problem, ProblemStepKind.ANSWER)
    request = locked(request)
    if not request.is_pending:
        raise WrongState(_("这件请求已经有了结果，请刷新页面。"))
    return problem, request


def _resume(actor: Actor, problem: Problem, note: str, facts: dict[str, str]) -> None:
    """Count the days that were waited, and let the problem stand where its facts put it."""
    ended = [(begin, end) for begin, end in waits_of(problem) if end is not None]
    problem.waited_days = clocks(problem.found_on, clock.today(), ended).others
    if problem.due_on is not None:
        problem.own_due_on = problem.due_on + dt.timedelta(days=problem.waited_days)
    take_step(
        actor,
        problem,
        ProblemStepKind.ANSWER,
        to=_standing(problem),
        note=note,
        facts=facts,
        changed=("waited_days", "own_due_on"),
    )


def _standing(problem: Problem) -> State | str:
    return state_by_facts(problem) if problem.state in _RUNNING else problem.state
