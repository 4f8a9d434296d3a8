"""Reading one problem whole: in few statements, whatever its story holds."""

from uuid import UUID

from django.db.models import Q

from bihuan.finance.models import Amount
from bihuan.finance.rules import MoneyTable, table_of
from bihuan.opinions.access import groups_visible_to
from bihuan.opinions.models import OpinionGroup
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.rectification.asking import groups_of
from bihuan.rectification.measures import measures_of
from bihuan.rectification.models import NO_DAY, Decision, Problem
from bihuan.rectification.models import ProblemStepKind as Kind
from bihuan.rectification.rules import KIND, Clear, four_clear
from bihuan.rectification.story import Material
from bihuan.tasks.models import Task

TASK = "task"
_MAY_DECIDE = (Kind.DISSATISFIED, Kind.LOOK_BACK)
"""Steps that may put something before a leader."""


def material_of(actor: Actor, problem: Problem) -> Material:
    """Return all that the story of a problem is made of, as far as an actor may read it.

    The steps tell what else there is: what none of them speaks of is not asked for. Few rows are
    put in order here, which costs less than to have the statement do it.
    """
    measures = measures_of([problem.pk])
    for task in measures:
        if task.home_id == problem.home_id:
            task.home = problem.home
    steps = sorted(problem.steps.order_by(), key=lambda step: (step.at, step.pk))
    kinds = {step.kind for step in steps}
    has_ended = not kinds.isdisjoint((Kind.CLOSE, Kind.EXPLAIN))
    takes_up = any(step.facts.get("groups") for step in steps)
    return Material(
        problem=problem,
        steps=steps,
        measures=measures,
        groups=groups_seen(actor, problem) if takes_up else [],
        amounts=money_rows(problem.pk, measures),
        requests=list(problem.requests.all()) if Kind.ASK in kinds else [],
        answers=list(problem.satisfactions.filter(is_latest=True)) if has_ended else [],
        look_backs=list(problem.look_backs.all()) if Kind.CLOSE in kinds else [],
        decision=_decision(actor, problem) if not kinds.isdisjoint(_MAY_DECIDE) else None,
    )


def _decision(actor: Actor, problem: Problem) -> Decision | None:
    """Return what a leader still has to decide, for who may read why."""
    if not actor.may(Permission.SEE_OPINIONS, problem.unit):
        return None
    return problem.decisions.filter(decided_at=None).first()


def groups_seen(actor: Actor, problem: Problem) -> list[OpinionGroup]:
    """Return the groups of a problem that an actor may see; merged ones are followed."""
    taken = problem.taken_up.filter(released_on=None).order_by().values("group_id")
    groups = list(groups_visible_to(actor).filter(pk__in=taken).order_by("first_on", "pk"))
    if not any(group.merged_into_id for group in groups):
        return groups
    ids = [group.pk for group in groups_of(problem)]
    return list(groups_visible_to(actor).filter(pk__in=ids).order_by("first_on", "pk"))


def money_rows(problem_id: UUID, measures: list[Task]) -> list[Amount]:
    """Return the amounts of a problem and of its measures, void ones too; one statement."""
    about = Q(about_kind=KIND, about_id=problem_id)
    if measures:
        about |= Q(about_kind=TASK, about_id__in=[task.pk for task in measures])
    return sorted(Amount.objects.filter(about).order_by(), key=lambda each: (each.on, each.pk))


def money_of_problem(material: Material) -> MoneyTable:
    """Return money by payer and phase, of the problem and its measures together."""
    return table_of(amount for amount in material.amounts if amount.voided_at is None)


def clear_of(problem: Problem, measures: list[Task]) -> tuple[Clear, ...]:
    """Return what of 四明确一承诺 is there."""
    return four_clear(
        title=problem.title,
        goal=problem.goal,
        has_due=problem.due_on is not None and problem.own_due_on != NO_DAY,
        has_measures=bool(measures),
        unit=str(problem.unit),
        commitment=problem.commitment,
    )
