"""The tables of all sheets and files: those with the same header are one, each part told apart."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from django.utils.translation import gettext as _

from bihuan.ledgers.reading.found import DataRow, Head, LeftOut, Origin, Period, TableFound
from bihuan.ledgers.reading.months import leave_sum_columns, turn_months
from bihuan.ledgers.reading.tables import tables_in
from bihuan.ledgers.reading.words import month_in, period_in, squeezed
from bihuan.lib.workbooks.reading import CSV_SHEET, CellFault, Sheet

SAME = 0.8
PART, UNIT = "分表", "单位"
_UNNAMED = re.compile(r"(?:Sheet|工作表|表|CSV|Table)\s*\(?\d*\)?", re.IGNORECASE)
Told = Callable[[str], bool]


@dataclass(frozen=True)
class File:
    """A workbook that was read: its name, its sheets, the cells whose formula failed."""

    name: str
    sheets: Sequence[Sheet]
    errors: Sequence[CellFault] = ()


@dataclass
class _Part:
    """A table of one sheet, with the words that may tell it from the others."""

    table: TableFound
    sheet: str
    file: str


def read_tables(files: Sequence[File], *, is_unit: Told = lambda _word: False) -> list[TableFound]:
    """Return the tables of some workbooks, those with the same header joined into one."""
    parts: list[_Part] = []
    apart: list[LeftOut] = []
    for file in files:
        stem = PurePath(file.name).stem
        for sheet in file.sheets:
            name = _name(sheet.name, stem, several=len(files) > 1)
            if sheet.hidden:
                if sheet.rows and not sheet.name.startswith("_"):
                    reason = _("隐藏的工作表，没有读；要读请先取消隐藏")
                    apart.append(LeftOut(name, 0, _("整张工作表"), reason))
                continue
            found = tables_in(sheet, name, is_unit=is_unit)
            for table in found:
                table.errors = _errors(file.errors, sheet.name, name)
            parts += [_Part(table, sheet.name, stem) for table in found]
    joined = [_joined(group, is_unit) for group in _groups(parts)]
    for table in joined:
        leave_sum_columns(table)
        turn_months(table)
    joined = [table for table in joined if table.rows]
    if joined:
        joined[0].left_out += apart
    return joined


def _name(sheet: str, stem: str, *, several: bool) -> str:
    if sheet == CSV_SHEET:
        return stem or sheet
    return f"{stem}·{sheet}" if several else sheet


def _errors(faults: Sequence[CellFault], sheet: str, name: str) -> dict[tuple[str, int], str]:
    return {(name, fault.row): fault.message for fault in faults if fault.sheet == sheet}


def _groups(parts: Sequence[_Part]) -> list[list[_Part]]:
    groups: list[list[_Part]] = []
    for part in parts:
        home = next((group for group in groups if _alike(group[0].table, part.table)), None)
        if home is None:
            groups.append([part])
        else:
            home.append(part)
    return groups


def _alike(one: TableFound, other: TableFound) -> bool:
    if not (one.has_header and other.has_header):
        return False
    mine, theirs = (
        {head.label for head in table.heads if head.origin == Origin.CELL} for table in (one, other)
    )
    return len(mine & theirs) >= SAME * max(len(mine), len(theirs), 1)


def _joined(parts: list[_Part], is_unit: Told) -> TableFound:
    """Return one table of all parts; what tells them apart becomes a column or a period."""
    for part in parts:
        _date(part)
    table = parts[0].table
    _name_otherwise(table, parts[0], is_unit)
    if not table.reporting:
        names = (parts[0].sheet, parts[0].file, table.title) if len(parts) == 1 else (table.title,)
        pieces = (piece for name in names for piece in _pieces(squeezed(name)))
        table.reporting = next((piece for piece in pieces if is_unit(piece)), "")
    if len(parts) == 1:
        return table
    label, words = _telling(parts, is_unit)
    heads = list(table.heads)
    while label in {head.label for head in heads}:
        label = f"所属{label}"
    for part in parts[1:]:
        known = {head.label for head in heads}
        heads += [head for head in part.table.heads if head.label not in known]
    rows: list[DataRow] = []
    for part, word in zip(parts, words, strict=True):
        rows += _rows(part, heads, word if label else None)
    if label:
        heads.insert(0, Head(label, origin=Origin.SHEET))
    first = parts[0].table
    joined = replace(first, heads=heads, rows=rows)
    joined.sheets = [name for part in parts for name in part.table.sheets]
    for part in parts[1:]:
        joined.left_out = joined.left_out + part.table.left_out
        joined.notes = joined.notes + part.table.notes
        joined.doubts = joined.doubts + part.table.doubts
        joined.errors = joined.errors | part.table.errors
        joined.unit = joined.unit or part.table.unit
    joined.reporting = "" if label else joined.reporting
    joined.notes.append(
        _("%(n)d张表的表头相同，已合成一本；来自：%(names)s。")
        % {"n": len(parts), "names": "、".join(dict.fromkeys(joined.sheets))}
    )
    return joined


def _date(part: _Part) -> None:
    """Give each row of a part its period: from the title, the sheet's name or the file's."""
    table = part.table
    told = [table.period, period_in(squeezed(part.sheet)), period_in(squeezed(part.file))]
    period = next((each for each in told if each is not None), None)
    month = month_in(squeezed(part.sheet))
    finer = next((each for each in told if each is not None and each.month is not None), None)
    if finer is not None:
        period = finer
    elif month is not None:
        period = Period(period.year if period else None, month)
    table.period = period
    table.rows = [replace(row, period=period) for row in table.rows]


def _telling(parts: list[_Part], is_unit: Told) -> tuple[str, list[str]]:
    """Return what tells the parts apart: the label of a column and its words; no label for none."""
    for words in (
        [part.table.reporting for part in parts],
        ["" if _UNNAMED.fullmatch(part.sheet) else part.sheet.strip() for part in parts],
        [part.file.strip() for part in parts],
        [part.table.title for part in parts],
    ):
        plain = [squeezed(word) for word in words]
        if len(set(plain)) < 2 or not all(plain):
            continue
        if all(month_in(word) or period_in(word) for word in plain):
            return "", words
        units = [next((p for p in _pieces(word) if is_unit(p)), "") for word in plain]
        if sum(map(bool, units)) >= SAME * len(units):
            return UNIT, [unit or word for unit, word in zip(units, words, strict=True)]
        return PART, words
    return "", [""] * len(parts)


def _name_otherwise(table: TableFound, part: _Part, is_unit: Told) -> None:
    """Say what a table may be called by its sheet's name or its file's."""
    sheet = part.sheet.strip()
    speaks = not (_UNNAMED.fullmatch(sheet) or is_unit(squeezed(sheet)) or month_in(sheet))
    table.named = sheet if speaks and len(sheet) > 2 else part.file


def _pieces(word: str) -> list[str]:
    """Return a word and what of it may be a unit's name: 3.竹林村, 竹林村台账."""
    bare = re.sub(r"^[\d一二三四五六七八九十]+[.、．_-]?", "", word)
    found = [word, bare, *re.split(r"[·\-_—()（）\s]", bare)]
    village = re.match(r".{1,8}?(?:村|社区|居委会|站|所)", bare)
    return [*found, village[0]] if village else found


def _rows(part: _Part, heads: Sequence[Head], word: str | None) -> list[DataRow]:
    places = {head.label: at for at, head in enumerate(part.table.heads)}
    rows = []
    for row in part.table.rows:
        cells = tuple(
            row.cells[places[head.label]] if head.label in places else None for head in heads
        )
        rows.append(replace(row, cells=cells if word is None else (word, *cells)))
    return rows
