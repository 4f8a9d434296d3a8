"""The aggregates of the room, one a file."""

from bihuan.opinions.models.category import Category
from bihuan.opinions.models.contact import Contact
from bihuan.opinions.models.group import (
    Answer,
    GroupState,
    MergeProposal,
    Move,
    MoveKind,
    OpinionGroup,
)
from bihuan.opinions.models.learned import Learned
from bihuan.opinions.models.mapping import ColumnMapping
from bihuan.opinions.models.opinion import (
    LONGEST_TEXT,
    WAYS,
    Channel,
    Giver,
    Opinion,
    OpinionState,
    Target,
)

__all__ = [
    "LONGEST_TEXT",
    "WAYS",
    "Answer",
    "Category",
    "Channel",
    "ColumnMapping",
    "Contact",
    "Giver",
    "GroupState",
    "Learned",
    "MergeProposal",
    "Move",
    "MoveKind",
    "Opinion",
    "OpinionGroup",
    "OpinionState",
    "Target",
]
