"""What the table component is given: heads, rows and cells, already written as text."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """A column's head; `unit` stands beside the label, numbers are aligned to the right.

    `sorted` is the value of aria-sort: ascending, descending, or empty.
    """

    label: str
    unit: str = ""
    is_number: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell: its text, perhaps a link, a status badge in the place of text, a small note."""

    text: str = ""
    url: str = ""
    status: str = ""
    note: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """A row of cells in the order of the heads; `is_void` rows are struck through."""

    cells: Sequence[Cell]
    is_void: bool = False
