"""What is known of a workbook before it is read: how far its cells reach, and its formula errors.

calamine lays a sheet out as one block up to its farthest cell, so that a few bytes naming the cell
XFD1048576 would take the whole process down; and it gives an empty text for a formula error. Both
are looked for here first, by the scans of each format.
"""

from dataclasses import dataclass, field

from bihuan.lib.workbooks.refusal import (
    CellFault,
    Reason,
    WorkbookRefused,
    formula_error,
    too_many,
)

MAX_FAULTS = 200
"""How many faulty cells are named; more help nobody."""

MAX_CELLS = 5_000_000
"""How many places the block up to a sheet's farthest cell may have (about 300 MB once read)."""


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be: bytes, bytes unpacked, rows and columns of a sheet."""

    max_bytes: int
    max_unpacked: int
    max_rows: int
    max_columns: int


@dataclass
class SheetSurvey:
    """One sheet: its size in rows and columns, its formula errors as (row, column, text), and the
    rows (from 0) that it does not show.
    """

    name: str
    rows: int = 0
    columns: int = 0
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)

    def reach(self, row: int, column: int) -> None:
        """Note a cell that holds something; row and column from 0."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)

    def note_error(self, row: int, column: int, text: str) -> None:
        """Note a formula error; an empty text is a formula without a result."""
        if len(self.errors) < MAX_FAULTS:
            self.errors.append((row, column, text))

    def check_size(self, limits: Limits) -> None:
        """Raise WorkbookRefused when the sheet is larger than allowed."""
        if self.rows > limits.max_rows or self.columns > limits.max_columns:
            raise too_many(self.name, self.rows, self.columns, limits.max_rows, limits.max_columns)
        if self.rows * self.columns > MAX_CELLS:
            raise WorkbookRefused.because(Reason.TOO_MUCH_TEXT)

    def faults(self) -> tuple[CellFault, ...]:
        """Return the formula errors in words."""
        return tuple(
            formula_error(self.name, row, column, text) for row, column, text in self.errors
        )
