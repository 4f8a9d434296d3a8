"""Month columns (1月 … 12月) turned into rows, and columns that only add up others."""

from collections import defaultdict
from dataclasses import replace

from django.utils.translation import gettext as _

from bihuan.ledgers.reading.found import DataRow, Head, LeftOut, Origin, Period, TableFound
from bihuan.ledgers.reading.header import BETWEEN
from bihuan.ledgers.reading.sums import number_in, sum_columns
from bihuan.ledgers.reading.words import month_in
from bihuan.lib.workbooks.reading import Cell

FEWEST_MONTHS = 3
NUMERIC = 0.8
VALUE = "数值"


def leave_sum_columns(table: TableFound) -> None:
    """Leave out the columns that add up others; tell the rows in which they do not."""
    found = sum_columns(table.heads, [row.cells for row in table.rows])
    for at, (parts, wrong) in found.items():
        said = _("%(letters)s列“%(label)s”") % {
            "letters": table.heads[at].letters,
            "label": table.heads[at].label,
        }
        names = "、".join(table.heads[part].label for part in parts[:4])
        reason = _("合计列：由%(parts)s%(more)s相加得出") % {
            "parts": names,
            "more": _("等") if len(parts) > 4 else "",
        }
        table.left_out.append(LeftOut(table.sheets[0], 0, said, reason))
        for row in wrong:
            table.doubts.append(
                _("%(sheet)s第%(row)d行的“%(column)s”与各列相加不符，请核对。")
                % {
                    "sheet": table.rows[row].sheet,
                    "row": table.rows[row].row,
                    "column": table.heads[at].label,
                }
            )
    kept = [at for at in range(len(table.heads)) if at not in found]
    _keep(table, kept)


def turn_months(table: TableFound) -> None:
    """Turn month columns into a row for each month, where they are clear; else leave them be."""
    measures = _measures(table)
    months = next(iter(measures.values()), {})
    if len(months) < FEWEST_MONTHS or any(set(each) != set(months) for each in measures.values()):
        return
    places = [at for each in measures.values() for at in each.values()]
    if not _are_numbers(table, places):
        return
    others = [at for at in range(len(table.heads)) if at not in places]
    heads = [table.heads[at] for at in others]
    heads += [_measure_head(table, name, each) for name, each in measures.items()]
    rows = []
    for row in table.rows:
        turned = _turned(row, others, measures, table.period)
        if not turned:
            text = "、".join(str(cell) for cell in row.cells if cell is not None)
            table.left_out.append(LeftOut(row.sheet, row.row, text, _("各月都没有数")))
        rows += turned
    table.notes.append(
        _("%(n)d个月份列已转成行：每月一条，共%(rows)d条。") % {"n": len(months), "rows": len(rows)}
    )
    table.heads, table.rows = heads, rows


def _measures(table: TableFound) -> dict[str, dict[int, int]]:
    """Return the places of the month columns by what they measure and by month."""
    measures: dict[str, dict[int, int]] = defaultdict(dict)
    for at, head in enumerate(table.heads):
        parts = head.label.split(BETWEEN)
        months = [month for part in parts if (month := month_in(part))]
        if len(months) == 1 and head.origin == Origin.CELL:
            name = BETWEEN.join(part for part in parts if not month_in(part))
            measures[name].setdefault(months[0], at)
    return measures


def _are_numbers(table: TableFound, places: list[int]) -> bool:
    cells = [row.cells[at] for row in table.rows for at in places if row.cells[at] is not None]
    numbers = sum(1 for cell in cells if number_in(cell) is not None)
    return bool(cells) and numbers >= NUMERIC * len(cells)


def _measure_head(table: TableFound, name: str, each: dict[int, int]) -> Head:
    heads = [table.heads[at] for at in each.values()]
    label = name or VALUE
    taken = {head.label for head in table.heads}
    while label in taken:
        label += "值"
    unit = next((head.unit for head in heads if head.unit), "")
    letters = f"{heads[0].letters}—{heads[-1].letters}"
    return Head(label, unit, "", letters, Origin.MONTH)


def _turned(
    row: DataRow,
    others: list[int],
    measures: dict[str, dict[int, int]],
    period: Period | None,
) -> list[DataRow]:
    year = (row.period or period or Period(None)).year
    kept = tuple(row.cells[at] for at in others)
    rows = []
    for month in sorted(next(iter(measures.values()))):
        values: tuple[Cell, ...] = tuple(row.cells[each[month]] for each in measures.values())
        if any(value is not None for value in values):
            rows.append(replace(row, cells=(*kept, *values), period=Period(year, month)))
    return rows


def _keep(table: TableFound, places: list[int]) -> None:
    table.heads = [table.heads[at] for at in places]
    table.rows = [replace(row, cells=tuple(row.cells[at] for at in places)) for row in table.rows]
