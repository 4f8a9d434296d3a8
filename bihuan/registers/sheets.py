"""A plain workbook and rows: what is read from one, and what is written into one."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.moments import write_moment
from bihuan.lib.workbooks.reading import Cell, Sheet, read_workbook
from bihuan.lib.workbooks.refusal import CellFault, WorkbookRefused, column_letters
from bihuan.lib.workbooks.survey import MAX_FAULTS as MOST_ERRORS
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, sheet_name, write_workbook
from bihuan.orgs.access import Actor
from bihuan.registers.actions.rows import Fault, IncomingRow
from bihuan.registers.describing import MASK
from bihuan.registers.headers import ID, STATUS, UNIT, Header, find_header
from bihuan.registers.identifiers import Identifier, among, in_properties
from bihuan.registers.listing import Criteria, Light, rows_for, stream
from bihuan.registers.models import Column, ColumnType, Register, Status, Version
from bihuan.registers.names import Names
from bihuan.registers.reading import is_blank

SUMS = frozenset({"合计", "小计", "总计", "累计"})
SHEET_NAME = 31  # characters that Excel allows
PERSONAL, PAST = "含个人信息", "过去的数据"  # sheets that say what a workbook is
FAULTS_SHEET = "问题清单"  # what a marked workbook begins with; it holds no rows
Progress = Callable[[int], None]
WIDTHS = {ColumnType.LONG_TEXT: 40, ColumnType.TEXT: 24, ColumnType.PLACE: 24}


@dataclass
class Incoming:
    """What a workbook holds for a register: rows to be planned, and what is wrong already.

    `faulty` are rows (sheet, number) that are not among `rows`, because they cannot even be
    planned. A fault of the header `is_blocking`: it concerns every row, none can be taken alone.
    """

    rows: list[IncomingRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[tuple[str, int]] = field(default_factory=set)
    is_blocking: bool = False
    identifier: Identifier | None = None
    sheet: str = ""
    header: Header | None = None


def read_rows(register: Register, source: Path | bytes, *, name: str = "") -> Incoming:
    """Read the rows that a workbook holds for a register.

    A cell whose formula failed and a head that names no column are faults. A row without a unit is
    of the unit that the workbook was made for. Raises WorkbookRefused, in one sentence, for what
    is no workbook, was made for another register, has no header, or lacks a required column.
    """
    errors: list[CellFault] = []
    sheets = read_workbook(source, name=name, errors=errors)
    identifier = among(sheets) or in_properties(source)
    if identifier is not None and not identifier.is_of(register):
        raise WorkbookRefused(
            _("这个文件是另一本台账的填报表，不是“%(register)s”的，请到那本台账上传。")
            % {"register": register.label}
        )
    sheet, header = _choose(register, sheets)
    incoming = Incoming(
        faults=_faults_of(sheet, header),
        identifier=identifier,
        sheet=sheet.name,
        header=header,
    )
    incoming.is_blocking = bool(incoming.faults)
    _note_errors(incoming, register, header, errors)
    unit = identifier.unit if identifier else ""
    defaults = [c.code for c in register.columns_in_order if not is_blank(c.default)]
    for at, row in enumerate(sheet.rows[header.row + 1 :], header.row + 2):
        if (sheet.name, at) not in incoming.faulty and not all(is_blank(cell) for cell in row):
            _read_row(sheet.name, at, row, header, incoming, unit, defaults)
    _refuse_missing(register, header, incoming.rows)
    return incoming


def _note_errors(
    incoming: Incoming, register: Register, header: Header, errors: Sequence[CellFault]
) -> None:
    """Make faults of formula errors: of their rows, or of the whole where the rows are not known.

    Those of another sheet are no matter. Beyond two hundred the survey stops naming them.
    """
    mine = [error for error in errors if error.sheet == incoming.sheet]
    strange = [] if mine else [e for e in errors if e.sheet.startswith("xl/")]
    labels = {
        column_letters(place): column.label
        for code, place in header.places.items()
        if (column := register.column(code))
    }
    for error in mine or strange:
        label = labels.get(error.column, error.column)
        incoming.faults.append(Fault(error.sheet, error.row, label, error.message))
        incoming.faulty.add((error.sheet, error.row))
        if error.row <= header.row + 1:
            incoming.is_blocking = True
    if strange or len(mine) >= MOST_ERRORS:
        incoming.is_blocking = True


def _choose(register: Register, sheets: Sequence[Sheet]) -> tuple[Sheet, Header]:
    """Return the sheet named as the register, else the first whose header fits."""
    found = choose_sheet(register, sheets)
    if found is not None:
        return found
    raise WorkbookRefused(
        _("没有找到台账“%(register)s”的表头，请下载空白表，按它的列名填写。")
        % {"register": register.label}
    )


def choose_sheet(register: Register, sheets: Sequence[Sheet]) -> tuple[Sheet, Header] | None:
    """Return the sheet that holds a register's rows, and its header; None where none does."""
    names = (register.label, sheet_name(register.label, set()), register.code)
    shown = [s for s in sheets if s.rows and not s.hidden and s.name.strip() != FAULTS_SHEET]
    shown.sort(key=lambda sheet: sheet.name.strip() not in names)  # stable: the named one first
    for sheet in shown:
        header = find_header(register, sheet.rows)
        if header is not None:
            return sheet, header
        if sheet.name.strip() in names:
            break
    return None


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
    sheet: str,
    at: int,
    row: Sequence[Cell],
    header: Header,
    into: Incoming,
    own_unit: str,
    defaults: Collection[str],
) -> None:
    first = next(cell for cell in row if not is_blank(cell))
    if isinstance(first, str) and first.strip().replace(" ", "") in SUMS:
        said = _("这一行像是合计，台账只收逐条的记录，请删去这一行。")
        into.faults.append(Fault(sheet, at, "", said))
        into.faulty.add((sheet, at))
        return
    cells = {code: row[place] for code, place in header.places.items()}
    id_, unit = (_word(cells.pop(key, None)) for key in (ID, UNIT))
    if not id_ and all(is_blank(cell) for cell in cells.values()) and not _has_more(row, header):
        return  # a prefilled row in which nobody wrote anything
    if not id_:  # in a new row an empty cell leaves the column its default
        for code in [code for code in defaults if code in cells and is_blank(cells[code])]:
            del cells[code]
    unit = unit or ("" if id_ else own_unit)
    into.rows.append(IncomingRow(sheet, at, cells, unit=unit, id=id_))


def _has_more(row: Sequence[Cell], header: Header) -> bool:
    """Tell whether something stands outside the columns that are understood."""
    return any(not is_blank(row[place]) for place in (*header.unknown, *header.twice))


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


def column_head(column: Column) -> ColumnOut:
    """Return a column's head: label, unit of measure, * where it is required."""
    unit = f"（{column.unit_of_measure}）" if column.unit_of_measure else ""
    mark = "*" if column.required else ""
    exact = f"0.{'0' * column.decimals}" if column.decimals else ""
    width = WIDTHS.get(ColumnType(column.type))
    return ColumnOut(f"{column.label}{unit}{mark}", width, exact)


def export_register(
    *,
    actor: Actor,
    register: Register,
    target: Path | BinaryIO,
    criteria: Criteria | None = None,
    masked: bool = True,
    progress: Progress | None = None,
) -> int:
    """Write the rows that the actor may see into a workbook; return how many.

    Sensitive values are masked; a masked value that comes back in an import changes nothing. Only
    `unmask_export` writes them out: the workbook then begins by saying so. One of a past moment
    says of which.
    """
    criteria = criteria or Criteria()
    writing = RowsOut(register, masked=masked, notes=_notes(actor, criteria, masked=masked))
    rows = rows_for(actor, register, criteria)
    standing = stream(rows, register, criteria.sort)
    return writing.write(target, _told_of(standing, progress) if progress else standing)


def _told_of(rows: Iterable[Light], progress: Progress) -> Iterator[Light]:
    """Go through rows and say every now and then how many there were."""
    for at, row in enumerate(rows):
        if at % 1000 == 0:
            progress(at)
        yield row


def _notes(actor: Actor, criteria: Criteria, *, masked: bool) -> list[tuple[str, str]]:
    """Return what a workbook has to say of itself, as the name of a sheet and a sentence."""
    notes = []
    if not masked:
        said = _("含个人信息，%(who)s于%(when)s导出。只用于申请时写明的事，用完即删，不得转发。")
        words = {"who": actor.name, "when": f"{clock.now():%Y-%m-%d %H:%M}"}
        notes.append((PERSONAL, said % words))
    if criteria.as_of is not None:
        said = _("这是%(moment)s时的数据，此后登记、更正的内容不在其中；请不要用它导入。")
        notes.append((PAST, said % {"moment": write_moment(criteria.as_of)}))
    return notes


class RowsOut:
    """Rows of one register as cells of a workbook, sensitive values masked."""

    def __init__(
        self,
        register: Register,
        *,
        masked: bool = True,
        notes: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.register, self.masked, self.notes = register, masked, notes
        self.names = Names(register.home)
        self.count = 0

    def write(self, target: Path | BinaryIO, versions: Iterable[Version | Light]) -> int:
        """Write a workbook of one sheet, streaming."""
        name = self.register.label[:SHEET_NAME]
        notes = [SheetOut(title, [ColumnOut(said, 90)], ()) for title, said in self.notes]
        write_workbook(target, [*notes, SheetOut(name, self.header(), self.rows(versions))])
        return self.count

    def header(self) -> list[ColumnOut]:
        """Return the heads: the unit's, each column's, status and id."""
        columns = [column_head(column) for column in self.register.columns_in_order]
        return [ColumnOut(UNIT, 16), *columns, ColumnOut(STATUS, 10), ColumnOut(ID, 38)]

    def rows(self, versions: Iterable[Version | Light]) -> Iterator[list[Value]]:
        """Go through versions as rows of cells, in the order of the heads."""
        columns = [(column.code, self._teller(column)) for column in self.register.columns_in_order]
        statuses = {status.value: str(status.label) for status in Status}
        words: dict[Any, str] = {}
        for version in versions:
            if version.unit_id not in words:
                unit = self.names.unit_by_id(str(version.unit_id)) or version.unit
                words[version.unit_id] = self.names.word_for_unit(unit)
            values = version.values
            cells = [
                None if is_blank(value := values.get(code)) else tell(value)
                for code, tell in columns
            ]
            self.count += 1
            yield [
                words[version.unit_id],
                *cells,
                statuses[version.status],
                str(version.record_id),
            ]

    def _teller(self, column: Column) -> Callable[[Any], Value]:
        """Return the function that makes cells of one column's values that are not blank."""
        if column.is_sensitive and self.masked:
            return lambda _value: MASK
        if column.type == ColumnType.INTEGER:
            return lambda value: int(Decimal(str(value)))
        if column.is_number:
            return lambda value: Decimal(str(value))
        if column.type == ColumnType.DATE:
            return dt.date.fromisoformat
        labels = column.labels_by_code
        if column.type == ColumnType.CHOICE:
            return lambda value: labels.get(value, str(value))
        if column.type == ColumnType.CHOICES:
            return lambda value: "；".join(labels.get(code, str(code)) for code in value)
        if column.type == ColumnType.YES_NO:
            yes, no = _("是"), _("否")
            return lambda value: yes if value else no
        if column.type in (ColumnType.UNIT, ColumnType.PERSON):
            return lambda value: self._name(column, str(value))
        return str

    def _name(self, column: Column, value: str) -> str:
        if column.type == ColumnType.UNIT:
            unit = self.names.unit_by_id(value)
            return self.names.word_for_unit(unit) if unit else value
        if column.type == ColumnType.PERSON:
            person = self.names.person_by_id(value)
            return self.names.word_for_person(person) if person else value
        return value
