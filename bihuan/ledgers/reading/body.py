"""The rows below a header: records, headings between them, and what is neither."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from bihuan.ledgers.reading.found import LeftOut
from bihuan.ledgers.reading.grid import Grid
from bihuan.ledgers.reading.header import Header, find_header
from bihuan.ledgers.reading.words import (
    SERIALS,
    TOLD,
    enumerated,
    is_number_like,
    is_page_mark,
    is_remark,
    is_signed,
    is_sum,
    is_text_like,
    squeezed,
)
from bihuan.lib.numerals import parse_number
from bihuan.lib.workbooks.reading import Cell

SAME_HEADER = 0.6
NEVER_SECTIONS = 3  # characters at least that a heading without a number has


@dataclass
class SumRow:
    """A row of sums, and how many records stood before it."""

    row: int
    text: str
    cells: list[Cell]
    after: int


@dataclass
class Body:
    """The rows of one table: their numbers (from 0), their cells, the headings over each."""

    rows: list[int] = field(default_factory=list)
    cells: list[list[Cell]] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    sums: list[SumRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    end: int = 0
    told: list[str] = field(default_factory=list)


def read_body(grid: Grid, header: Header, sheet: str, *, is_unit: Callable[[str], bool]) -> Body:
    """Read the rows below a header until the sheet ends or another table begins."""
    return _Reading(grid, header, sheet, is_unit).read()


class _Reading:
    def __init__(
        self, grid: Grid, header: Header, sheet: str, is_unit: Callable[[str], bool]
    ) -> None:
        self.grid, self.header, self.sheet, self.is_unit = grid, header, sheet, is_unit
        self.body = Body(end=grid.height)
        self.section = ("", "")
        self.in_remarks = False
        self.blank = 0
        self.serial = next((at for at, text in enumerate(header.texts) if text in SERIALS), None)
        self._above = {squeezed(grid.line(at)) for at in range(header.first)}
        self._heads = [squeezed(grid.own(header.first, at)) for at in range(grid.width)]
        self._once: set[tuple[int, int]] = set()

    def read(self) -> Body:
        row = self.header.last + 1
        while row < self.grid.height:
            if not self.grid.filled(row):
                self.blank += 1
                self.in_remarks = False
                row += 1
                continue
            if self._another_table(row):
                self.body.end = row
                break
            row = self._take(row) + 1
        return self.body

    def _take(self, row: int) -> int:
        """Put one row where it belongs; return the last row that it took along."""
        repeated = self._repeated_header(row)
        if repeated is not None:
            return repeated
        words = self.grid.words(row)
        reason = self._why_left_out(row, words)
        if reason:
            self._leave(row, reason)
            return row
        if self._is_sum(row):
            cells = [self.grid.own(row, column) for column in range(self.grid.width)]
            self.body.sums.append(SumRow(row, self.grid.line(row), cells, len(self.body.rows)))
            self._leave(row, _("合计行：合计由记录算出，不作为记录"))
            return row
        if self._is_section(row):
            return row
        self.in_remarks = False
        self.body.rows.append(row)
        self.body.cells.append([self._cell(row, column) for column in range(self.grid.width)])
        self.body.sections.append(self.section)
        return row

    def _why_left_out(self, row: int, words: list[str]) -> str:
        first, alone = words[0], len(words) == 1
        if all(is_page_mark(word) for word in words):
            return _("页码或“以下空白”一类的字样")
        few = len(words) <= max(2, self.grid.width // 2)
        if is_remark(first) and few:
            self.in_remarks = True
            return _("备注、说明")
        if is_signed(first) and (len(words) <= 6) and not self._is_numbered(row):
            return _("填表人、签字、日期一行")
        if self.in_remarks and alone and len(first) > 4:
            return _("备注、说明")
        if self._is_numbered(row) and alone:
            return _("只有序号，没有内容")
        if alone and self._is_telling(first):
            return _("表头上下的文字")
        if alone and len(first) > 40:
            return _("一整行的说明文字")
        if self._is_title_again(words):
            return _("重复的标题")
        return ""

    def _is_numbered(self, row: int) -> bool:
        """Tell whether a row has a running number, as records have."""
        return self.serial is not None and is_number_like(self.grid.own(row, self.serial))

    def _is_telling(self, word: str) -> bool:
        told = TOLD.fullmatch(word)
        if told is None or not any(key in told[1] for key in ("填报单位", "制表单位", "单位")):
            return False
        self.body.told.append(word)
        return True

    def _is_title_again(self, words: list[str]) -> bool:
        if len(words) > 3:
            return False
        return "".join(words) in self._above

    def _is_sum(self, row: int) -> bool:
        columns = self.grid.filled(row)[:3]
        texts = [squeezed(self.grid.own(row, column)) for column in columns]
        words = [text for text in texts if not is_number_like(text)][:2]
        if self._is_numbered(row) and not any(text in ("合计", "小计", "总计") for text in words):
            return False
        joined = "".join(words)
        return any(is_sum(text) for text in words) or joined in ("合计", "小计", "总计")

    def _is_section(self, row: int) -> bool:
        """Take a heading between the rows; it stands over those that follow."""
        columns = self.grid.filled(row)
        if len(columns) != 1 or self.grid.width < 2:
            return False
        column = columns[0]
        cell = self.grid.own(row, column)
        word = squeezed(cell)
        if not is_text_like(cell) or len(word) > 30 or row + 1 >= self.grid.height:
            return False
        numbered = enumerated(word)
        wide = self.grid.area(row, column)[3] - column >= max(1, self.grid.width // 2)
        if not (numbered or wide or (column <= 1 and self.is_unit(word))):
            return False
        level, said = numbered or (1, word)
        said = said.strip(":：")
        self.section = (said, "") if level == 1 else (self.section[0], said)
        self._leave(row, _("小标题：填到下面各行"))
        return True

    def _cell(self, row: int, column: int) -> Cell:
        """Return a record's cell; a merged one says the same in every row, but a number once."""
        top, start, bottom, _end = self.grid.area(row, column)
        if column > start or top <= self.header.last:
            return self.grid.own(row, column)
        value = self.grid.at(row, column)
        if bottom == top or row == top or not is_number_like(value):
            return value
        if self._is_label_number(column) or column == self.serial:
            return value
        if (top, start) not in self._once:
            self._once.add((top, start))
            self.body.notes.append(
                _(
                    "“%(column)s”第%(first)d—%(last)d行是合并的一格，数字只记在第%(first)d行，以免重复计算。"
                )
                % {
                    "column": self.header.heads[column].label,
                    "first": top + 1,
                    "last": bottom + 1,
                }
            )
        return None

    def _is_label_number(self, column: int) -> bool:
        label = self.header.heads[column].label
        return any(word in label for word in ("年", "编号", "代码", "组"))

    def _repeated_header(self, row: int) -> int | None:
        """Take the header again, as printed pages repeat it; return its last row."""
        if not self._is_header_again(row):
            return None
        depth = self.header.last - self.header.first
        last = min(row + depth, self.grid.height - 1)
        for at in range(row, last + 1):
            if self.grid.filled(at):
                self._leave(at, _("重复的表头"))
        return last

    def _is_header_again(self, row: int) -> bool:
        columns = self.grid.filled(row)
        if len(columns) < 2:
            return False
        same = sum(
            1
            for column in columns
            if self._heads[column] and squeezed(self.grid.own(row, column)) == self._heads[column]
        )
        return same >= 2 and same >= SAME_HEADER * len(columns)

    def _another_table(self, row: int) -> bool:
        """Tell whether a table of other columns begins at a row, or the title of one."""
        if self._is_header_again(row) or not (self.blank or len(self.grid.filled(row)) == 1):
            return False
        at, titles = row, 0
        while at < self.grid.height and len(set(self.grid.words(at))) <= 2 and titles < 4:
            words = self.grid.words(at)
            if words and (is_remark(words[0]) or is_signed(words[0]) or is_sum(words[0])):
                return False
            at, titles = at + 1, titles + 1
        if at >= self.grid.height or self._is_header_again(at) or not self.body.rows:
            return False
        found = find_header(self.grid, at, anywhere=False)
        if found is None or found.known < 2 or not self._breaks(row):
            return False
        mine = {text for text in self.header.texts if text}
        theirs = {text for text in found.texts if text}
        return len(mine & theirs) < SAME_HEADER * len(theirs) or bool(theirs - mine)

    def _breaks(self, row: int) -> bool:
        """Tell whether a blank row stands before a row: tables of one sheet are kept apart."""
        return row > 0 and not self.grid.filled(row - 1)

    def _leave(self, row: int, reason: str) -> None:
        self.body.left_out.append(LeftOut(self.sheet, row + 1, self.grid.line(row), reason))


def is_running(values: list[Cell]) -> bool:
    """Tell whether a column only counts the rows: 1 2 3 …, perhaps anew in each part."""
    numbers = []
    for value in values:
        if value is None:
            continue
        number = parse_number(squeezed(value).rstrip(".、．"))
        if number is None or number != int(number):
            return False
        numbers.append(int(number))
    if not numbers or numbers[0] not in (0, 1):
        return len(numbers) >= 2 and _steps(numbers) >= 0.8 * (len(numbers) - 1)
    return _steps(numbers) >= 0.6 * (len(numbers) - 1)


def _steps(numbers: list[int]) -> int:
    return sum(1 for one, other in pairwise(numbers) if other in (one + 1, 1, one))
