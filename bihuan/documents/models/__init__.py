"""The aggregates of the room, one a file."""

from bihuan.documents.models.document import Document, Revision, Status
from bihuan.documents.models.issue import FrozenFigure, Issue, NumberedBy, NumberSequence
from bihuan.documents.models.sign_off import SignOff
from bihuan.documents.models.word_template import WordTemplate, WordTemplateVersion

__all__ = [
    "Document",
    "FrozenFigure",
    "Issue",
    "NumberSequence",
    "NumberedBy",
    "Revision",
    "SignOff",
    "Status",
    "WordTemplate",
    "WordTemplateVersion",
]
