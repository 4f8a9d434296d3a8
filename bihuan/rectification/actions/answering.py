"""What came of it in the eyes of those who raised it, and whether it holds: then a leader decides.

Nothing follows by itself, and nothing concerns a person.
"""

from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.ids import id_of_today, new_id
from bihuan.opinions.models import Opinion
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, locked
from bihuan.orgs.permissions import Permission
from bihuan.rectification.actions.closing import refuse_doer, reopen
from bihuan.rectification.actions.stepping import (
    LONGEST_NOTE,
    LONGEST_REASON,
    checked_lines,
    log,
    take_step,
)
from bihuan.rectification.asking import problem_for_residents
from bihuan.rectification.errors import NoSuchProblem, WrongState
from bihuan.rectification.models import (
    Choice,
    Decision,
    Finding,
    HowAsked,
    LookBack,
    Problem,
    ProblemStepKind,
    Satisfaction,
    Satisfied,
    State,
)

_ENDED = (State.CLOSED, State.EXPLAINED)
LONGEST_CAUSE = 300


@action("problem.satisfaction")
def answer_satisfaction(
    *,
    actor: Actor,
    opinion: Opinion,
    answer: str,
    comment: str = "",
    is_solved: bool | None = None,
    how: str = HowAsked.PAGE,
) -> Satisfaction:
    """Take the answer of who raised an opinion: theirs by the page, or obtained by a clerk.

    The latest one counts. `is_solved` is what they said of that, None where they said nothing. A
    dissatisfied one is put before a leader. Raises NoSuchProblem where the opinion is of no
    problem, WrongState where that one has not ended.
    """
    actor.require(Permission.RECORD_OPINIONS, opinion.unit)
    problem = problem_for_residents(opinion, for_update=True)
    if problem is None:
        raise NoSuchProblem(_("这条意见没有列入整改问题，没有可评价的结果。"))
    if problem.state not in _ENDED:
        raise WrongState(_("这个问题还在办理，办完后再请评价。"))
    how = checked_choice(_("方式"), how, HowAsked)
    said = Satisfaction(
        id=id_of_today() if how == HowAsked.PAGE else new_id(),
        home_id=problem.home_id,
        path=problem.path,
        problem=problem,
        opinion=opinion,
        answer=checked_choice(_("评价"), answer, Satisfied),
        is_solved=is_solved,
        comment=checked_lines(_("说明"), comment, 1000),
        how=how,
        answered_on=clock.today(),
        entered_by_name="" if how == HowAsked.PAGE else name_of(actor),
    )
    earlier = Satisfaction.objects.filter(problem=problem, opinion=opinion, is_latest=True)
    earlier.update(is_latest=False)
    if said.answer == Satisfied.NOT:
        said.decision = _put_before_leader(problem, _("反映人不满意"))
    said.save(force_insert=True)
    if said.decision is not None:
        # Without their words or the moment: who does the work reads the story, and may guess.
        take_step(actor, problem, ProblemStepKind.DISSATISFIED)
    values = {"answer": said.answer, "is_solved": said.is_solved}
    log(actor, "problem.satisfaction", problem, values=values)
    return said


@action("problem.look_back")
def do_look_back(*, actor: Actor, look_back: LookBack, finding: str, note: str) -> LookBack:
    """Say what a look-back found; by who verifies and has no hand in the problem (OwnDeed).

    Where it does not hold, a leader decides whether it is reopened.
    """
    actor.require(Permission.VERIFY_TASKS, look_back.unit)
    problem = locked(look_back.problem)
    look_back = locked(look_back)
    if not look_back.is_planned or problem.state != State.CLOSED:
        raise WrongState(_("这次回头看已经办过或取消了，请刷新页面。"))
    refuse_doer(actor, problem)
    look_back.finding = checked_choice(_("结果"), finding, Finding)
    look_back.note = checked_lines(_("查看情况"), note, LONGEST_NOTE, required=True)
    look_back.done_on, look_back.done_by = clock.today(), actor.id
    look_back.done_by_name = name_of(actor)
    if look_back.finding == Finding.FAILS:
        cause = _("回头看发现反弹：%(note)s") % {"note": look_back.note}
        look_back.decision = _put_before_leader(problem, cause)
    look_back.save()
    facts = {"look_back": str(look_back.pk), "finding": look_back.finding}
    take_step(actor, problem, ProblemStepKind.LOOK_BACK, note=look_back.note, facts=facts)
    log(actor, "problem.look_back", problem, values=facts)
    return look_back


@action("problem.decide")
def decide(*, actor: Actor, decision: Decision, choice: str, reason: str) -> Decision:
    """Decide what is put before the leader: reopen, a further measure, or explain; with a reason.

    A further measure is assigned after: the problem is reopened for it.
    """
    actor.require(Permission.DECIDE_MATTERS, decision.problem.home)
    problem = locked(decision.problem)
    decision = locked(decision)
    if decision.decided_at is not None:
        raise WrongState(
            _("这件事“%(who)s”已经决定了：%(choice)s。")
            % {"who": decision.decided_by_name, "choice": decision.get_choice_display()}
        )
    decision.choice = checked_choice(_("决定"), choice, Choice)
    decision.reason = checked_text(_("理由"), reason, LONGEST_REASON)
    decision.decided_at, decision.decided_by = clock.now(), actor.id
    decision.decided_by_name = name_of(actor)
    decision.save()
    facts = {"decision": str(decision.pk), "choice": decision.choice}
    take_step(actor, problem, ProblemStepKind.DECIDE, note=decision.reason, facts=facts)
    if decision.choice in (Choice.REOPEN, Choice.FURTHER) and problem.state in _ENDED:
        reopen(actor, problem, decision.reason)
    log(actor, "problem.decide", problem, note=decision.reason, values=facts)
    return decision


def _put_before_leader(problem: Problem, cause: str) -> Decision:
    """Return the problem's open decision, opening one where there is none; it is locked."""
    found = problem.decisions.filter(decided_at=None).only("problem", "opened_on").first()
    if found is not None:
        return found
    made = Decision(
        id=id_of_today(),
        home_id=problem.home_id,
        path=problem.path,
        problem=problem,
        opened_on=clock.today(),
        cause=cause[:LONGEST_CAUSE],
    )
    made.save(force_insert=True)
    return made
