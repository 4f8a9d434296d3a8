"""One problem as a story, on one page, which prints."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.files.models import Attachment
from bihuan.finance.writing import write_fen
from bihuan.lib import clock
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.permissions import Permission
from bihuan.rectification.access import problem_for
from bihuan.rectification.came_of import links_for
from bihuan.rectification.lamps import TONES, ProblemLamps
from bihuan.rectification.models import Problem, ProblemStepKind, State, UpwardRequest
from bihuan.rectification.offers import offers_of
from bihuan.rectification.reading import clear_of, material_of, money_of_problem
from bihuan.rectification.rules import KIND, Clocks, clocks, milestones_of
from bihuan.rectification.story import Material, story_of
from bihuan.tasks.lamps import Lamps

TAKES_EVIDENCE = (
    State.FOUND,
    State.PLANNED,
    State.DOING,
    State.WAITING,
    State.DONE,
    State.LONG_TERM,
)


@login_required
@require_safe
def problem(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Show a problem: what it is, what comes next, its measures and money, its story."""
    actor = actor_of(request)
    found = problem_for(actor, problem_id)
    return render(request, "rectification/problem.html", context_of(actor, found))


def context_of(actor: Actor, found: Problem) -> dict[str, object]:
    """Return what the page shows."""
    today = clock.today()
    material = material_of(actor, found)
    offers = offers_of(actor, found)
    lamps = Lamps(today, material.measures)
    is_assigner = actor.may(Permission.ASSIGN_TASKS, found.unit)
    return {
        "problem": found,
        "tone": TONES[State(found.state)],
        "yearly_cost": write_fen(found.yearly_cost) if found.yearly_cost else "",
        "lamp": ProblemLamps(today, [found]).of(found),
        "clear": clear_of(found, list(material.measures)),
        "clocks": _clocks(found, material.requests),
        "measures": [{"task": task, "lamp": lamps.of(task)} for task in material.measures],
        "milestones": milestones_of([task.milestone for task in material.measures]),
        "assistants": _assisting(found),
        "came_of": links_for(actor, found) if _is_of_no_opinion(material) else [],
        "requests": material.requests,
        "is_assigner": is_assigner,
        "money": money_of_problem(material),
        "amounts": material.amounts,
        "keeps_money": actor.may(Permission.KEEP_MONEY, found.unit),
        "look_backs": material.look_backs,
        "may_look_back": found.state == State.CLOSED
        and actor.may(Permission.VERIFY_TASKS, found.unit),
        "today": today,
        "decision": material.decision,
        "story": story_of(actor, material),
        "files": _files(found, material),
        "may_add_files": found.state in TAKES_EVIDENCE
        and (is_assigner or actor.may(Permission.DO_TASKS, found.unit)),
        "next": [offer for offer in offers if offer.is_next],
        "others": [offer for offer in offers if not offer.is_next],
        "hint": _hint(found),
    }


def _is_of_no_opinion(material: Material) -> bool:
    """Tell whether it was opened out of no opinion: only then it came of something elsewhere."""
    opened = next((step for step in material.steps if step.kind == ProblemStepKind.OPEN), None)
    return opened is None or not opened.facts.get("groups")


def _assisting(found: Problem) -> list[str]:
    units = found.assistants.order_by().values_list("unit__short_name", "unit__name", "pk")
    return [short or name for short, name, _pk in sorted(units, key=lambda row: row[2])]


def _clocks(found: Problem, requests: Sequence[UpwardRequest]) -> Clocks:
    today = clock.today()
    last = found.closed_on if found.state in (State.CLOSED, State.EXPLAINED) else today
    waits = [(r.asked_on, r.answered_on or r.withdrawn_on) for r in requests]
    return clocks(found.found_on, last or today, waits)


def _files(found: Problem, material: Material) -> list[Attachment]:
    ids = [found.pk, *(task.pk for task in material.measures)]
    rows = Attachment.objects.filter(about_kind__in=(KIND, "task"), about_id__in=ids)
    there = rows.filter(removed_at=None, purged_at=None).order_by()
    return sorted(there, key=lambda file: (file.added_at, file.pk))


def _hint(found: Problem) -> str:
    """Say in one sentence what comes next and who does it."""
    return {
        State.FOUND: _("下一步：定目标、时限，作出承诺。"),
        State.PLANNED: _("下一步：把措施交办给承办单位。"),
        State.DOING: _("措施在办；全部验收后，由责任单位报完成。"),
        State.WAITING: _("等上级或有关部门答复，这些天不算本级用时；收到后请登记。"),
        State.DONE: _("等没有经手、不属于责任单位的人验收。"),
        State.VERIFIED: _("验收通过，等没有经手的人销号。"),
        State.CLOSED: _("已销号；到日子由没有经手的人回头看。"),
        State.LONG_TERM: _("长期坚持；每年的节点是一项措施。"),
        State.EXPLAINED: _("依法不能办，已作解释；不计入各项比率。"),
        State.VOID: _("已作废。"),
    }[State(found.state)]
