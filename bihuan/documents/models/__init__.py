"""The aggregates of the room, one a file."""

from bihuan.documents.models.approval import ApprovalKind, ApprovalStep, CountersignRequest
from bihuan.documents.models.comment_round import Addressee, Comment, CommentRound, Outcome
from bihuan.documents.models.correction import Correction
from bihuan.documents.models.document import Document, Revision, Status, WaitsFor
from bihuan.documents.models.issue import FrozenFigure, Issue, NumberedBy, NumberSequence
from bihuan.documents.models.sign_off import SignOff
from bihuan.documents.models.skipped_number import SkippedNumber
from bihuan.documents.models.word_template import WordTemplate, WordTemplateVersion

__all__ = [
    "Addressee",
    "ApprovalKind",
    "ApprovalStep",
    "Comment",
    "CommentRound",
    "Correction",
    "CountersignRequest",
    "Document",
    "FrozenFigure",
    "Issue",
    "NumberSequence",
    "NumberedBy",
    "Outcome",
    "Revision",
    "SignOff",
    "SkippedNumber",
    "Status",
    "WaitsFor",
    "WordTemplate",
    "WordTemplateVersion",
]
