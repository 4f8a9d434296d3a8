"""The aggregates of the room, one a file."""

from bihuan.tasks.models.step import Step, StepKind
from bihuan.tasks.models.task import (
    LATE_STATES,
    OPEN_STATES,
    Counting,
    EvidenceNeeded,
    Part,
    PartRole,
    State,
    Task,
)

__all__ = [
    "LATE_STATES",
    "OPEN_STATES",
    "Counting",
    "EvidenceNeeded",
    "Part",
    "PartRole",
    "State",
    "Step",
    "StepKind",
    "Task",
]
