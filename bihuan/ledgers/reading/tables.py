"""The tables of one sheet, one below the other, each with what is told around it."""

import re
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from bihuan.ledgers.reading.body import Body, is_running, read_body
from bihuan.ledgers.reading.found import DataRow, Head, LeftOut, Origin, Period, TableFound
from bihuan.ledgers.reading.grid import Grid
from bihuan.ledgers.reading.header import BETWEEN, Header, find_header
from bihuan.ledgers.reading.sums import doubts_on_sum_rows
from bihuan.ledgers.reading.words import SERIALS, TOLD, period_in, squeezed, unit_of
from bihuan.lib.workbooks.reading import Cell, Sheet
from bihuan.lib.workbooks.refusal import column_letters

SECTION, SUBSECTION = "类别", "小类"
HANDED_BACK = "退回原因"
"""The head under which rows that were handed back say why; read over when they come again."""

_REPORTING = re.compile(
    r"(?:填报|上报|报送|制表|编制|填表)?(?:单位|支部|村|村组)(?:名称)?(?:\(.{1,4}\))?[:](.*)"
)
_NAMES_A_TABLE = re.compile(
    r"(?:表|册|账|帐|台账|名单|清单|目录|一览|登记|统计|汇总|记录|簿|安排|情况|计划)(?:[(].*[)])?$"
)
_WHOLE_UNIT = re.compile(r"(?:计量|金额)?单位[:]?(.*)")


def tables_in(
    sheet: Sheet, name: str, *, is_unit: Callable[[str], bool] = lambda _word: False
) -> list[TableFound]:
    """Return the tables of a sheet; `name` is what the sheet is called in sentences."""
    grid = Grid(sheet)
    found: list[TableFound] = []
    start = 0
    while start < grid.height:
        header = find_header(grid, start)
        if header is None:
            break
        body = read_body(grid, header, name, is_unit=is_unit)
        found.append(_table(grid, start, header, body, name))
        start = body.end
    if not found:
        return _without_header(grid, name)
    found[-1].left_out += _rest(grid, start, name)
    return found


def _table(grid: Grid, start: int, header: Header, body: Body, name: str) -> TableFound:
    table = TableFound(sheets=[name], heads=list(header.heads), notes=list(body.notes))
    table.doubts = doubts_on_sum_rows(body, header.heads, name)
    _read_above(grid, range(start, header.first), table, name)
    for row in header.numbering:
        table.left_out.append(LeftOut(name, row + 1, grid.line(row), _("栏号行")))
    table.left_out += body.left_out
    for word in body.told:
        _read_told(word, table)
    hidden = grid.sheet.hidden_rows
    table.rows = [
        DataRow(name, row + 1, tuple(cells), row in hidden)
        for row, cells in zip(body.rows, body.cells, strict=True)
    ]
    _put_sections_first(table, body)
    _stack_blocks(table)
    _drop_columns(table, name)
    _name_the_nameless(table)
    return table


def _read_above(grid: Grid, rows: range, table: TableFound, name: str) -> None:
    for row in rows:
        words = list(dict.fromkeys(grid.words(row)))
        if not words:
            continue
        told = [word for word in words if _read_told(word, table)]
        if not told and len(words) == 1:
            table.title = _better_title(table.title, words[0])
            reason = _("标题")
        else:
            reason = _("标题下的说明")
        if table.period is None:
            table.period = next(filter(None, map(period_in, words)), None)
        table.left_out.append(LeftOut(name, row + 1, grid.line(row), reason))


def _better_title(stood: str, word: str) -> str:
    """Return the one of two lines above a table that rather names it: not an office, not a date."""
    names, stands = (_NAMES_A_TABLE.search(each) is not None for each in (word, stood))
    if not stood or (names and not stands):
        return word
    return stood if stands or len(stood) >= 4 else word


def _read_told(word: str, table: TableFound) -> bool:
    """Take what a line tells of the whole table: its unit of measure, who reports it."""
    measure = _WHOLE_UNIT.fullmatch(word.strip("()"))
    if measure is not None and measure[1]:
        units = [unit_of(part) for part in re.split("[、,，/]", measure[1])]
        if all(units):
            table.unit = table.unit or units[0]
            return True
    reporting = _REPORTING.fullmatch(word)
    if reporting is not None:
        table.reporting = table.reporting or re.sub(r"\(.*?\)", "", reporting[1])
        return True
    return TOLD.fullmatch(word) is not None


def _put_sections_first(table: TableFound, body: Body) -> None:
    for level, label in ((1, SUBSECTION), (0, SECTION)):
        if any(section[level] for section in body.sections):
            table.heads.insert(0, Head(label, origin=Origin.SECTION))
            table.rows = [
                replace(row, cells=(section[level] or None, *row.cells))
                for row, section in zip(table.rows, body.sections, strict=True)
            ]


def _stack_blocks(table: TableFound) -> None:
    """Put blocks of the same heads that stand side by side one below the other."""
    labels = [(head.group, head.label) for head in table.heads]
    used = [at for at, label in enumerate(labels) if label != ("", "")]
    for size in range(2, len(used) // 2 + 1):
        if len(used) % size:
            continue
        blocks = [used[at : at + size] for at in range(0, len(used), size)]
        said = [[labels[at] for at in block] for block in blocks]
        if len(set(said[0])) == size and all(one == said[0] for one in said):
            table.heads = [table.heads[at] for at in blocks[0]]
            table.rows = [
                replace(row, cells=tuple(row.cells[at] for at in block))
                for block in blocks
                for row in table.rows
                if any(row.cells[at] is not None for at in block)
            ]
            table.notes.append(_("表里并排着%(n)d组相同的列，已接成一组。") % {"n": len(blocks)})
            return


def _drop_columns(table: TableFound, name: str) -> None:
    """Leave out columns that hold nothing, and those that only number the rows."""
    kept = []
    for at, head in enumerate(table.heads):
        values = table.values(at)
        blank = all(value is None for value in values)
        if squeezed(head.label) in SERIALS and (blank or is_running(values)):
            reason = _("序号列：记录自有编号")
        elif blank and not head.label:
            continue
        elif head.label == HANDED_BACK:
            reason = _("上次退回时写的原因")
        elif not head.label and is_running(values) and at == 0 and len(values) > 2:
            reason = _("序号列：记录自有编号")
        else:
            kept.append(at)
            continue
        said = _("%(letters)s列“%(label)s”") % {"letters": head.letters, "label": head.label}
        table.left_out.append(LeftOut(name, 0, said, reason))
    table.heads = [table.heads[at] for at in kept]
    rows = [replace(row, cells=tuple(row.cells[at] for at in kept)) for row in table.rows]
    table.rows = []
    for row in rows:
        origins = [head.origin for head in table.heads]
        pairs = zip(row.cells, origins, strict=True)
        if any(cell is not None and origin != Origin.SECTION for cell, origin in pairs):
            table.rows.append(row)
        else:
            left = LeftOut(row.sheet, row.row, "", _("只有序号，没有内容"))
            table.left_out.append(left)


def _name_the_nameless(table: TableFound) -> None:
    """Give every column a label of its own: those alike get what stands above them, or a number."""
    labels = [head.label for head in table.heads]
    heads: list[Head] = []
    for head in table.heads:
        label = head.label
        if not label:
            label = _("%(letters)s列") % {"letters": head.letters}
            table.doubts.append(_("%(column)s没有列名，请补上。") % {"column": label})
        elif head.group and (labels.count(label) > 1 or not head.group.startswith("其中")):
            label = f"{head.group}{BETWEEN}{label}"
        elif head.group:
            label = f"其中{label}"
        taken = {other.label for other in heads}
        number = 2
        while label in taken:
            label = f"{head.label or label}{number}" if number == 2 else f"{label}{number}"
            number += 1
        heads.append(replace(head, label=label))
    table.heads = heads


def _without_header(grid: Grid, name: str) -> list[TableFound]:
    """Return a sheet without a header as a table of nameless columns, if it holds rows at all."""
    rows = [row for row in range(grid.height) if grid.filled(row)]
    if not rows:
        return []
    heads = [Head("", letters=column_letters(column)) for column in range(grid.width)]
    table = TableFound(sheets=[name], heads=heads, has_header=False)
    first = rows[0]
    if len(rows) > 1 and len(grid.filled(first)) == 1 and grid.width > 1:
        table.title = grid.words(first)[0]
        table.left_out.append(LeftOut(name, first + 1, grid.line(first), _("标题")))
        rows = rows[1:]
    table.doubts.append(_("没有找到表头，请补上各列的名称；如果第一行就是表头，请检查表格。"))
    hidden = grid.sheet.hidden_rows
    for row in rows:
        cells: list[Cell] = [grid.at(row, column) for column in range(grid.width)]
        table.rows.append(DataRow(name, row + 1, tuple(cells), row in hidden))
    _drop_columns(table, name)
    _name_the_nameless(table)
    return [table]


def _rest(grid: Grid, start: int, name: str) -> list[LeftOut]:
    return [
        LeftOut(name, row + 1, grid.line(row), _("表外的内容"))
        for row in range(start, grid.height)
        if grid.filled(row)
    ]


def name_from(title: str, period: Period | None) -> str:
    """Return a register's name from a table's title: without the year, which its records have."""
    text = re.sub(
        r"^.{2,8}?(?:镇|乡|街道|村委会|社区居委会)(?:人民政府|党委|政府)?(?=.{4,})", "", title
    )
    text = re.sub(r"[(（【].{0,24}?[)）】]", "", text)
    if period is not None:
        text = re.sub(
            r"(?:截至|截止)?(?:(?:19|20)\d\d|[一二][〇○零0O一二三四五六七八九]{3})年?(?:度)?"
            r"(?:[-.年/]?\d{1,2}月?(?:份)?(?:\d{1,2}日)?)?(?:[上下]半年|第?[一二三四1-4]季度?)?",
            "",
            text,
        )
    text = re.sub(r"^[一二三四五六七八九十\d]+[、.．_-]", "", text)
    return text.strip("-—_、,，.。:： ") or title
