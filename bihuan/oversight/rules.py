"""Pure rules: which step leads from where to where, and how a figure is held against a promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bihuan.oversight.models import GateState, GateStepKind, Rule, Standing

KIND = "gate"
CONDITION_KIND = "gate_condition"
"""What a task that serves a condition says it is about."""


@dataclass(frozen=True)
class Move:
    """From which states a step goes, and where it leads."""

    begins: frozenset[GateState]
    ends: GateState


_SENT = frozenset({GateState.SENT})
MOVES: dict[GateStepKind, Move] = {
    GateStepKind.SEND: Move(frozenset({GateState.DRAFT, GateState.RETURNED}), GateState.SENT),
    GateStepKind.WITHDRAW: Move(_SENT, GateState.DRAFT),
    GateStepKind.RETURN: Move(_SENT, GateState.RETURNED),
    GateStepKind.AGREE: Move(_SENT, GateState.AGREED),
    GateStepKind.AGREE_WITH: Move(_SENT, GateState.CONDITIONAL),
}


def may_begin(kind: GateStepKind, state: str) -> bool:
    """Tell whether a step goes from a state."""
    return state in MOVES[kind].begins


def held_against(value: Decimal | None, rule: str, threshold: Decimal | None) -> Standing | None:
    """Return whether a value keeps what was promised; None where nothing was promised in figures.

    No value at all keeps nothing. Of “at least”, something short of it is partly kept.
    """
    if threshold is None or rule not in Rule.values:
        return None
    if value is None:
        return Standing.OPEN
    if rule == Rule.AT_MOST:
        return Standing.KEPT if value <= threshold else Standing.OPEN
    if value >= threshold:
        return Standing.KEPT
    return Standing.PARTLY if value > 0 else Standing.OPEN


def part_of(done: int, of: int) -> Standing:
    """Return whether so many of so many are done; nothing to do is done."""
    if done >= of:
        return Standing.KEPT
    return Standing.PARTLY if done else Standing.OPEN


def is_of(paths: Iterable[str], home: str) -> bool:
    """Tell whether one of some paths is an administration's or below it."""
    return any(path.startswith(home) for path in paths)
