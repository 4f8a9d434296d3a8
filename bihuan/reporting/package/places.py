"""Places in a sheet: a cell (C5) and an area (C5:F9), rows and columns counted from 1."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@dataclass(frozen=True, order=True)
class Place:
    """One cell; ordered as read, row by row."""

    row: int
    column: int

    @classmethod
    def of(cls, text: str) -> "Place":
        """Read C5, whose dollars are passed over; raises Invalid for anything else."""
        found = _CELL.fullmatch(text.strip())
        place = cls(int(found[2]), column_number(found[1])) if found else None
        if place is None or place.row > MAX_ROW or place.column > MAX_COLUMN:
            raise Invalid(_("“%(text)s”不是单元格，应写作 C5。") % {"text": text[:20]})
        return place

    def __str__(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Area:
    """A block of cells, both corners in it."""

    first: Place
    last: Place

    @classmethod
    def of(cls, text: str) -> "Area":
        """Read C5 or C5:F9, the corners in any order; raises Invalid for anything else."""
        begin, _colon, end = text.partition(":")
        one = Place.of(begin)
        other = Place.of(end) if end else one
        return cls(
            Place(min(one.row, other.row), min(one.column, other.column)),
            Place(max(one.row, other.row), max(one.column, other.column)),
        )

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}:{self.last}"

    def __contains__(self, place: Place) -> bool:
        rows = self.first.row <= place.row <= self.last.row
        return rows and self.first.column <= place.column <= self.last.column

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return self.last.row - self.first.row + 1

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return self.last.column - self.first.column + 1

    def places(self) -> Iterator[Place]:
        """Yield the cells row by row."""
        for row in range(self.first.row, self.last.row + 1):
            for column in range(self.first.column, self.last.column + 1):
                yield Place(row, column)

    def meets(self, other: "Area") -> bool:
        """Tell whether two areas share a cell."""
        apart = self.last.row < other.first.row or other.last.row < self.first.row
        beside = self.last.column < other.first.column or other.last.column < self.first.column
        return not (apart or beside)


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return a column's number, from 1, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
