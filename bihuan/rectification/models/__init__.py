"""The aggregates of the room, one a file."""

from bihuan.rectification.models.decision import Choice, Decision
from bihuan.rectification.models.look_back import Finding, LookBack
from bihuan.rectification.models.problem import (
    LATE_STATES,
    NO_DAY,
    OPEN_STATES,
    Horizon,
    Level,
    Origin,
    Problem,
    ProblemAssistant,
    ProblemOpinions,
    State,
)
from bihuan.rectification.models.request import Reply, UpwardRequest
from bihuan.rectification.models.satisfaction import HowAsked, Satisfaction, Satisfied
from bihuan.rectification.models.step import ProblemStep, ProblemStepKind

__all__ = [
    "LATE_STATES",
    "NO_DAY",
    "OPEN_STATES",
    "Choice",
    "Decision",
    "Finding",
    "Horizon",
    "HowAsked",
    "Level",
    "LookBack",
    "Origin",
    "Problem",
    "ProblemAssistant",
    "ProblemOpinions",
    "ProblemStep",
    "ProblemStepKind",
    "Reply",
    "Satisfaction",
    "Satisfied",
    "State",
    "UpwardRequest",
]
