"""Opening a problem, from groups of opinions or by itself; saying it better; ending it void."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.opinions.models import Category, OpinionGroup
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import next_number
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, locked, require_open
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.permissions import Permission
from bihuan.rectification.actions.stepping import (
    LONGEST_REASON,
    checked_lines,
    held,
    log,
    take_step,
)
from bihuan.rectification.errors import AlreadyTakenUp
from bihuan.rectification.indexing import index
from bihuan.rectification.measures import open_measures
from bihuan.rectification.models import (
    Level,
    Origin,
    Problem,
    ProblemAssistant,
    ProblemOpinions,
    ProblemStepKind,
    State,
)

MOST_FEN = 10**13


@dataclass(frozen=True)
class ProblemSpec:
    """What a problem is. `category` is the code of one of the office's classes, or empty."""

    title: str
    unit: Unit
    found_on: dt.date
    category: str = ""
    origin: str = Origin.RAISED
    level: str = Level.TOWNSHIP
    detail: str = ""
    cause: str = ""
    leader: Person | None = None
    assisting: Sequence[Unit] = ()
    is_beyond_power: bool = False
    yearly_cost: int | None = None  # fen that it costs people a year
    remark: str = ""


@action("problem.open")
def open_problem(
    *, actor: Actor, home: Unit, spec: ProblemSpec, groups: Sequence[OpinionGroup] = ()
) -> Problem:
    """Open a problem, taking groups of opinions up; raises NotAllowed, Invalid, AlreadyTakenUp."""
    actor.require(Permission.ASSIGN_TASKS, home)
    _refuse_strangers(home, [spec.unit, *spec.assisting, *groups])
    require_open(locked(spec.unit), clock.today())
    if spec.found_on > clock.today():
        raise Invalid(_("查找日期还没有到，请核对。"))
    now = clock.now()
    problem = Problem(
        home=home,
        unit=spec.unit,
        path=spec.unit.path,
        year=spec.found_on.year,
        found_on=spec.found_on,
        state=State.FOUND,
        state_at=now,
    )
    _describe(problem, home, spec)
    if problem.category is None and groups:
        problem.category = groups[0].category
    problem.number = next_number(home, "problem", spec.found_on.year)
    problem.save(force_insert=True)
    _assist(problem, spec.assisting)
    taken = _take_up(actor, problem, groups)
    take_step(
        actor,
        problem,
        ProblemStepKind.OPEN,
        to=State.FOUND,
        facts={"groups": [str(g) for g in taken]},
    )
    index([problem], are_new=True)
    log(actor, "problem.open", problem, values=_values(problem))
    return problem


@action("problem.describe")
def describe_problem(*, actor: Actor, problem: Problem, spec: ProblemSpec) -> Problem:
    """Say anew what a problem is; its unit changes by `hand_over_problem` only."""
    actor.require(Permission.ASSIGN_TASKS, problem.unit)
    problem = locked(problem)
    _refuse_strangers(problem.home, spec.assisting)
    if spec.found_on > clock.today():
        raise Invalid(_("查找日期还没有到，请核对。"))
    problem.found_on = spec.found_on
    _describe(problem, problem.home, spec)
    problem.save()
    problem.assistants.exclude(unit__in=spec.assisting).delete()
    _assist(problem, spec.assisting)
    index([problem])
    log(actor, "problem.describe", problem, values=_values(problem))
    return problem


@action("problem.link")
def take_up_groups(*, actor: Actor, problem: Problem, groups: Sequence[OpinionGroup]) -> Problem:
    """Let a problem take up further groups of opinions; raises AlreadyTakenUp, Invalid."""
    actor.require(Permission.ASSIGN_TASKS, problem.unit)
    problem = held(problem, ProblemStepKind.LINK)
    if not groups:
        raise Invalid(_("请至少选一条归并意见。"))
    _refuse_strangers(problem.home, groups)
    taken = _take_up(actor, problem, groups)
    note = "；".join(group.wording for group in groups)[:LONGEST_REASON]
    take_step(
        actor, problem, ProblemStepKind.LINK, note=note, facts={"groups": [str(g) for g in taken]}
    )
    log(actor, "problem.link", problem, values={"groups": sorted(str(g) for g in taken)})
    return problem


@action("problem.hand_over")
def hand_over_problem(*, actor: Actor, problem: Problem, unit: Unit, reason: str) -> Problem:
    """Let another unit of the home answer for a problem: its successor, or who has the task."""
    actor.require(Permission.ASSIGN_TASKS, problem.home)
    problem = held(problem, ProblemStepKind.HAND_OVER)
    _refuse_strangers(problem.home, [unit])
    require_open(locked(unit), clock.today())
    if unit.pk == problem.unit_id:
        raise Invalid(_("这个问题本来就由“%(unit)s”负责。") % {"unit": unit})
    reason = checked_text(_("理由"), reason, LONGEST_REASON)
    facts = {"old_unit": str(problem.unit), "new_unit": str(unit)}
    problem.unit, problem.path = unit, unit.path
    problem.requests.update(unit=unit, path=unit.path)
    problem.look_backs.filter(done_on=None).update(unit=unit, path=unit.path)
    problem.decisions.filter(decided_at=None).update(path=unit.path)
    take_step(
        actor,
        problem,
        ProblemStepKind.HAND_OVER,
        note=reason,
        facts=facts,
        changed=("unit", "path"),
    )
    index([problem])
    log(actor, "problem.hand_over", problem, note=reason, values=facts)
    return problem


@action("problem.void")
def void_problem(*, actor: Actor, problem: Problem, reason: str) -> Problem:
    """Make a problem void with a reason; the opinions that it took up are free again."""
    actor.require(Permission.ASSIGN_TASKS, problem.home)
    problem = held(problem, ProblemStepKind.VOID)
    reason = checked_text(_("作废理由"), reason, LONGEST_REASON)
    if open_measures([problem.pk]):
        raise Invalid(_("这个问题还有没办完的措施，请先把措施作废。"))
    problem.taken_up.filter(released_on=None).update(released_on=clock.today())
    problem.look_backs.filter(done_on=None, dropped_on=None).update(dropped_on=clock.today())
    problem.public_on = None
    take_step(
        actor,
        problem,
        ProblemStepKind.VOID,
        to=State.VOID,
        note=reason,
        changed=("public_on",),
    )
    index([problem])
    log(actor, "problem.void", problem, note=reason)
    return problem


def _describe(problem: Problem, home: Unit, spec: ProblemSpec) -> None:
    problem.title = checked_text(_("问题"), spec.title, 120)
    problem.detail = checked_lines(_("具体表现"), spec.detail, 2000)
    problem.cause = checked_lines(_("原因"), spec.cause, 1000)
    problem.category = _category(home, spec.category)
    problem.origin = checked_choice(_("来源"), spec.origin, Origin)
    problem.level = checked_choice(_("层级"), spec.level, Level)
    problem.leader = spec.leader
    problem.is_beyond_power = spec.is_beyond_power
    if spec.yearly_cost is not None and not 0 <= spec.yearly_cost <= MOST_FEN:
        raise Invalid(_("每年负担的金额不对，请核对。"))
    problem.yearly_cost = spec.yearly_cost
    problem.remark = checked_text(_("备注"), spec.remark, 300, required=False)


def _category(home: Unit, code: str) -> Category | None:
    if not code:
        return None
    found = Category.objects.filter(home=home, code=code).first()
    if found is None:
        raise Invalid(
            _("“%(home)s”没有代码为“%(code)s”的意见类别。") % {"home": home, "code": code}
        )
    return found


def _refuse_strangers(home: Unit, things: Sequence[Unit | OpinionGroup]) -> None:
    for thing in things:
        if not thing.path.startswith(home.path):
            raise Invalid(
                _("“%(thing)s”不属于“%(home)s”，请改选。") % {"thing": thing, "home": home}
            )


def _assist(problem: Problem, units: Sequence[Unit]) -> None:
    ProblemAssistant.objects.bulk_create(
        [
            ProblemAssistant(home_id=problem.home_id, problem=problem, unit=unit)
            for unit in units
            if unit.pk != problem.unit_id
        ],
        ignore_conflicts=True,
    )


def _take_up(actor: Actor, problem: Problem, groups: Sequence[OpinionGroup]) -> list[object]:
    """Link groups; two clerks who take one up at once: the second is told."""
    for group in groups:
        try:
            with transaction.atomic():
                ProblemOpinions(
                    home_id=problem.home_id,
                    problem=problem,
                    group=group,
                    linked_at=clock.now(),
                    linked_by_name=name_of(actor),
                ).save(force_insert=True)
        except IntegrityError as error:
            raise AlreadyTakenUp(
                _("“%(group)s”已经列入别的问题，请刷新页面。") % {"group": group.wording}
            ) from error
    return [group.pk for group in groups]


def _values(problem: Problem) -> dict[str, object]:
    named = (field.name for field in fields(ProblemSpec) if field.name != "assisting")
    return {name: str(getattr(problem, f"{name}_id", getattr(problem, name, ""))) for name in named}
