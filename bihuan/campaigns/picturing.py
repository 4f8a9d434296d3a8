"""What stands in the timeline and in a plan's table: each item with the state it is in."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.campaigns.models import CampaignStep, Phase, Plan, PlanItem
from bihuan.campaigns.rules import ITEM
from bihuan.campaigns.standing import by_step
from bihuan.campaigns.timeline import Task as Drawn
from bihuan.orgs.access import Actor
from bihuan.tasks.access import tasks_visible_to
from bihuan.tasks.lamps import Lamps
from bihuan.tasks.models import State, Task


@dataclass(frozen=True)
class Line:
    """An item of a plan with its state: that of its task, or where its days stand."""

    item: PlanItem
    word: str
    tone: str
    task: Task | None = None
    is_adapted: bool = False
    is_over: bool = False  # its days are over, so that it cannot be assigned any more


@dataclass(frozen=True)
class StepLines:
    """A step with its items."""

    step: CampaignStep
    lines: Sequence[Line]


@dataclass(frozen=True)
class PhaseLines:
    """A phase with its steps."""

    phase: Phase
    steps: Sequence[StepLines]


def tasks_about(actor: Actor, items: Iterable[PlanItem]) -> dict[UUID, Task]:
    """Return the standing task of each item that has one the actor may see."""
    ids = [item.pk for item in items]
    rows = tasks_visible_to(actor).filter(about_kind=ITEM, about_id__in=ids)
    return {task.about_id: task for task in rows.exclude(state=State.VOID) if task.about_id}


def line_of(item: PlanItem, task: Task | None, lamps: Lamps, *, is_adapted: bool = False) -> Line:
    """Return an item with its state. Without a task nobody says that something is overdue."""
    if task is not None:
        lamp = lamps.of(task)
        return Line(item, lamp.word, lamp.tone, task, is_adapted)
    today = lamps.today
    if today < item.begins_on:
        return Line(item, _("未到时间"), "plain", None, is_adapted)
    if today <= item.due_on:
        return Line(item, _("时间之内"), "info", None, is_adapted)
    return Line(item, _("时间已过"), "plain", None, is_adapted, is_over=True)


def arranged(
    actor: Actor,
    phases: Sequence[Phase],
    items: Sequence[PlanItem],
    today: dt.date,
    adapted: frozenset[UUID] = frozenset(),
) -> list[PhaseLines]:
    """Return a plan's items by phase and step; phases come with their steps prefetched."""
    tasks, lamps, steps = tasks_about(actor, items), Lamps(today), by_step(items)

    def lines(step: CampaignStep) -> list[Line]:
        return [
            line_of(item, tasks.get(item.pk), lamps, is_adapted=item.pk in adapted)
            for item in steps.get(step.pk, ())
        ]

    return [
        PhaseLines(phase, [StepLines(step, lines(step)) for step in phase.steps.all()])
        for phase in phases
    ]


def tasks_of(
    actor: Actor, phases: Sequence[Phase], plan: Plan | None, today: dt.date
) -> list[Drawn]:
    """Return the bars of a timeline: each phase, then its items."""
    items = list(plan.items.filter(withdrawn_at=None)) if plan is not None else []
    drawn: list[Drawn] = []
    for part in arranged(actor, phases, items, today):
        drawn.append(_of_phase(part.phase))
        drawn += [
            Drawn(line.item.title, line.item.begins_on, line.item.due_on, _tone(line), line.word)
            for step in part.steps
            for line in step.lines
        ]
    return drawn


def _of_phase(phase: Phase) -> Drawn:
    word = _("已结束") if phase.closed_on else _("进行中") if phase.opened_on else _("未启动")
    tone = "over" if phase.closed_on else "open" if phase.opened_on else "waiting"
    return Drawn(phase.label, phase.begins_on, phase.ends_on, f"phase-{tone}", word, True)


def _tone(line: Line) -> str:
    return line.tone if line.task is not None else "required" if line.item.is_required else "own"
