"""The aggregates of the room, one a file."""

from bihuan.questionnaires.models.question import Question, QuestionKind
from bihuan.questionnaires.models.questionnaire import (
    PLAIN_SIGNS,
    Once,
    Questionnaire,
    QuestionnaireQuerySet,
    State,
    new_slug,
)
from bihuan.questionnaires.models.response import (
    Answer,
    Batch,
    Code,
    PaperTally,
    Response,
    Way,
)

__all__ = [
    "PLAIN_SIGNS",
    "Answer",
    "Batch",
    "Code",
    "Once",
    "PaperTally",
    "Question",
    "QuestionKind",
    "Questionnaire",
    "QuestionnaireQuerySet",
    "Response",
    "State",
    "Way",
    "new_slug",
]
