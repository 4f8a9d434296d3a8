"""What the pages show: lines with what stands and its drift, rounds, and what to do next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.oversight.conditions import Tied
from bihuan.oversight.measuring import Stand, frozen, measured
from bihuan.oversight.models import (
    GateLine,
    GateRequest,
    GateState,
    GateStep,
    GateStepKind,
    Measure,
    Section,
    Standing,
)
from bihuan.tasks.models import State as TaskState

TONES = {
    GateState.DRAFT: "plain",
    GateState.SENT: "info",
    GateState.RETURNED: "bad",
    GateState.AGREED: "good",
    GateState.CONDITIONAL: "good",
}
STANDING_TONES = {Standing.KEPT: "good", Standing.PARTLY: "warn", Standing.OPEN: "bad"}
STEP_LOOKS = {
    GateStepKind.DRAFT: ("plain", "pencil"),
    GateStepKind.SEND: ("info", "send"),
    GateStepKind.WITHDRAW: ("plain", "arrow-back-up"),
    GateStepKind.RETURN: ("bad", "arrow-back-up"),
    GateStepKind.AGREE: ("good", "rubber-stamp"),
    GateStepKind.AGREE_WITH: ("good", "rubber-stamp"),
}


@dataclass(frozen=True)
class ShownLine:
    """A line as the page shows it; `drift` says what stands now where that differs."""

    line: GateLine
    stand: Stand
    drift: str = ""

    @property
    def tone(self) -> str:
        """Return the tone of whether it stands."""
        return STANDING_TONES.get(Standing(self.stand.standing), "plain") if self.word else "plain"

    @property
    def word(self) -> str:
        """Return whether it stands, in words; empty where nobody said."""
        return str(Standing(self.stand.standing).label) if self.stand.standing else ""

    @property
    def promise(self) -> str:
        """Return the threshold in words; empty where there is none."""
        line = self.line
        if line.threshold is None or not line.rule:
            return ""
        number = f"{line.threshold.normalize():f}"
        return f"{line.get_rule_display()}{number}{line.unit_of_measure}"

    @property
    def asks_doing(self) -> bool:
        """Tell whether there may be something to do next: not for what the records say is kept."""
        kept = self.line.is_computed and self.stand.standing == Standing.KEPT
        return not kept or bool(self.line.doing)

    @property
    def says_standing(self) -> bool:
        """Tell whether a person says if it stands: of words, and of a figure held to nothing."""
        line = self.line
        no_rule = line.measure == Measure.FIGURE and line.threshold is None
        return not line.is_computed or no_rule


def shown_lines(
    request: GateRequest,
    lines: Sequence[GateLine],
    conditions: Mapping[UUID, Tied],
    *,
    actor: Actor,
) -> dict[str, list[ShownLine]]:
    """Return the lines of each section with what stands, and of sent ones the drift since.

    `conditions` are those looked back at, by id.
    """
    computed = [line for line in lines if line.is_computed or request.is_editable]
    now = measured(request, computed, actor=actor, conditions=conditions)
    stands = now if request.is_editable else {line.pk: frozen(line) for line in lines}
    shown = [ShownLine(line, stands[line.pk], _drift(line, stands, now)) for line in lines]
    return {
        section: [each for each in shown if each.line.section == section]
        for section in Section.values
    }


def _drift(line: GateLine, then: Mapping[UUID, Stand], now: Mapping[UUID, Stand]) -> str:
    current = now.get(line.pk)
    if current is None or current.text == then[line.pk].text:
        return ""
    return _("现在：%(text)s") % {"text": current.text}


def tally(shown: Mapping[str, Sequence[ShownLine]]) -> dict[str, int]:
    """Return how many lines of the self-check stand, partly, not, and are not said yet."""
    lines = [each for some in shown.values() for each in some]
    return {
        "all": len(lines),
        "kept": sum(each.stand.standing == Standing.KEPT for each in lines),
        "partly": sum(each.stand.standing == Standing.PARTLY for each in lines),
        "open": sum(each.stand.standing == Standing.OPEN for each in lines),
        "unsaid": sum(not each.stand.standing for each in lines),
    }


def history(steps: Sequence[GateStep]) -> list[dict[str, Any]]:
    """Return the rounds for the component of histories, the newest first."""
    return [
        {
            "what": _what(step),
            "who": step.by_name,
            "at": step.at,
            "note": step.reason,
            "tone": STEP_LOOKS[GateStepKind(step.kind)][0],
            "icon": STEP_LOOKS[GateStepKind(step.kind)][1],
        }
        for step in reversed(steps)
    ]


def _what(step: GateStep) -> str:
    if step.kind == GateStepKind.SEND and step.round > 1:
        return _("第%(n)d次报送") % {"n": step.round}
    return str(GateStepKind(step.kind).label)


def earlier_rounds(steps: Sequence[GateStep]) -> list[GateStep]:
    """Return the self-checks sent before the last one, the newest first."""
    return [step for step in reversed(steps) if step.kind == GateStepKind.SEND][1:]


def shown_conditions(conditions: Iterable[Tied]) -> list[dict[str, Any]]:
    """Return conditions with a word and a tone for where their tasks stand."""
    return [
        {
            "condition": each,
            "tone": "good"
            if each.is_done
            else "info"
            if each.state == TaskState.SUBMITTED
            else "warn",
            "word": each.word or _("没有找到任务"),
        }
        for each in conditions
    ]
