"""Which column of a sheet is which of a register: by label or code, as offices write heads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bihuan.lib.workbooks.reading import Cell
from bihuan.registers.models import Register

ID, UNIT, STATUS = "记录编号", "填报单位", "审核状态"
# What a register's own columns may be called too; then the short words mean those columns.
SHORT = {"编号": ID, "单位": UNIT, "状态": STATUS}
LEFT_OUT = frozenset({"序号", STATUS})  # read over: the row's number, and what only actions change
SEARCHED = 10
_BLANKS = re.compile(r"\s+")
_MARKS = re.compile(r"^[*＊]+|[*＊]+$|[(]必填[)]$")
_BRACKET = re.compile(r"[(][^()]*[)]$")
_FULL_WIDTH = str.maketrans("（）", "()")


@dataclass
class Header:
    """A sheet's header: its row (from 0), what stands where, and what is not understood.

    `places` are column numbers by column code, or by ID and UNIT. `unknown` and `twice` are the
    words of heads that name no column, or one named already.
    """

    row: int
    places: dict[str, int] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    twice: dict[int, str] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """Return how many of the register's own columns were found."""
        return sum(1 for code in self.places if code not in (ID, UNIT))


def find_header(register: Register, rows: Sequence[Sequence[Cell]]) -> Header | None:
    """Return the row among the first ten that names most columns; None where none names enough."""
    words = _words_of(register)
    found = [_read(at, row, words) for at, row in enumerate(rows[:SEARCHED])]
    best = max(found, key=lambda header: header.score, default=None)
    enough = min(2, len(register.columns_in_order))
    with_id = best is not None and ID in best.places and best.score >= 1
    return best if best is not None and (best.score >= enough or with_id) else None


def plain(head: object) -> str:
    """Return a head without blanks, marks of what is required, and with plain brackets."""
    text = _BLANKS.sub("", str(head)).translate(_FULL_WIDTH)
    return _MARKS.sub("", text)


def _words_of(register: Register) -> dict[str, str]:
    """Return the column code, or ID, UNIT or a word left out, of every plain head."""
    words = dict(SHORT)
    words |= {word: word for word in (ID, UNIT, *LEFT_OUT)}
    for column in register.columns_in_order:
        label = plain(column.label)
        words[label] = words[column.code] = column.code
        if column.unit_of_measure:
            words[f"{label}({plain(column.unit_of_measure)})"] = column.code
    return words


def _read(at: int, row: Sequence[Cell], words: Mapping[str, str]) -> Header:
    header = Header(at)
    for place, cell in enumerate(row):
        if cell is None or not str(cell).strip():
            continue
        head = plain(cell)
        meant = words.get(head) or words.get(_BRACKET.sub("", head))
        if meant is None:
            header.unknown[place] = str(cell).strip()
        elif meant in header.places:
            header.twice[place] = str(cell).strip()
        elif meant not in LEFT_OUT:
            header.places[meant] = place
    return header
