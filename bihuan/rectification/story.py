"""One problem as a story, in one column: from first words to the last look-back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.finance.models import Amount
from bihuan.opinions.access import opinions_visible_to
from bihuan.opinions.models import Opinion, OpinionGroup, OpinionState
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.rectification.models import (
    Decision,
    Finding,
    LookBack,
    Problem,
    ProblemStep,
    ProblemStepKind,
    Satisfaction,
    Satisfied,
    UpwardRequest,
)
from bihuan.tasks.models import Step, StepKind, Task

MOST_QUOTED = 5
LONGEST_QUOTE = 200
ICONS = {
    ProblemStepKind.OPEN: ("flag", "plain"),
    ProblemStepKind.COMMIT: ("rubber-stamp", "info"),
    ProblemStepKind.MEASURE: ("send", "info"),
    ProblemStepKind.CONTACT: ("users", "info"),
    ProblemStepKind.ASK: ("arrow-up", "warn"),
    ProblemStepKind.ANSWER: ("arrow-down", "good"),
    ProblemStepKind.ACCEPT: ("check", "good"),
    ProblemStepKind.SEND_BACK: ("arrow-back-up", "bad"),
    ProblemStepKind.CLOSE: ("circle-check", "good"),
    ProblemStepKind.LOOK_BACK: ("eye", "info"),
    ProblemStepKind.DECIDE: ("rubber-stamp", "warn"),
    ProblemStepKind.REOPEN: ("refresh", "bad"),
    ProblemStepKind.VOID: ("ban", "bad"),
    ProblemStepKind.EXPLAIN: ("info-circle", "plain"),
    ProblemStepKind.REPORT: ("send", "info"),
}
TOLD_BY_TASK = {StepKind.ASSIGN, StepKind.RECOUNT}
"""Steps of a measure that the problem's own steps tell, or nobody needs in a story."""


@dataclass(frozen=True)
class Quote:
    """What somebody said, by which way and when; the category of the giver, never the name."""

    text: str
    said: str
    url: str = ""


@dataclass(frozen=True)
class Event:
    """One event of the story; `order` places it on its day, `is_minor` lets paper leave it out."""

    day: dt.date
    what: str
    order: str = ""
    who: str = ""
    note: str = ""
    icon: str = "circle-check"
    tone: str = "plain"
    facts: Sequence[str] = ()
    quotes: Sequence[Quote] = ()
    more_url: str = ""
    more: int = 0
    is_minor: bool = False


@dataclass
class Material:
    """All that a story is made of, read once."""

    problem: Problem
    steps: Sequence[ProblemStep]
    measures: Sequence[Task]
    groups: Sequence[OpinionGroup]
    amounts: Sequence[Amount]
    requests: Sequence[UpwardRequest]
    answers: Sequence[Satisfaction]
    look_backs: Sequence[LookBack]
    decision: Decision | None


def story_of(actor: Actor, material: Material) -> list[Event]:
    """Return the events in order, the oldest first."""
    events = [
        *_first_words(actor, material.groups),
        *_steps(material.steps),
        *_work(material.measures),
        *(_money(amount) for amount in material.amounts if amount.voided_at is None),
        *_answers(actor, material),
    ]
    return sorted(events, key=lambda event: (event.day, event.order))


def _first_words(actor: Actor, groups: Iterable[OpinionGroup]) -> list[Event]:
    """Return what was said, as far as the actor may read it; each group at its first day."""
    seen = {group.pk: group for group in groups}
    said: dict[UUID, list[Opinion]] = defaultdict(list)
    for opinion in opinions_of(actor, list(seen)):
        if opinion.group_id is not None:
            said[opinion.group_id].append(opinion)
    return [
        Event(
            day=group.first_on,
            order="0",
            what=_words(group, said[id_]),
            icon="users",
            tone="warn",
            quotes=[_quote(each) for each in said[id_][:MOST_QUOTED]],
            more=max(len(said[id_]) - MOST_QUOTED, 0),
            more_url=reverse("opinions:group", args=[id_]),
        )
        for id_, group in seen.items()
    ]


def _words(group: OpinionGroup, said: Sequence[Opinion]) -> str:
    """Return what people said in short; nothing but that they did where a quote says it all."""
    if len(said) == 1 and said[0].text.strip() == group.wording:
        return _("群众的话")
    return _("群众的话：%(wording)s") % {"wording": group.wording}


def opinions_of(actor: Actor, groups: list[UUID]) -> list[Opinion]:
    """Return the opinions of some groups that an actor may read, the oldest first."""
    if not groups:
        return []
    found = opinions_visible_to(actor).filter(group__in=groups).exclude(state=OpinionState.VOID)
    return list(found.order_by("raised_on", "id"))


def _quote(opinion: Opinion) -> Quote:
    text = opinion.text.strip()
    text = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    said = f"{opinion.raised_on} · {opinion.get_channel_display()} · {opinion.get_giver_display()}"
    return Quote(text, said, reverse("opinions:opinion", args=[opinion.pk]))


def _steps(steps: Iterable[ProblemStep]) -> list[Event]:
    found = []
    for step in steps:
        kind = ProblemStepKind(step.kind)
        if kind == ProblemStepKind.DISSATISFIED:  # the answer itself is in the story
            continue
        icon, tone = ICONS.get(kind, ("circle-check", "plain"))
        if kind == ProblemStepKind.LOOK_BACK and step.facts.get("finding") == Finding.FAILS:
            tone = "bad"
        found.append(
            Event(
                day=_day(step.at),
                order=f"1{step.at.isoformat()}",
                what=_what(step),
                who=step.by_name,
                note=step.note,
                icon=icon,
                tone=tone,
                facts=_facts(step),
                is_minor=kind in (ProblemStepKind.LINK, ProblemStepKind.PUBLISH),
            )
        )
    return found


def _what(step: ProblemStep) -> str:
    facts = step.facts
    label = step.get_kind_display()
    if step.kind == ProblemStepKind.MEASURE:
        return f"{label}：{facts.get('unit', '')}"
    if step.kind == ProblemStepKind.ASK:
        return f"{label}：{facts.get('asked_of', '')}"
    if step.kind == ProblemStepKind.ANSWER:
        word = {"agreed": _("同意"), "partly": _("部分同意"), "refused": _("不同意")}
        said = word.get(str(facts.get("reply")), _("请求已撤回"))
        return f"{label}：{said}"
    if step.kind == ProblemStepKind.LOOK_BACK:
        word = {"holds": _("没有反弹"), "fails": _("出现反弹")}
        return f"{label}：{word.get(str(facts.get('finding')), '')}"
    if step.kind == ProblemStepKind.DECIDE:
        word = {"reopen": _("重开整改"), "further": _("增加措施"), "explain": _("作出解释")}
        return f"{label}：{word.get(str(facts.get('choice')), '')}"
    return str(label)


def _facts(step: ProblemStep) -> list[str]:
    facts, said = step.facts, []
    labels = (
        ("goal", _("目标")),
        ("commitment", _("公开承诺")),
        ("due_on", _("时限")),
        ("old_due", _("原时限")),
        ("seen_on", _("到场查看")),
        ("old_unit", _("原责任单位")),
        ("new_unit", _("改由")),
        ("wording", _("公开的表述")),
        ("outcome", _("公开的结果")),
    )
    for name, label in labels:
        if facts.get(name):
            said.append(f"{label}：{facts[name]}")
    return said


def _work(measures: Iterable[Task]) -> list[Event]:
    titles = {task.pk: task.title for task in measures}
    if not titles:
        return []
    steps = Step.objects.filter(task__in=list(titles)).order_by()
    told = [step for step in steps if step.kind not in TOLD_BY_TASK]
    return [
        Event(
            day=_day(step.at),
            order=f"1{step.at.isoformat()}",
            what=f"{titles[step.task_id]} · {step.get_kind_display()}",
            who=step.by_name,
            note=step.note,
            icon="check" if step.kind in (StepKind.ACCEPT, StepKind.CLOSE) else "clock",
            tone="good" if step.kind == StepKind.ACCEPT else "plain",
            facts=_progress(step),
            is_minor=step.kind in (StepKind.SIGN_FOR, StepKind.CHASE),
        )
        for step in sorted(told, key=lambda step: (step.at, step.pk))
    ]


def _progress(step: Step) -> list[str]:
    if step.kind != StepKind.PROGRESS:
        return []
    labels = (("difficulty", _("困难")), ("next", _("下一步")))
    said = [f"{label}：{step.facts[name]}" for name, label in labels if step.facts.get(name)]
    if step.facts.get("percent"):
        said.append(_("进度：%(n)s%%") % {"n": step.facts["percent"]})
    return said


def _money(amount: Amount) -> Event:
    written = amount.written
    payer = amount.payer_name or amount.get_payer_display()
    return Event(
        day=amount.on,
        order=f"1{amount.entered_at.isoformat()}",
        what=_("资金%(phase)s：%(payer)s %(sum)s")
        % {"phase": amount.get_phase_display(), "payer": payer, "sum": written},
        who="",
        note="，".join(part for part in (amount.purpose, amount.paper) if part),
        icon="file-text",
        tone="info",
    )


def _answers(actor: Actor, material: Material) -> list[Event]:
    """Return what those who raised it said; their words only for who may read opinions."""
    may_read = actor.may(Permission.SEE_OPINIONS, material.problem.unit)
    return [
        Event(
            day=answer.answered_on,
            order="4",
            what=_("反映人评价：%(answer)s") % {"answer": answer.said},
            who=answer.get_how_display(),
            note=answer.comment if may_read else "",
            icon="users",
            tone="warn" if answer.answer == Satisfied.NOT else "good",
        )
        for answer in material.answers
    ]


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)
