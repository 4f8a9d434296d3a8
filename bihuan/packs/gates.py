"""Loading stage gates: each step taken by the rooms' own actions, at its moment, by its account."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from bihuan.audit.rules import digest
from bihuan.campaigns.models import Phase
from bihuan.lib import clock
from bihuan.lib.errors import DomainError, Invalid
from bihuan.orgs.models import Unit
from bihuan.oversight import actions
from bihuan.oversight.measuring import measured
from bihuan.oversight.models import GateLine, GateRequest, GroupNote, Standing
from bihuan.packs.content import GateEntry, Pack
from bihuan.packs.gate_shapes import GateStepShape
from bihuan.packs.memory import Memory
from bihuan.packs.problems import ProblemLoading
from bihuan.tasks import actions as tasks
from bihuan.tasks.models import Task

KIND = "gate"


@dataclass
class Told:
    """A gate that is being told: its request, and the tasks of its conditions by ref."""

    entry: GateEntry
    request: GateRequest
    conditions: dict[str, Task] = field(default_factory=dict)

    def task(self, step: GateStepShape) -> Task:
        """Return the task of a condition read anew; raises Invalid for an unknown ref."""
        found = self.conditions.get(step.of)
        if found is None:
            raise Invalid(f"前面没有 ref 为“{step.of}”的条件（conditions）。")
        return Task.objects.select_related("unit__home", "home").get(pk=found.pk)


class GateLoading:
    """Loads a pack's gates; faults are noted with file and line."""

    def __init__(self, pack: Pack, home: Unit, memory: Memory) -> None:
        self.pack, self.home, self.memory = pack, home, memory
        self.names = ProblemLoading(pack, home, memory)

    def load(self) -> None:
        """Tell every gate that was not told before."""
        for entry in self.pack.gates:
            ref = f"{entry.shape.campaign}.{entry.shape.phase}"
            said = digest([entry.shape.model_dump(mode="json")])
            item = self.memory.known(KIND, ref)
            if item is None:
                self._tell(entry, ref, said)
            elif item.digest == said:
                self.memory.report.unchanged += 1
            else:
                self.memory.report.left.append(f"{entry.file}:{entry.line} {ref}")

    def _tell(self, entry: GateEntry, ref: str, said: str) -> None:
        told: list[Told] = []

        def begin() -> None:
            told.append(Told(entry, self._drafted(entry)))

        if not self._at(entry, entry.line, entry.shape.at, begin):
            return
        for number, step in enumerate(entry.shape.steps):

            def take(step: GateStepShape = step) -> None:
                DEEDS[step.do](self, told[0], step)

            if not self._at(entry, entry.step_line(number), step.at, take):
                return
        self.memory.report.count(self.memory.report.added, KIND)
        self.memory.remember(KIND, ref, told[0].request.pk, said)

    def _at(
        self, entry: GateEntry, line: int, moment: dt.datetime, act: Callable[[], None]
    ) -> bool:
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        try:
            if aware > clock.now():
                raise Invalid(f"时间 {moment:%Y-%m-%dT%H:%M} 还没有到。")
            with clock.set_back_to(aware):
                act()
        except DomainError as error:
            self.memory.faults.add(entry.file, line, error.message)
            return False
        return True

    def _drafted(self, entry: GateEntry) -> GateRequest:
        shape = entry.shape
        rows = Phase.objects.filter(campaign__home=self.home, campaign__code=shape.campaign)
        phase = rows.select_related("campaign__home").filter(code=shape.phase).first()
        if phase is None:
            raise Invalid(f"没有活动“{shape.campaign}”的阶段“{shape.phase}”。")
        return actions.draft_gate(actor=self.names.actor(shape.by), phase=phase)


def _write(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    actor = loading.names.actor(step.by)
    actions.write_summary(actor=actor, request=told.request, summary=step.note)


def _line(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    """Say what stands of a line; one that was not proposed is added."""
    actor = loading.names.actor(step.by)
    found = _named(told, step.promised)
    spec = actions.LineSpec(
        promised=found.promised if found else step.promised,
        stands=step.stands,
        standing=step.standing,
        doing=step.doing,
        figure_code=step.figure,
        rule=step.rule,
        threshold=step.threshold,
    )
    if found:
        actions.change_line(actor=actor, line=found, spec=spec)
    else:
        actions.add_line(actor=actor, request=told.request, spec=spec)


def _rest(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    """Say of every line of which nothing was said yet that it stands, and what is done next of
    what may not stand.
    """
    specs = {}
    actor = loading.names.actor(step.by)
    lines = list(GateLine.objects.filter(request=told.request, removed_at=None))
    now = measured(told.request, lines, actor=actor)
    for line in lines:
        standing = line.standing or step.standing or Standing.KEPT
        may_stand = (now[line.pk].standing if line.is_computed else standing) == Standing.KEPT
        specs[line.pk] = actions.LineSpec(
            promised=line.promised,
            stands=line.stands or step.stands,
            standing=standing,
            doing=line.doing or ("" if may_stand else step.doing),
            note=line.note,
        )
    actions.change_lines(actor=actor, request=told.request, specs=specs)


def _remove(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    found = _named(told, step.promised)
    if found is None:
        raise Invalid(f"自查里没有“{step.promised}”这一项。")
    actions.remove_line(actor=loading.names.actor(step.by), line=found, reason=step.note)


def _send(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    actions.send_gate(actor=loading.names.actor(step.by), request=told.request)


def _withdraw(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    actor = loading.names.actor(step.by)
    actions.withdraw_gate(actor=actor, request=told.request, reason=step.note)


def _return(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    actor = loading.names.actor(step.by)
    actions.return_gate(actor=actor, request=told.request, reason=step.note)


def _agree(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    conditions = [
        actions.Condition(
            each.text, each.due_on, loading.names.unit(each.unit) if each.unit else None
        )
        for each in step.conditions
    ]
    actions.agree_gate(
        actor=loading.names.actor(step.by),
        request=told.request,
        reason=step.note,
        conditions=conditions,
    )
    made = told.request.conditions.order_by("position")
    for shape, condition in zip(step.conditions, made, strict=True):
        told.conditions[shape.ref] = Task.objects.get(about_id=condition.pk)


def _note(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    actor = loading.names.actor(step.by)
    actions.add_note(actor=actor, campaign=told.request.campaign, text=step.note)


def _answer_note(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    rows = GroupNote.objects.filter(campaign=told.request.campaign, answered_at=None)
    note = rows.order_by("at").first()
    if note is None:
        raise Invalid("没有待回复的指导意见。")
    actions.answer_note(actor=loading.names.actor(step.by), note=note, answer=step.note)


def _sign_for(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    tasks.sign_for_task(actor=loading.names.actor(step.by), task=told.task(step))


def _progress(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    progress = tasks.Progress(stage=step.note, percent=step.percent)
    actor = loading.names.actor(step.by)
    tasks.report_progress(actor=actor, task=told.task(step), progress=progress)


def _submit(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    actor = loading.names.actor(step.by)
    tasks.submit_task(actor=actor, task=told.task(step), note=step.note)


def _accept(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    actor = loading.names.actor(step.by)
    tasks.verify_task(actor=actor, task=told.task(step), accepted=True, note=step.note)


def _close(loading: GateLoading, told: Told, step: GateStepShape) -> None:
    tasks.close_task(actor=loading.names.actor(step.by), task=told.task(step), note=step.note)


def _named(told: Told, said: str) -> GateLine | None:
    """Return the line that promises something, with or without the step that it is of."""
    rows = GateLine.objects.filter(request=told.request, removed_at=None)
    ends = f"：{said}"
    return next((row for row in rows if row.promised == said or row.promised.endswith(ends)), None)


DEEDS: dict[str, Callable[[GateLoading, Told, GateStepShape], None]] = {
    "write": _write,
    "line": _line,
    "rest": _rest,
    "remove": _remove,
    "send": _send,
    "withdraw": _withdraw,
    "return": _return,
    "agree": _agree,
    "note": _note,
    "answer_note": _answer_note,
    "sign_for": _sign_for,
    "progress": _progress,
    "submit": _submit,
    "accept": _accept,
    "close": _close,
}
