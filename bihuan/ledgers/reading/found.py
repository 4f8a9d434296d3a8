"""What is found in a workbook: tables with heads and rows, and what was left out of them."""

import calendar
import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from bihuan.lib.workbooks.reading import Cell


class Origin(StrEnum):
    """Where the values of a column come from."""

    CELL = "cell"  # a column of the sheet
    SECTION = "section"  # headings between the rows (一、某某村)
    SHEET = "sheet"  # the sheets' names, or what each says above its table
    MONTH = "month"  # month columns turned into rows


@dataclass(frozen=True)
class Period:
    """A time as far as it is told: a year, perhaps a month, perhaps a day; a month without year."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def last_day(self, year: int | None = None) -> dt.date | None:
        """Return the last day of the period; `year` stands in for one that is not told."""
        told = self.year or year
        if told is None or not 1 <= told <= 9999:
            return None
        month = self.month or 12
        return dt.date(told, month, self.day or calendar.monthrange(told, month)[1])


@dataclass(frozen=True)
class Head:
    """A column of a table. `group` is what stands above its label; `letters` its place."""

    label: str
    unit: str = ""
    group: str = ""
    letters: str = ""
    origin: Origin = Origin.CELL


@dataclass(frozen=True)
class DataRow:
    """A row of a table: its file and sheet, its number there (from 1), a cell for each head."""

    sheet: str
    row: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    period: Period | None = None


@dataclass(frozen=True)
class LeftOut:
    """A row or column that is no record: where it stands, what it says, why it is left out."""

    sheet: str
    row: int  # from 1; 0 where a column or the whole sheet is meant
    text: str
    reason: str


@dataclass
class TableFound:
    """One table: its name, heads and rows, what was left out, and what was noticed on the way.

    `named` is what else may name it where it has no title: its sheet, or its file. `unit` is the
    unit of measure that is told for the whole table (单位：万元), `reporting` the
    unit that reports it (填报单位：…), `errors` are cells whose formula failed, by sheet and row.
    """

    title: str = ""
    sheets: list[str] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    rows: list[DataRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unit: str = ""
    reporting: str = ""
    period: Period | None = None
    named: str = ""
    errors: dict[tuple[str, int], str] = field(default_factory=dict)
    has_header: bool = True

    @property
    def hidden_rows(self) -> int:
        """Return how many of the rows the sheet does not show."""
        return sum(1 for row in self.rows if row.is_hidden)

    def values(self, at: int) -> list[Cell]:
        """Return what stands in one column, blank cells too."""
        return [row.cells[at] for row in self.rows]
