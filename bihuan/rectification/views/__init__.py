"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.rectification.views.listing import board, export, ledger, problems, rates, waiting_page
from bihuan.rectification.views.opening import new_problem
from bihuan.rectification.views.pieces import (
    answer,
    decision,
    evidence,
    evidence_file,
    evidence_removal,
    look_back,
    money_voidance,
    publication_withdrawal,
    request_withdrawal,
)
from bihuan.rectification.views.reading import problem
from bihuan.rectification.views.steps import PAGES, step

__all__ = [
    "PAGES",
    "answer",
    "board",
    "decision",
    "evidence",
    "evidence_file",
    "evidence_removal",
    "export",
    "ledger",
    "look_back",
    "money_voidance",
    "new_problem",
    "problem",
    "problems",
    "publication_withdrawal",
    "rates",
    "request_withdrawal",
    "step",
    "waiting_page",
]
