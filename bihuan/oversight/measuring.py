"""What stands of what was promised, computed from the records now: no number is typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.models import Campaign, Phase, RequirementScope
from bihuan.campaigns.requirements.progress import asks_of_whole, columns_of
from bihuan.figures.answering import At, answer_all
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.computing import known_in, sources_of
from bihuan.figures.links import trace_url
from bihuan.lib import clock
from bihuan.lib.counting import Later, Scan
from bihuan.lib.counting import answers as answers_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.oversight.conditions import FINISHED, Tied, by_id, tied
from bihuan.oversight.models import GateLine, GateRequest, Measure, Standing
from bihuan.oversight.proposing import CONDITION, LINE, problems_of, tasks_of
from bihuan.oversight.required import (
    Counted,
    held_by_units,
    held_by_whole,
    is_of,
    matrix_url,
    said_of,
    stand_of,
    standing_today,
)
from bihuan.oversight.rules import held_against, part_of
from bihuan.rectification.models import State as ProblemState

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


def measured(
    request: GateRequest,
    lines: Sequence[GateLine],
    *,
    actor: Actor,
    conditions: Mapping[UUID, Tied] | None = None,
) -> dict[UUID, Stand]:
    """Return what stands now of each line by its id; few statements, however many lines.

    `conditions` are those looked back at, by id, where they are at hand.
    """
    found = _computed(request, lines, actor)
    back = looked_back_at(lines)
    if conditions is None:
        conditions = by_id(tied(Q(pk__in=back.values()))) if back else {}
    found |= {line: _of_condition(conditions.get(id_)) for line, id_ in back.items()}
    found |= _counts(request, lines)
    for line in lines:
        if line.measure == Measure.WORDS:
            found[line.pk] = Stand(line.stands, line.standing)
    return found


def frozen(line: GateLine) -> Stand:
    """Return what stood when the line was last sent."""
    value = Decimal(line.frozen_value) if line.frozen_value else None
    return Stand(line.frozen_text, line.frozen_standing, value, line.frozen_url)


def _computed(request: GateRequest, lines: Sequence[GateLine], actor: Actor) -> dict[UUID, Stand]:
    """Return what stands of figures and of requirements: looked up and asked for together."""
    figured = [each for each in lines if each.measure == Measure.FIGURE]
    required = [each for each in lines if each.measure == Measure.REQUIRED]
    if not figured and not required:
        return {}
    campaign, scope = request.campaign, scope_of(request)
    asked = standing_today(campaign, [line.figure_code for line in required])
    if not actor.may_in_home_of(Permission.SEE_FIGURES, campaign.home):
        asked = []
    codes = {line.figure_code for line in figured}
    known = known_in(request.home, codes | {one.figure for one in asked})
    columns = columns_of(asked, campaign, clock.today(), known)
    offered = sources_of(known.values(), request.home)
    whole = filter(is_of(RequirementScope.OVERALL), columns)
    wanted = [(known[code], scope) for code in sorted(codes & known.keys())]
    wanted += asks_of_whole(whole, campaign)
    answers, faults = answer_all(wanted, actor=actor, offered=offered) if wanted else ({}, {})
    held = held_by_whole(columns, campaign, answers)
    held |= held_by_units(columns, campaign, offered, actor=actor)
    unheld = {
        str(column.requirement.pk): faults[column.definition.code, Scope(campaign.home, period)]
        for column in columns
        for period in column.periods
        if (column.definition.code, Scope(campaign.home, period)) in faults
    }
    return {line.pk: _of_figure(line, scope, answers, faults) for line in figured} | _of_required(
        campaign, required, held, unheld
    )


def _of_figure(
    line: GateLine, scope: Scope, answers: Mapping[At, Answer], faults: Mapping[At, str]
) -> Stand:
    answer = answers.get((line.figure_code, scope))
    if answer is not None:
        return _answered(line, answer, scope)
    unknown = _("没有代码为“%(code)s”的数据") % {"code": line.figure_code}
    return Stand(faults.get((line.figure_code, scope), unknown), line.standing)


def _answered(line: GateLine, answer: Answer, scope: Scope) -> Stand:
    value = answer.value if isinstance(answer.value, Decimal) else None
    held = held_against(value, line.rule, line.threshold)
    standing = str(held) if held is not None else line.standing
    said = answer.text if value is None or answer.records else _number(value, answer)
    return Stand(said, standing, value, trace_url(line.figure_code, scope))


def _number(value: Decimal, answer: Answer) -> str:
    """Write a value that no record gave: a promise is held against nothing as well."""
    return f"{value.normalize():f}{answer.definition.unit_of_measure}"


def _of_required(
    campaign: Campaign,
    lines: Sequence[GateLine],
    held: Mapping[str, Counted],
    unheld: Mapping[str, str],
) -> dict[UUID, Stand]:
    """Return how many units, or the whole, have what is required of them now."""
    missing = {line.figure_code for line in lines} - held.keys() - unheld.keys()
    said = {**(said_of(sorted(missing), campaign) if missing else {}), **unheld}
    unseen = _("您的账号不能查看这条要求的数")
    found = {}
    for line in lines:
        one = held.get(line.figure_code)
        if one is None:
            found[line.pk] = Stand(said.get(line.figure_code, unseen))
        else:
            text, standing = stand_of(one)
            found[line.pk] = Stand(text, standing, Decimal(one[0]), matrix_url(campaign, one))
    return found


def _counts(request: GateRequest, lines: Sequence[GateLine]) -> dict[UUID, Stand]:
    """Return how many tasks and problems of a stage are done; one statement for all lines."""
    earlier = _earlier_phases(lines)
    told = {}
    for line in lines:
        if line.measure == Measure.TASKS:
            told[line.pk] = _tasks(earlier.get(line.key, request.phase))
        elif line.measure == Measure.PROBLEMS:
            told[line.pk] = _problems(request.phase)
    found = answers_of(later for wanted, _stand in told.values() for later in wanted)
    return {pk: stand(*(found[each] for each in wanted)) for pk, (wanted, stand) in told.items()}


_Told = tuple[Sequence[Later], Callable[..., Stand]]


def _tasks(phase: Phase) -> _Told:
    rows = Scan(tasks_of(phase))
    first, last = phase.begins_on, phase.ends_on
    url = f"{reverse('tasks:list')}?show=all&first={first}&last={last}"

    def stand(n: int, done: int) -> Stand:
        said = _("应完成%(n)d项，已完成%(done)d项") % {"n": n, "done": done}
        return Stand(said, str(part_of(done, n)), Decimal(done), url)

    done = rows.count(Q(state__in=FINISHED, state_at__lte=clock.now()))
    return (rows.count(), done), stand


def _problems(phase: Phase) -> _Told:
    rows, today = Scan(problems_of(phase)), clock.today()
    settled = Q(state__in=SETTLED[1:], state_at__lte=clock.now())

    def stand(n: int, closed: int, rest: int) -> Stand:
        said = _("查找%(n)d个，已销号%(closed)d个，长期坚持或已作解释%(rest)d个") % {
            "n": n,
            "closed": closed,
            "rest": rest,
        }
        url = f"{reverse('rectification:list')}?state="
        return Stand(said, str(part_of(closed + rest, n)), Decimal(closed), url)

    closed = rows.count(Q(state=ProblemState.CLOSED, closed_on__lte=today))
    return (rows.count(Q(found_on__lte=today)), closed, rows.count(settled)), stand


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


def looked_back_at(lines: Iterable[GateLine]) -> dict[UUID, UUID]:
    """Return by line the condition that it looks back at."""
    back = [line for line in lines if line.measure == Measure.TASK]
    return {line.pk: UUID(line.key.removeprefix(CONDITION)) for line in back}


def _of_condition(condition: Tied | None) -> Stand:
    if condition is None or not condition.state:
        return Stand(_("没有找到对应的任务"), str(Standing.OPEN))
    url = reverse("tasks:task", args=[condition.task_id])
    partly = Standing.PARTLY if condition.percent else Standing.OPEN
    standing = Standing.KEPT if condition.is_done else partly
    return Stand(condition.word, str(standing), None, url)
