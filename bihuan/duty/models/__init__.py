"""The aggregates of the room, one a file."""

from bihuan.duty.models.case import Band, Case, Level
from bihuan.duty.models.dispute import Agreement, Dispute, DisputeState, Outcome
from bihuan.duty.models.identity import CaseIdentity
from bihuan.duty.models.petition import (
    Petition,
    PetitionForm,
    PetitionKind,
    PetitionState,
    Satisfied,
)
from bihuan.duty.models.step import CaseStep, StepKind
from bihuan.duty.models.sweep import ZeroReport
from bihuan.duty.models.types import DisputeType, FormKind, FormType, TypeMapping

__all__ = [
    "Agreement",
    "Band",
    "Case",
    "CaseIdentity",
    "CaseStep",
    "Dispute",
    "DisputeState",
    "DisputeType",
    "FormKind",
    "FormType",
    "Level",
    "Outcome",
    "Petition",
    "PetitionForm",
    "PetitionKind",
    "PetitionState",
    "Satisfied",
    "StepKind",
    "TypeMapping",
    "ZeroReport",
]
