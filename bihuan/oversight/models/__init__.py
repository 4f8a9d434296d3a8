"""What the room owns."""

from bihuan.oversight.models.gate import (
    EDITABLE,
    PASSED,
    GateCondition,
    GateRequest,
    GateState,
    GateStep,
    GateStepKind,
)
from bihuan.oversight.models.line import GateLine, Measure, Origin, Rule, Section, Standing
from bihuan.oversight.models.note import GroupNote

__all__ = [
    "EDITABLE",
    "PASSED",
    "GateCondition",
    "GateLine",
    "GateRequest",
    "GateState",
    "GateStep",
    "GateStepKind",
    "GroupNote",
    "Measure",
    "Origin",
    "Rule",
    "Section",
    "Standing",
]
