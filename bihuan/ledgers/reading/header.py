"""Finding a table's header, of one row or several, and what each column is called."""

import re
import statistics
from dataclasses import dataclass, field

from bihuan.ledgers.reading.found import Head
from bihuan.ledgers.reading.grid import Grid
from bihuan.ledgers.reading.words import (
    KNOWN_HEADS,
    TOLD,
    is_sum,
    is_text_like,
    split_unit,
    squeezed,
    unit_of,
)
from bihuan.lib.workbooks.refusal import column_letters

LONGEST_HEAD = 40
DEEPEST = 4
BETWEEN = "／"


@dataclass
class Header:
    """A header from row `first` to row `last` (from 0); `numbering` are rows like 甲 乙 1 2 3."""

    first: int
    last: int
    heads: list[Head] = field(default_factory=list)
    numbering: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # each column's own words, to know it again

    @property
    def known(self) -> int:
        """Return how many columns are called as ledgers call them."""
        return sum(1 for head in self.heads if is_known(head.label))


def is_known(label: str) -> bool:
    """Tell whether a label is one of those that ledgers have."""
    return len(label) <= 14 and KNOWN_HEADS.search(label) is not None


def find_header(grid: Grid, start: int, *, anywhere: bool = True) -> Header | None:
    """Return the first header at or below a row; only at that very row without `anywhere`."""
    typical = _typical_width(grid, start)
    last = grid.height if anywhere else start + 1
    for row in range(start, min(last, grid.height)):
        if _looks_like_heads(grid, row, typical):
            return read_header(grid, row)
    return None


def read_header(grid: Grid, first: int) -> Header:
    """Read the header that begins at a row: how deep it is, and each column's label."""
    last = _bottom(grid, first)
    header = Header(first, last)
    while header.last + 1 < grid.height and _is_numbering(grid, header.last + 1):
        header.last += 1
        header.numbering.append(header.last)
    for column in range(grid.width):
        parts = _parts(grid, first, last, column)
        header.texts.append("".join(parts))
        header.heads.append(_head(parts, column))
    return header


def _typical_width(grid: Grid, start: int) -> float:
    widths = [len(grid.filled(row)) for row in range(start, min(grid.height, start + 400))]
    wide = [width for width in widths if width >= 2]
    return statistics.median(wide) if wide else 2


def _looks_like_heads(grid: Grid, row: int, typical: float) -> bool:
    columns = grid.filled(row)
    cells = [grid.own(row, column) for column in columns]
    words = [squeezed(cell) for cell in cells]
    texts = sum(1 for cell in cells if is_text_like(cell) or _is_year(cell))
    if len(cells) < 2 or texts < 0.8 * len(cells) or max(map(len, words)) > LONGEST_HEAD:
        return False
    if sum(1 for word in words if TOLD.fullmatch(word)) * 2 >= len(words):
        return False
    if len(set(words)) < 0.5 * len(words) or is_sum(words[0]):
        return False
    spanned = sum(grid.area(row, column)[3] - column + 1 for column in columns)
    if len(cells) < 0.5 * typical and spanned < 0.7 * typical:
        return False
    below = [at for at in range(row + 1, min(grid.height, row + 12)) if grid.filled(at)]
    if not below:
        return False
    known = sum(1 for word in words if is_known(word))
    if known >= 2 and known >= 0.3 * len(words):
        return True
    return any(
        is_text_like(grid.own(row, column))
        and any(
            grid.own(at, column) is not None and not is_text_like(grid.own(at, column))
            for at in below
        )
        for column in columns
    )


def _is_year(cell: object) -> bool:
    return isinstance(cell, int) and not isinstance(cell, bool) and 1949 <= cell <= 2100


def _bottom(grid: Grid, first: int) -> int:
    """Return a header's last row: as deep as its merged cells, or as the rows under groups go."""
    last = first
    row = first
    while row <= last and row < first + DEEPEST:
        for column in grid.filled(row):
            _top, start, bottom, end = grid.area(row, column)
            depth = bottom
            if end > start and _has_heads_under(grid, bottom + 1, start, end):
                depth = bottom + 1
            if depth < grid.height and depth < first + DEEPEST:
                last = max(last, depth)
        row += 1
    while last + 1 < min(grid.height, first + DEEPEST) and _goes_on(grid, first, last):
        last += 1
    return last


def _has_heads_under(grid: Grid, row: int, start: int, end: int) -> bool:
    if row >= grid.height:
        return False
    under = [grid.own(row, column) for column in range(start, end + 1)]
    filled = [cell for cell in under if cell is not None]
    return bool(filled) and all(is_text_like(cell) or _is_year(cell) for cell in filled)


def _goes_on(grid: Grid, first: int, last: int) -> bool:
    """Tell whether the next row, where nothing is merged, still belongs to the header."""
    below = grid.filled(last + 1)
    if not below:
        return False
    words = [squeezed(grid.own(last + 1, column)) for column in below]
    if all(unit_of(word) for word in words) and any(word[:1] in "([" for word in words):
        return True
    if not all(is_text_like(grid.own(last + 1, column)) for column in below):
        return False
    if max(map(len, words)) > 20 or is_sum(words[0]) or len(below) < 2:
        return False
    blank = [c for c in below if c > 0 and grid.at(last, c) is None and grid.at(last, c - 1)]
    stands = [c for c in grid.filled(last) if grid.own(last + 1, c) is None]
    under_nothing = [c for c in below if all(grid.at(r, c) is None for r in range(first, last + 1))]
    rest_is_new = len(blank) >= 1 and len(under_nothing) >= 1
    return rest_is_new and bool(stands) and _goes_on_to_values(grid, last + 2)


def _goes_on_to_values(grid: Grid, row: int) -> bool:
    near = range(row, min(grid.height, row + 3))
    return any(
        grid.own(at, column) is not None and not is_text_like(grid.own(at, column))
        for at in near
        for column in range(grid.width)
    )


def _is_numbering(grid: Grid, row: int) -> bool:
    """Tell whether a row only numbers the columns: 甲 乙 1 2 3, 栏次 1 2 3, (1) (2) (3)."""
    words = grid.words(row)
    if len(words) < 3:
        return False
    rest = [word.strip("()①②③④⑤⑥⑦⑧⑨⑩") or "x" for word in words]
    rest = [
        word for word in rest if word not in {"甲", "乙", "丙", "丁", "戊", "栏次", "栏号", "行次"}
    ]
    numbers = [int(word) for word in rest if word.isascii() and word.isdigit()]
    return (
        len(numbers) == len(rest) >= 2
        and len(numbers) >= 0.5 * len(words)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] in (0, 1)
        and (len(rest) < len(words) or len(numbers) == len(words) >= 5)
    )


def _parts(grid: Grid, first: int, last: int, column: int) -> list[str]:
    """Return the words over a column from above to below, each once."""
    parts: list[str] = []
    for row in range(first, last + 1):
        text = grid.text(row, column) or _group_to_the_left(grid, row, last, column)
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return parts


def _group_to_the_left(grid: Grid, row: int, last: int, column: int) -> str:
    """Return the group that a column belongs to where the sheet has no merged cells to tell it."""
    if row >= last or not grid.text(row + 1, column):
        return ""
    for left in range(column - 1, -1, -1):
        if not grid.text(row + 1, left) or grid.area(row + 1, left)[0] <= row:
            return ""
        if grid.text(row, left):
            merged = grid.area(row, left)[3] > left
            return "" if merged else grid.text(row, left)
    return ""


def _head(parts: list[str], column: int) -> Head:
    unit = ""
    words = []
    for part in parts:
        if part[:1] in "([【〔" and unit_of(part):
            unit = unit_of(part)
            continue
        label, own = split_unit(part)
        unit = own or unit
        words.append(_plain(label or part))
    words = [word for at, word in enumerate(words) if word and word not in words[:at]]
    label = words[-1] if words else ""
    return Head(label, unit, BETWEEN.join(words[:-1]), column_letters(column))


def _plain(label: str) -> str:
    label = re.sub(r"^(其中)[:：]?(?=.)", r"\1", label)
    return label.strip("*＊:：").replace("(", "（").replace(")", "）")
