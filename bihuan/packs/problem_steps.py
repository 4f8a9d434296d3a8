"""What each `do` of a pack's problem does: one action of the rooms, with the step's own words."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bihuan.finance.actions import AmountSpec, record_amount
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.packs.problem_shapes import StepShape
from bihuan.rectification import actions as problems
from bihuan.rectification.rules import KIND
from bihuan.tasks import actions as tasks

if TYPE_CHECKING:
    from bihuan.packs.problems import ProblemLoading, Told

Deed = Callable[["ProblemLoading", "Told", StepShape], object]


def _link(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    groups = load.groups(step.opinions)
    return problems.take_up_groups(actor=load.actor(step.by), problem=one.standing(), groups=groups)


def _commit(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    plan = problems.Commitment(
        goal=step.goal,
        due_on=_day(step.due_on, "due_on"),
        horizon=step.horizon,
        commitment=step.commitment,
        leader=load.person(step.leader) if step.leader else None,
        reason=step.note,
    )
    return problems.commit_problem(actor=load.actor(step.by), problem=one.standing(), plan=plan)


def _measure(load: "ProblemLoading", one: "Told", step: StepShape) -> None:
    problem = one.standing()
    spec = tasks.TaskSpec(
        title=step.title,
        unit=load.unit(step.unit) if step.unit else problem.unit,
        due=tasks.Due(on=_day(step.due_on, "due_on")),
        requirement=step.requirement,
        basis=f"整改问题 {problem.label}",
        deliverable=step.deliverable,
        evidence=step.evidence,
        leader=load.person(step.leader) if step.leader else problem.leader,
        assisting=tuple(load.unit(code) for code in step.assisting),
        responsible=tuple(load.person(code) for code in step.responsible),
        position=len(one.measures),
        milestone=step.milestone,
    )
    task = problems.add_measure(actor=load.actor(step.by), problem=problem, spec=spec)
    one.measures[step.ref or f"#{len(one.measures) + 1}"] = task


def _progress(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    progress = tasks.Progress(step.note, step.percent, step.difficulty, step.next)
    return tasks.report_progress(
        actor=load.actor(step.by), task=one.measure(step.of), progress=progress
    )


def _ask(load: "ProblemLoading", one: "Told", step: StepShape) -> None:
    spec = problems.RequestSpec(
        asked_of=step.asked_of,
        subject=step.note,
        asked_on=step.day or clock.today(),
        due_on=step.due_on,
        paper=step.paper,
    )
    made = problems.ask_upward(actor=load.actor(step.by), problem=one.standing(), spec=spec)
    one.requests[step.ref or f"#{len(one.requests) + 1}"] = made


def _answer(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    spec = problems.AnswerSpec(step.reply, step.day or clock.today(), step.note, step.paper)
    request = one.request(step.of)
    return problems.answer_request(actor=load.actor(step.by), request=request, spec=spec)


def _money(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    problem = one.standing()
    task = one.measure(step.of) if step.of else None
    return record_amount(
        actor=load.actor(step.by),
        home=load.home,
        unit=load.unit(step.unit) if step.unit else (task.unit if task else problem.unit),
        about=tasks.About("task", task.pk) if task else tasks.About(KIND, problem.pk),
        spec=AmountSpec(
            payer=step.payer,
            payer_name=step.payer_name,
            phase=step.phase,
            fen=load.fen(step),
            on=step.day or clock.today(),
            paper=step.paper,
            lower_bound=step.lower_bound,
            matter=problem.title,
            purpose=step.purpose,
        ),
    )


def _verify(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    return problems.verify_problem(
        actor=load.actor(step.by),
        problem=one.standing(),
        accepted=step.do == "verify",
        note=step.note,
        seen_on=step.seen_on,
    )


def _satisfaction(load: "ProblemLoading", _one: "Told", step: StepShape) -> object:
    return problems.answer_satisfaction(
        actor=load.actor(step.by),
        opinion=load.opinion(step.of),
        answer=step.answer,
        comment=step.note,
        is_solved=step.solved,
        how=step.how or "visit",
    )


def _look_back(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    planned = one.standing().look_backs.filter(done_on=None, dropped_on=None)
    if step.after_days is not None:
        planned = planned.filter(after_days=step.after_days)
    found = planned.select_related("problem", "unit").order_by("due_on").first()
    if found is None:
        raise Invalid("没有待办的回头看。")
    return problems.do_look_back(
        actor=load.actor(step.by), look_back=found, finding=step.finding, note=step.note
    )


def _decide(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    found = one.standing().decisions.filter(decided_at=None).first()
    if found is None:
        raise Invalid("没有等领导决定的事。")
    return problems.decide(
        actor=load.actor(step.by), decision=found, choice=step.choice, reason=step.note
    )


def _publish(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    return problems.publish_problem(
        actor=load.actor(step.by),
        problem=one.standing(),
        wording=step.title,
        outcome=step.outcome,
    )


def _accept(load: "ProblemLoading", one: "Told", step: StepShape) -> object:
    return tasks.verify_task(
        actor=load.actor(step.by),
        task=one.measure(step.of),
        accepted=True,
        note=step.note,
        seen_on=step.seen_on,
    )


def _of_task(action: Callable[..., object], **words: str) -> Deed:
    """Return a deed on a measure; `words` name what of the step the action takes."""
    return lambda load, one, step: action(
        actor=load.actor(step.by),
        task=one.measure(step.of),
        **{name: getattr(step, said) for name, said in words.items()},
    )


def _of_problem(action: Callable[..., object], word: str) -> Deed:
    """Return a deed on the problem that takes the step's note by a name."""
    return lambda load, one, step: action(
        actor=load.actor(step.by), problem=one.standing(), **{word: step.note}
    )


def _day(day: dt.date | None, name: str) -> dt.date:
    if day is None:
        raise Invalid(f"请写明日期（{name}）。")
    return day


DEEDS: Mapping[str, Deed] = {
    "link": _link,
    "commit": _commit,
    "measure": _measure,
    "sign_for": _of_task(tasks.sign_for_task),
    "progress": _progress,
    "submit": _of_task(tasks.submit_task, note="note"),
    "accept": _accept,
    "close_measure": _of_task(tasks.close_task, note="note"),
    "contact": _of_problem(problems.contact_givers, "note"),
    "ask": _ask,
    "answer": _answer,
    "money": _money,
    "report": _of_problem(problems.report_done, "note"),
    "verify": _verify,
    "send_back": _verify,
    "close": _of_problem(problems.close_problem, "note"),
    "keep_open": _of_problem(problems.keep_problem_open, "reason"),
    "explain": _of_problem(problems.explain_problem, "reason"),
    "void": _of_problem(problems.void_problem, "reason"),
    "publish": _publish,
    "satisfaction": _satisfaction,
    "look_back": _look_back,
    "decide": _decide,
    "reopen": _of_problem(problems.reopen_problem, "reason"),
}
