"""Questions that rooms above ask: which problem an opinion is of, and what residents may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.opinions.models import Opinion, OpinionGroup
from bihuan.rectification.models import Problem, ProblemOpinions, State

ENDED = (State.CLOSED, State.EXPLAINED)
FOR_RESIDENTS = (
    *("id", "home", "path", "year", "number", "title", "state"),
    *("public_wording", "public_outcome", "public_on"),
)
"""What the process that faces residents reads of a problem; its database role may read no more."""
FARTHEST = 10  # groups merged one into the next


@dataclass(frozen=True)
class Outcome:
    """What a resident may read of what became of their opinion: approved wording only."""

    title: str
    state_word: str
    text: str
    can_answer: bool
    problem_id: UUID


def outcomes_for(opinion: Opinion) -> list[Outcome]:
    """Return what became of an opinion, as far as it was made public; nothing that was not."""
    problem = problem_for_residents(opinion)
    if problem is None or problem.public_on is None:
        return []
    return [
        Outcome(
            title=problem.public_wording,
            state_word=public_state(problem),
            text=problem.public_outcome,
            can_answer=problem.state in ENDED,
            problem_id=problem.pk,
        )
    ]


def public_state(problem: Problem) -> str:
    """Return where a problem stands, in words for residents."""
    if problem.state in (State.DONE, State.VERIFIED):
        return _("办理完成，正在核实")
    if problem.state == State.WAITING:
        return _("已向上级请求，等待答复")
    if problem.state in (State.FOUND, State.PLANNED, State.DOING):
        return _("正在办理")
    return {
        State.CLOSED: _("已经办结"),
        State.LONG_TERM: _("长期办理"),
        State.EXPLAINED: _("已作解释"),
    }.get(State(problem.state), "")


def problem_of(opinion: Opinion) -> Problem | None:
    """Return the problem that took an opinion's group up, or a group merged into it since."""
    if opinion.group_id is None:
        return None
    return problems_of_groups([opinion.group_id]).get(opinion.group_id)


def problem_for_residents(opinion: Opinion, *, for_update: bool = False) -> Problem | None:
    """Return the problem of an opinion with those fields only that residents' pages read."""
    if opinion.group_id is None:
        return None
    id_ = _problem_ids([opinion.group_id]).get(opinion.group_id)
    problems = Problem.objects.only(*FOR_RESIDENTS)
    if for_update:
        problems = problems.select_for_update(of=("self",))
    return problems.filter(pk=id_).first() if id_ else None


def problems_of_groups(ids: Iterable[UUID]) -> dict[UUID, Problem]:
    """Return by group the problem that took it up; a group merged into another is of that one."""
    by_group = _problem_ids(ids)
    problems = Problem.objects.select_related("home").in_bulk(list(set(by_group.values())))
    return {group: problems[id_] for group, id_ in by_group.items()}


def _problem_ids(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    wanted = list(ids)
    origin = {id_: id_ for id_ in wanted}
    frontier = wanted
    for _step in range(FARTHEST):
        merged = OpinionGroup.objects.filter(merged_into__in=frontier).order_by("pk")
        found = [pair for pair in merged.values_list("pk", "merged_into") if pair[0] not in origin]
        if not found:
            break
        origin |= {pk: origin[into] for pk, into in found if into is not None}
        frontier = [pk for pk, _into in found]
    links = ProblemOpinions.objects.filter(group__in=list(origin), released_on=None)
    pairs = links.order_by("-linked_at").values_list("group_id", "problem_id")
    return {origin[group]: problem for group, problem in pairs}


def groups_of(problem: Problem) -> list[OpinionGroup]:
    """Return the groups of a problem as they are now: merged ones are followed."""
    links = problem.taken_up.filter(released_on=None).select_related("group__category")
    groups = {link.group_id: link.group for link in links.order_by("linked_at", "id")}
    for _step in range(FARTHEST):
        gone = {pk: g.merged_into_id for pk, g in groups.items() if g.merged_into_id}
        if not gone:
            break
        into = OpinionGroup.objects.select_related("category").in_bulk(list(gone.values()))
        groups = {pk: g for pk, g in groups.items() if pk not in gone} | into
    return list(groups.values())
