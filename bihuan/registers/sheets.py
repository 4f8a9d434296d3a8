"""A plain workbook and rows: what is read from one, and what is written into one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from bihuan.lib.workbooks.reading import Cell, Sheet, read_workbook
from bihuan.lib.workbooks.refusal import WorkbookRefused, column_letters
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook
from bihuan.orgs.access import Actor
from bihuan.registers.actions.rows import Fault, IncomingRow
from bihuan.registers.cleaning import typed_value
from bihuan.registers.describing import MASK
from bihuan.registers.headers import ID, STATUS, UNIT, Header, find_header
from bihuan.registers.listing import Criteria, rows_for, stream
from bihuan.registers.models import Column, ColumnType, Register, Status, Version
from bihuan.registers.names import Names
from bihuan.registers.reading import is_blank

SUMS = frozenset({"合计", "小计", "总计", "累计"})
SHEET_NAME = 31  # characters that Excel allows
WIDTHS = {ColumnType.LONG_TEXT: 40, ColumnType.TEXT: 24, ColumnType.PLACE: 24}


@dataclass
class Incoming:
    """What a workbook holds for a register: rows to be planned, and what is wrong already."""

    rows: list[IncomingRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_rows(register: Register, source: Path | bytes, *, name: str = "") -> Incoming:
    """Read the rows that a workbook holds for a register.

    A cell whose formula failed and a head that names no column are faults. Raises WorkbookRefused,
    in one sentence, for what is no workbook, has no header, or lacks a required column.
    """
    try:
        sheets = read_workbook(source, name=name)
    except WorkbookRefused as refused:
        if not refused.faults:
            raise
        found = [Fault(f.sheet, f.row, f.column, f.message) for f in refused.faults]
        return Incoming(faults=found)
    sheet, header = _choose(register, sheets)
    incoming = Incoming(faults=_faults_of(sheet, header))
    for at, row in enumerate(sheet.rows[header.row + 1 :], header.row + 2):
        if not all(is_blank(cell) for cell in row):
            _read_row(register, sheet.name, at, row, header, incoming)
    _refuse_missing(register, header, incoming.rows)
    return incoming


def _choose(register: Register, sheets: Sequence[Sheet]) -> tuple[Sheet, Header]:
    """Return the sheet named as the register, else the first whose header fits."""
    names = (register.label, register.label[:SHEET_NAME], register.code)
    shown = [sheet for sheet in sheets if sheet.rows and not sheet.hidden]
    shown.sort(key=lambda sheet: sheet.name.strip() not in names)  # stable: the named one first
    for sheet in shown:
        header = find_header(register, sheet.rows)
        if header is not None:
            return sheet, header
        if sheet.name.strip() in names:
            break
    raise WorkbookRefused(
        _("没有找到台账“%(register)s”的表头，请下载空白表，按它的列名填写。")
        % {"register": register.label}
    )


def _faults_of(sheet: Sheet, header: Header) -> list[Fault]:
    faults = []
    row = header.row + 1
    for word in header.unknown.values():
        said = _("台账里没有“%(head)s”这一列，请删去这一列或改正列名。") % {"head": word[:30]}
        faults.append(Fault(sheet.name, row, word[:30], said))
    for word in header.twice.values():
        said = _("“%(head)s”出现了两次，请只留一列。") % {"head": word[:30]}
        faults.append(Fault(sheet.name, row, word[:30], said))
    heads = sheet.rows[header.row]
    for place in range(len(heads)):
        below = (line[place] for line in sheet.rows[header.row + 1 :])
        if is_blank(heads[place]) and any(not is_blank(cell) for cell in below):
            letters = column_letters(place)
            said = _("%(column)s列有内容却没有列名，请补上列名或删去这一列。")
            faults.append(Fault(sheet.name, row, letters, said % {"column": letters}))
    return faults


def _read_row(
    register: Register, sheet: str, at: int, row: Sequence[Cell], header: Header, into: Incoming
) -> None:
    words = [cell for cell in row if not is_blank(cell)]
    if isinstance(words[0], str) and words[0].strip().replace(" ", "") in SUMS:
        said = _("这一行像是合计，台账只收逐条的记录，请删去这一行。")
        into.faults.append(Fault(sheet, at, "", said))
        return
    cells = {code: row[place] for code, place in header.places.items()}
    id_, unit = (_word(cells.pop(key, None)) for key in (ID, UNIT))
    if not id_:  # in a new row an empty cell leaves the column its default
        cells = {
            code: cell
            for code, cell in cells.items()
            if not is_blank(cell) or is_blank(_default(register, code))
        }
    into.rows.append(IncomingRow(sheet, at, cells, unit=unit, id=id_))


def _default(register: Register, code: str) -> Any:
    column = register.column(code)
    return column.default if column else None


def _word(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _refuse_missing(register: Register, header: Header, rows: Sequence[IncomingRow]) -> None:
    if rows and all(row.id for row in rows):
        return
    missing = [
        column.label
        for column in register.columns_in_order
        if column.required and column.code not in header.places and is_blank(column.default)
    ]
    if missing:
        raise WorkbookRefused(
            _("表格缺少必填的列：%(labels)s，请补上后再导入。") % {"labels": "、".join(missing)}
        )


def export_register(
    *, actor: Actor, register: Register, target: Path | BinaryIO, criteria: Criteria | None = None
) -> int:
    """Write the rows that the actor may see into a workbook; return how many.

    Sensitive values are masked; a masked value that comes back in an import changes nothing.
    """
    writing = _Writing(register)
    criteria = criteria or Criteria()
    rows = rows_for(actor, register, criteria)
    return writing.write(target, stream(rows, register, criteria.sort))


def write_blank(register: Register, target: Path | BinaryIO) -> None:
    """Write a workbook with the header alone: the form that people fill in."""
    _Writing(register).write(target, iter(()))


class _Writing:
    """Writing rows of one register."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.names = Names(register.home)
        self.count = 0

    def write(self, target: Path | BinaryIO, versions: Iterator[Version]) -> int:
        """Write a workbook of one sheet, streaming."""
        name = self.register.label[:SHEET_NAME]
        write_workbook(target, [SheetOut(name, self._header(), self._rows(versions))])
        return self.count

    def _header(self) -> list[ColumnOut]:
        columns = [self._head(column) for column in self.register.columns_in_order]
        return [ColumnOut(UNIT, 16), *columns, ColumnOut(STATUS, 10), ColumnOut(ID, 38)]

    @staticmethod
    def _head(column: Column) -> ColumnOut:
        unit = f"（{column.unit_of_measure}）" if column.unit_of_measure else ""
        mark = "*" if column.required else ""
        exact = f"0.{'0' * column.decimals}" if column.decimals else ""
        width = WIDTHS.get(ColumnType(column.type))
        return ColumnOut(f"{column.label}{unit}{mark}", width, exact)

    def _rows(self, versions: Iterator[Version]) -> Iterator[list[Value]]:
        columns = self.register.columns_in_order
        words: dict[Any, str] = {}
        for version in versions:
            if version.unit_id not in words:
                unit = self.names.unit_by_id(str(version.unit_id)) or version.unit
                words[version.unit_id] = self.names.word_for_unit(unit)
            cells = [self._cell(column, version.values.get(column.code)) for column in columns]
            self.count += 1
            yield [
                words[version.unit_id],
                *cells,
                str(Status(version.status).label),
                str(version.record_id),
            ]

    def _cell(self, column: Column, value: Any) -> Value:
        if is_blank(value):
            return None
        if column.is_sensitive:
            return MASK
        if column.is_number or column.type == ColumnType.DATE:
            typed: Decimal | Any = typed_value(column, value)
            return int(typed) if column.type == ColumnType.INTEGER else typed
        if column.type == ColumnType.CHOICE:
            return column.labels_by_code.get(value, str(value))
        if column.type == ColumnType.CHOICES:
            return "；".join(column.labels_by_code.get(code, str(code)) for code in value)
        if column.type == ColumnType.YES_NO:
            return _("是") if value else _("否")
        return self._name(column, str(value))

    def _name(self, column: Column, value: str) -> str:
        if column.type == ColumnType.UNIT:
            unit = self.names.unit_by_id(value)
            return self.names.word_for_unit(unit) if unit else value
        if column.type == ColumnType.PERSON:
            person = self.names.person_by_id(value)
            return self.names.word_for_person(person) if person else value
        return value
