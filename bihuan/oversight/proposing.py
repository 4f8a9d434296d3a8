"""What a self-check starts from: lines proposed from what was promised for a stage.

It is read off the campaign, its requirements, tasks and problems, and the gates before.
"""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.campaigns.models import Phase
from bihuan.campaigns.rules import ITEM
from bihuan.lib.dates import write_date
from bihuan.oversight.models import (
    GateCondition,
    GateLine,
    GateRequest,
    Measure,
    Origin,
    Section,
    Standing,
)
from bihuan.oversight.required import required_lines
from bihuan.rectification.models import Problem
from bihuan.tasks.models import State as TaskState
from bihuan.tasks.models import Task

LINE, CONDITION = "line:", "condition:"
"""What the key of a line begins with that looks back at a line, at a condition."""
MOST = 120
"""Lines at most of one request: more than that nobody reads."""


def proposed(request: GateRequest) -> list[GateLine]:
    """Return the lines that are not yet in a request, unsaved and without places."""
    found = [*_of_this_stage(request.phase), *_of_earlier_stages(request)]
    known = set(GateLine.objects.filter(request=request).values_list("section", "key"))
    said = _looked_back_at(request)
    return [
        line for line in found if (line.section, line.key) not in known and line.key not in said
    ][:MOST]


def _looked_back_at(request: GateRequest) -> set[str]:
    """Return the requirements that an earlier stage's check had: they are looked back at."""
    phase = request.phase
    rows = GateLine.objects.filter(
        request__phase__campaign=phase.campaign_id,
        request__phase__position__lt=phase.position,
        origin=Origin.REQUIREMENT,
    )
    return set(rows.values_list("key", flat=True))


def _of_this_stage(phase: Phase) -> Iterator[GateLine]:
    yield from required_lines(phase)
    for step in phase.steps.all():
        for each in step.deliverables:
            yield GateLine(
                section=Section.CHECK,
                origin=Origin.DELIVERABLE,
                key=f"deliverable:{step.code}:{each.get('code') or each['label']}"[:120],
                promised=_("%(step)s：%(label)s") % {"step": step, "label": each["label"]},
            )
    if tasks_of(phase).exists():
        yield GateLine(
            section=Section.CHECK,
            origin=Origin.TASKS,
            key="tasks",
            promised=_("方案任务按期完成（期限%(first)s至%(last)s）")
            % {"first": write_date(phase.begins_on), "last": write_date(phase.ends_on)},
            measure=Measure.TASKS,
        )
    if problems_of(phase).exists():
        yield GateLine(
            section=Section.CHECK,
            origin=Origin.PROBLEMS,
            key="problems",
            promised=_("查找出来的问题有人办、有结果"),
            measure=Measure.PROBLEMS,
        )


def _of_earlier_stages(request: GateRequest) -> Iterator[GateLine]:
    phase = request.phase
    before = Q(
        request__phase__campaign=phase.campaign_id, request__phase__position__lt=phase.position
    )
    # The problems of this stage are counted from the campaign's first day: once is enough.
    earlier = GateLine.objects.filter(before, section=Section.CHECK, removed_at=None).exclude(
        measure=Measure.PROBLEMS
    )
    for line in earlier.select_related("request__phase").order_by(
        "request__phase__position", "position"
    ):
        if line.is_computed or line.frozen_standing != Standing.KEPT:
            yield _seen_again(line)
    conditions = GateCondition.objects.filter(before).select_related("request__phase")
    for each in conditions.order_by("request__phase__position", "position"):
        yield GateLine(
            section=Section.LOOK_BACK,
            origin=Origin.CONDITION,
            key=f"{CONDITION}{each.pk}",
            promised=_("%(phase)s转段条件：%(text)s")
            % {"phase": each.request.phase, "text": each.text},
            measure=Measure.TASK,
        )


def _seen_again(line: GateLine) -> GateLine:
    return GateLine(
        section=Section.LOOK_BACK,
        origin=Origin.EARLIER,
        key=f"{LINE}{line.pk}",
        promised=f"{line.request.phase}：{line.promised}"[:200],
        measure=line.measure,
        figure_code=line.figure_code,
        threshold=line.threshold,
        rule=line.rule,
        unit_of_measure=line.unit_of_measure,
        stands=line.frozen_text[:500] if not line.is_computed else "",
    )


def following_phase(phase: Phase) -> Phase | None:
    """Return the stage after one; None after the last."""
    later = phase.campaign.phases.filter(position__gt=phase.position).order_by("position")
    return later.select_related("campaign__home", "home").first()


def tasks_of(phase: Phase) -> QuerySet[Task]:
    """Return the tasks of plans that fall due in a stage, void ones left out."""
    days = (phase.begins_on, phase.ends_on)
    rows = Task.objects.filter(about_kind=ITEM, home_id=phase.home_id, due_on__range=days)
    return rows.exclude(state=TaskState.VOID)


def problems_of(phase: Phase) -> QuerySet[Problem]:
    """Return the problems found from the campaign's first day to the stage's last."""
    days = (phase.campaign.begins_on, phase.ends_on)
    rows = Problem.objects.under(phase.campaign.path)
    return rows.filter(home_id=phase.home_id, found_on__range=days).counted()
