"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.oversight.views.answering import answer
from bihuan.oversight.views.checking import check, draft, proposals, withdrawal
from bihuan.oversight.views.lines import line, line_removal, new_line
from bihuan.oversight.views.noting import note_answer, notes
from bihuan.oversight.views.reading import gate, gates
from bihuan.oversight.views.towns import desk, desk_workbook

__all__ = [
    "answer",
    "check",
    "desk",
    "desk_workbook",
    "draft",
    "gate",
    "gates",
    "line",
    "line_removal",
    "new_line",
    "note_answer",
    "notes",
    "proposals",
    "withdrawal",
]
