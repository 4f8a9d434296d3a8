"""A sheet as a grid in which merged cells know where they begin."""

from bihuan.ledgers.reading.words import squeezed
from bihuan.lib.workbooks.reading import Area, Cell, Sheet

MOST_MERGED = 3
"""Times the cells of a sheet that its merged areas may cover together; more are made up."""


class Grid:
    """The cells of a sheet by row and column, from 0."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        self.height = len(sheet.rows)
        self.width = len(sheet.rows[0]) if sheet.rows else 0
        self._filled: dict[int, list[int]] = {}
        self._areas: dict[tuple[int, int], Area] = {}
        left = MOST_MERGED * self.height * self.width + 100
        for top, start, bottom, end in sheet.merged:
            area = (top, start, min(bottom, self.height - 1), min(end, self.width - 1))
            left -= max(0, area[2] - top + 1) * max(0, area[3] - start + 1)
            if left < 0:
                break
            for row in range(top, area[2] + 1):
                for column in range(start, area[3] + 1):
                    self._areas.setdefault((row, column), area)

    def own(self, row: int, column: int) -> Cell:
        """Return what the cell itself holds; of a merged area, its first cell alone."""
        cell = self.rows[row][column]
        return None if isinstance(cell, str) and not cell.strip() else cell

    def area(self, row: int, column: int) -> Area:
        """Return the merged area that a cell lies in, itself where it is in none."""
        return self._areas.get((row, column), (row, column, row, column))

    def at(self, row: int, column: int) -> Cell:
        """Return what a reader sees in a cell: of a merged area, what its first cell holds."""
        top, start, _bottom, _end = self.area(row, column)
        return self.own(top, start)

    def text(self, row: int, column: int) -> str:
        """Return the squeezed text that a reader sees in a cell."""
        return squeezed(self.at(row, column))

    def filled(self, row: int) -> list[int]:
        """Return the columns whose own cells in a row hold something."""
        found = self._filled.get(row)
        if found is None:
            found = [column for column in range(self.width) if self.own(row, column) is not None]
            self._filled[row] = found
        return found

    def words(self, row: int) -> list[str]:
        """Return the squeezed texts of the own cells of a row that hold something."""
        return [squeezed(self.own(row, column)) for column in self.filled(row)]

    def line(self, row: int) -> str:
        """Return a row in words, for telling what was left out."""
        said = " ".join(str(self.own(row, column)).strip() for column in self.filled(row))
        return said if len(said) <= 80 else said[:80] + "…"
