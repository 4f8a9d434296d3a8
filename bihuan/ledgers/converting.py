"""From the rows of a table to rows for a register, by what was decided for each column."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bihuan.ledgers.proposing.known import Known
from bihuan.ledgers.reading.found import DataRow, TableFound
from bihuan.ledgers.reading.words import squeezed
from bihuan.ledgers.values import Read, is_blank, is_ditto, shown
from bihuan.ledgers.values.cells import Target, as_text, read_cell
from bihuan.lib.workbooks.reading import Cell
from bihuan.registers.actions.rows import Fault, IncomingRow

FILLED_DOWN = 0.3
"""Part of the rows without a unit from which on blanks mean "as above" (a merged cell in a CSV)."""


@dataclass(frozen=True)
class Mapped:
    """A column of the register and where its values come from: a place among the heads, or none."""

    code: str
    label: str
    at: int | None
    target: Target


@dataclass(frozen=True)
class Decision:
    """How a table becomes records.

    `unit_at` is the column that names the unit, `unit_otherwise` the code of the unit of all
    others. `day` is the code of the day's column, `day_otherwise` the day of rows without one;
    `year` stands in where only month and day are told. `note` is the code of the column that
    keeps the words of inexact numbers.
    """

    columns: tuple[Mapped, ...]
    day: str
    unit_at: int | None = None
    unit_otherwise: str = ""
    day_otherwise: dt.date | None = None
    year: int | None = None
    note: str = ""
    with_hidden: bool = True


@dataclass
class Converted:
    """What came of it: rows to import, values that do not fit, values that were turned."""

    rows: list[IncomingRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    turned: list[Fault] = field(default_factory=list)
    hidden: int = 0


def convert(table: TableFound, decision: Decision, known: Known) -> Converted:
    """Convert a table's rows; one with a value that does not fit is among the faults instead."""
    converting = _Converting(table, decision, known)
    for row in table.rows:
        if row.is_hidden and not decision.with_hidden:
            converting.result.hidden += 1
        else:
            converting.take(row)
    return converting.result


class _Converting:
    def __init__(self, table: TableFound, decision: Decision, known: Known) -> None:
        self.table, self.decision, self.known = table, decision, known
        self.result = Converted()
        self._above: dict[int, Cell] = {}
        self._sheet = ""
        self._fills_down = self._says_units_once()

    def take(self, row: DataRow) -> None:
        """Convert one row."""
        if row.sheet != self._sheet:
            self._above, self._sheet = {}, row.sheet
        faults: list[Fault] = []
        if (row.sheet, row.row) in self.table.errors:
            faults.append(Fault(row.sheet, row.row, "", self.table.errors[row.sheet, row.row]))
        raw: dict[str, Any] = {}
        kept: list[str] = []
        for column in self.decision.columns:
            if column.at is not None:
                found = self._read(row, column, column.at)
                raw[column.code] = found.value
                if found.why:
                    faults.append(Fault(row.sheet, row.row, column.label, found.why))
                elif found.kept:
                    kept.append(f"{column.label}：{found.kept}")
        if kept:
            said = [raw.get(self.decision.note), *kept]
            raw[self.decision.note] = "；".join(str(word) for word in said if word)
        self._set_day(row, raw)
        unit, why = self._unit(row)
        if why and not self._told_already(faults):
            faults.append(Fault(row.sheet, row.row, _("填报单位"), why))
        if faults:
            self.result.faults += faults
            return
        labels = {column.code: column.label for column in self.decision.columns}
        self.result.rows.append(IncomingRow(row.sheet, row.row, raw, unit=unit, labels=labels))

    def _read(self, row: DataRow, column: Mapped, at: int) -> Read:
        """Read one cell, and tell how it was turned."""
        cell = self._cell(row, at, column.label)
        found = read_cell(cell, column.target, row.period, self.decision.year)
        if found.kept and not self.decision.note:
            why = _("“%(value)s”是概数，请改成准数，或留下“口径说明”一列")
            return Read(why=why % {"value": shown(cell)})
        if found.said:
            self._turned(row, column.label, found.said)
        return found

    def _cell(self, row: DataRow, at: int, label: str) -> Cell:
        """Return a cell; one that says "as above" as what stands above it."""
        cell = row.cells[at]
        if is_ditto(cell) and not is_blank(self._above.get(at)):
            above = self._above[at]
            if label:
                self._turned(
                    row,
                    label,
                    _("%(value)s → %(above)s") % {"value": shown(cell), "above": shown(above)},
                )
            return above
        if not is_blank(cell):
            self._above[at] = cell
        return cell

    def _set_day(self, row: DataRow, raw: dict[str, Any]) -> None:
        """Fill in the day where the row has none: that of its period, or the one given for all."""
        day = self.decision.day
        if raw.get(day) is not None:
            return
        has_column = any(c.code == day and c.at is not None for c in self.decision.columns)
        given = self.decision.day_otherwise
        if row.period is not None and not has_column and (row.period.month or given is None):
            given = row.period.last_day(self.decision.year) or given
        if given is not None:
            raw[day] = given
            if has_column:
                self._turned(row, _("日期"), _("空白 → %(day)s") % {"day": given})

    def _unit(self, row: DataRow) -> tuple[str, str]:
        """Return the code of the unit whose record a row is, or why there is none."""
        at = self.decision.unit_at
        if at is None:
            code = self.decision.unit_otherwise
            return code, "" if code else _("没有填写单位")
        stood = self._above.get(at)
        cell = self._cell(row, at, "")
        if is_blank(cell):
            if self._fills_down and not is_blank(stood):
                said = _("空格 → %(unit)s（与上一行同）") % {"unit": shown(stood)}
                self._turned(row, self.table.heads[at].label, said)
                cell = stood
            else:
                return "", _("没有填写单位")
        code = self.known.unit(as_text(cell))
        return code, "" if code else _("没有名为“%(unit)s”的单位") % {"unit": shown(cell)}

    def _told_already(self, faults: list[Fault]) -> bool:
        """Tell whether the column that names the unit is one of the register too, and at fault."""
        at = self.decision.unit_at
        labels = {column.label for column in self.decision.columns if column.at == at}
        return at is not None and any(fault.column in labels for fault in faults)

    def _says_units_once(self) -> bool:
        at = self.decision.unit_at
        if at is None or not self.table.rows:
            return False
        blank = sum(1 for cell in self.table.values(at) if is_blank(cell))
        return blank >= FILLED_DOWN * len(self.table.rows)

    def _turned(self, row: DataRow, label: str, said: str) -> None:
        self.result.turned.append(Fault(row.sheet, row.row, label, said))


def units_in(table: TableFound, at: int, known: Known) -> Mapping[str, str]:
    """Return the codes of the units that a column names, by the words for them."""
    words = {squeezed(cell) for cell in table.values(at) if isinstance(cell, str)}
    return {word: code for word in words if (code := known.unit(word))}
