"""Every write of the room."""

from bihuan.oversight.actions.answering import Condition, agree_gate, return_gate
from bihuan.oversight.actions.checking import (
    LineSpec,
    add_line,
    change_line,
    change_lines,
    draft_gate,
    propose_lines,
    remove_line,
    write_summary,
)
from bihuan.oversight.actions.noting import add_note, answer_note
from bihuan.oversight.actions.sending import send_gate, withdraw_gate

__all__ = [
    "Condition",
    "LineSpec",
    "add_line",
    "add_note",
    "agree_gate",
    "answer_note",
    "change_line",
    "change_lines",
    "draft_gate",
    "propose_lines",
    "remove_line",
    "return_gate",
    "send_gate",
    "withdraw_gate",
    "write_summary",
]
