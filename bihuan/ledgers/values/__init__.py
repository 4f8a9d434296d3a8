"""Reading single values as people write them; how each was turned, or why it does not fit, is said.

Pure: no database, no registers. A value is never guessed at: what can be read in two ways does not
fit, and is handed back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.ledgers.reading.words import squeezed
from bihuan.lib.workbooks.reading import Cell

_BLANK = frozenset(
    {"", "/", "\\", "-", "--", "---", "—", "——", "－", "―", "――", "*", "…", "……", "空", "空白"}
)
_DITTO = frozenset({"同上", "〃", "″", "''", '"', "＂", "\u201d", "同", "如上"})


@dataclass(frozen=True)
class Read:
    """What one cell says: its plain value (None for a blank), or `why` it does not fit.

    `said` tells how it was turned where it does not stand as it is written; `kept` are the words
    of an inexact number, to be kept beside the number.
    """

    value: Any = None
    said: str = ""
    why: str = ""
    kept: str = ""


BLANK = Read()
Said = Mapping[str, str]


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell says nothing: blank, or a stroke as forms want one."""
    return squeezed(cell) in _BLANK


def is_ditto(cell: Cell) -> bool:
    """Tell whether a cell says "as above" (同上, 〃)."""
    return isinstance(cell, str) and squeezed(cell) in _DITTO


def shown(cell: Cell) -> str:
    """Return a cell as it is repeated in a sentence, not at length."""
    text = "" if cell is None else str(cell).strip()
    return text if len(text) <= 30 else text[:30] + "…"
