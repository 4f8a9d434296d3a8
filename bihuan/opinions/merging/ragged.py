"""Rows of unequal length in one growing array: an append is cheap, and so is reading many rows."""

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Rows = npt.NDArray[np.intp]


class Ragged:
    """Rows of whole numbers, kept end to end."""

    def __init__(self) -> None:
        """Begin empty."""
        self._values: Ints = np.empty(1024, dtype=np.int32)
        self._owners: Ints = np.empty(1024, dtype=np.int32)
        self._starts: Ints = np.zeros(257, dtype=np.int32)
        self.rows = 0

    def append(self, row: npt.NDArray[Any]) -> None:
        """Add a row at the end."""
        begin = int(self._starts[self.rows])
        end = begin + len(row)
        self._values = _room(self._values, end)
        self._owners = _room(self._owners, end)
        self._starts = _room(self._starts, self.rows + 2)
        self._values[begin:end] = row
        self._owners[begin:end] = self.rows
        self._starts[self.rows + 1] = end
        self.rows += 1

    def row(self, at: int) -> Ints:
        """Return one row; it is not copied."""
        return self._values[self._starts[at] : self._starts[at + 1]]

    def lengths(self) -> Ints:
        """Return how many values each row has."""
        return np.diff(self._starts[: self.rows + 1])

    def all(self) -> tuple[Ints, Ints]:
        """Return the values of all rows, and for each the row that it stands in."""
        end = self._starts[self.rows]
        return self._values[:end], self._owners[:end]

    def take(self, rows: Rows) -> tuple[Ints, Rows]:
        """Return the values of some rows, and for each its place among them."""
        begins = self._starts[rows].astype(np.intp)
        lengths = self._starts[rows + 1] - begins
        owners = np.repeat(np.arange(len(rows)), lengths)
        ends = np.cumsum(lengths)
        at = np.arange(len(owners)) + np.repeat(begins - ends + lengths, lengths)
        return self._values[at], owners


def _room(array: Ints, needed: int) -> Ints:
    """Return an array with room for so many values, doubled where it has none."""
    if needed <= len(array):
        return array
    larger = np.zeros(max(needed, 2 * len(array)), dtype=np.int32)
    larger[: len(array)] = array
    return larger
