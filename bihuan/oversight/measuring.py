"""What stands of what was promised, computed from the records now: no number is typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.models import Phase
from bihuan.figures.answering import answer_each
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.links import trace_url
from bihuan.figures.models import Definition
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.oversight.models import GateCondition, GateLine, GateRequest, Measure, Standing
from bihuan.oversight.proposing import CONDITION, LINE, problems_of, tasks_of
from bihuan.oversight.required import counted, matrix_url, said_of, stand_of
from bihuan.oversight.rules import held_against, part_of
from bihuan.rectification.models import State as ProblemState
from bihuan.tasks.models import State as TaskState
from bihuan.tasks.models import Task

FINISHED = (TaskState.VERIFIED, TaskState.CLOSED)
SETTLED = (ProblemState.CLOSED, ProblemState.LONG_TERM, ProblemState.EXPLAINED)


@dataclass(frozen=True)
class Stand:
    """What stands: in words, as a value where there is one, kept or not, and what opens it."""

    text: str
    standing: str = ""
    value: Decimal | None = None
    url: str = ""


def scope_of(request: GateRequest) -> Scope:
    """Return where and when figures of a request are computed: from the campaign's first day."""
    period = (request.campaign.begins_on, request.phase.ends_on)
    return Scope(unit=request.home, period=period)


def measured(request: GateRequest, lines: Sequence[GateLine], *, actor: Actor) -> dict[UUID, Stand]:
    """Return what stands now of each line by its id; few statements, however many lines."""
    found = _figures(request, [each for each in lines if each.measure == Measure.FIGURE], actor)
    required = [each for each in lines if each.measure == Measure.REQUIRED]
    found |= _required(request, required, actor)
    found |= _single_tasks([each for each in lines if each.measure == Measure.TASK])
    earlier = _earlier_phases(lines)
    for line in lines:
        if line.measure == Measure.WORDS:
            found[line.pk] = Stand(line.stands, line.standing)
        elif line.measure == Measure.TASKS:
            found[line.pk] = _tasks(earlier.get(line.key, request.phase))
        elif line.measure == Measure.PROBLEMS:
            found[line.pk] = _problems(request.phase)
    return found


def standing_now(
    request: GateRequest, lines: Sequence[GateLine], *, actor: Actor
) -> dict[UUID, Stand]:
    """Return what stands as the request says it: frozen where it was sent, else computed now."""
    if request.is_editable:
        return measured(request, lines, actor=actor)
    return {line.pk: frozen(line) for line in lines}


def frozen(line: GateLine) -> Stand:
    """Return what stood when the line was last sent."""
    value = Decimal(line.frozen_value) if line.frozen_value else None
    return Stand(line.frozen_text, line.frozen_standing, value, line.frozen_url)


def _figures(request: GateRequest, lines: Sequence[GateLine], actor: Actor) -> dict[UUID, Stand]:
    if not lines:
        return {}
    definitions = figures_of(request, {line.figure_code for line in lines})
    scope = scope_of(request)
    answers, faults = answer_each(definitions.values(), scope, actor=actor)
    found = {}
    for line in lines:
        answer = answers.get(line.figure_code)
        if answer is None:
            said = faults.get(line.figure_code) or _("没有代码为“%(code)s”的数据") % {
                "code": line.figure_code
            }
            found[line.pk] = Stand(said, line.standing)
        else:
            found[line.pk] = _answered(line, answer, scope)
    return found


def _answered(line: GateLine, answer: Answer, scope: Scope) -> Stand:
    value = answer.value if isinstance(answer.value, Decimal) else None
    held = held_against(value, line.rule, line.threshold)
    standing = str(held) if held is not None else line.standing
    said = answer.text if value is None or answer.records else _number(value, answer)
    return Stand(said, standing, value, trace_url(line.figure_code, scope))


def _number(value: Decimal, answer: Answer) -> str:
    """Write a value that no record gave: a promise is held against nothing as well."""
    return f"{value.normalize():f}{answer.definition.unit_of_measure}"


def figures_of(request: GateRequest, codes: Iterable[str]) -> dict[str, Definition]:
    """Return the figures of some codes that are defined for a request's administration."""
    path = request.path
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    rows = Definition.objects.filter(home__path__in=above, code__in=list(codes))
    return {row.code: row for row in rows.order_by("home__path")}


def _required(request: GateRequest, lines: Sequence[GateLine], actor: Actor) -> dict[UUID, Stand]:
    """Return how many units, or the whole, have what is required of them now."""
    if not lines:
        return {}
    campaign, ids = request.campaign, [line.figure_code for line in lines]
    held = counted(campaign, ids, actor=actor)
    ended = said_of(ids, campaign) if len(held) < len(set(ids)) else {}
    found = {}
    for line in lines:
        one = held.get(line.figure_code)
        if one is None:
            found[line.pk] = Stand(ended.get(line.figure_code, _("您的账号不能查看这条要求的数")))
        else:
            text, standing = stand_of(one)
            found[line.pk] = Stand(text, standing, Decimal(one[0]), matrix_url(campaign, one))
    return found


def _tasks(phase: Phase) -> Stand:
    done = Q(state__in=FINISHED, state_at__lte=clock.now())
    found = tasks_of(phase).aggregate(n=Count("pk"), done=Count("pk", filter=done))
    first, last = phase.begins_on, phase.ends_on
    url = f"{reverse('tasks:list')}?show=all&first={first}&last={last}"
    said = _("应完成%(n)d项，已完成%(done)d项") % found
    return Stand(said, str(part_of(found["done"], found["n"])), Decimal(found["done"]), url)


def _problems(phase: Phase) -> Stand:
    settled = Q(state__in=SETTLED[1:], state_at__lte=clock.now())
    found = problems_of(phase).aggregate(
        n=Count("pk", filter=Q(found_on__lte=clock.today())),
        closed=Count("pk", filter=Q(state=ProblemState.CLOSED, closed_on__lte=clock.today())),
        rest=Count("pk", filter=settled),
    )
    done = found["closed"] + found["rest"]
    said = _("查找%(n)d个，已销号%(closed)d个，长期坚持或已作解释%(rest)d个") % found
    url = f"{reverse('rectification:list')}?state="
    return Stand(said, str(part_of(done, found["n"])), Decimal(found["closed"]), url)


def _earlier_phases(lines: Sequence[GateLine]) -> dict[str, Phase]:
    """Return the stage that each line looked back at was promised for, by the line's key."""
    wanted = [each for each in lines if each.measure == Measure.TASKS]
    keys = [each.key for each in wanted if each.key.startswith(LINE)]
    if not keys:
        return {}
    rows = GateLine.objects.filter(pk__in=[key.removeprefix(LINE) for key in keys])
    return {
        f"{LINE}{row.pk}": row.request.phase
        for row in rows.select_related("request__phase__campaign")
    }


def _single_tasks(lines: Sequence[GateLine]) -> dict[UUID, Stand]:
    """Return where the task of each condition stands now; two statements."""
    if not lines:
        return {}
    ids = {line.pk: UUID(line.key.removeprefix(CONDITION)) for line in lines}
    conditions = GateCondition.objects.in_bulk(list(ids.values()))
    tasks = Task.objects.in_bulk([each.task_id for each in conditions.values() if each.task_id])
    found = {}
    for line in lines:
        condition = conditions.get(ids[line.pk])
        task = tasks.get(condition.task_id) if condition and condition.task_id else None
        found[line.pk] = _of_task(task)
    return found


def _of_task(task: Task | None) -> Stand:
    if task is None:
        return Stand(_("没有找到对应的任务"), str(Standing.OPEN))
    url = reverse("tasks:task", args=[task.pk])
    done = task.state in FINISHED
    standing = Standing.KEPT if done else Standing.PARTLY if task.percent else Standing.OPEN
    return Stand(task.get_state_display(), str(standing), None, url)
