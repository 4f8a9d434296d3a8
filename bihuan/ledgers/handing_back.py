"""The rows that were not taken, as a workbook: with the reason beside each, to be put right."""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence

from bihuan.ledgers.reading.found import TableFound
from bihuan.ledgers.reading.tables import HANDED_BACK
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook
from bihuan.registers.actions.rows import Fault


def bad_rows_workbook(table: TableFound, faults: Sequence[Fault], name: str) -> bytes:
    """Return an .xlsx of the rows at fault under their own heads; it may be dropped again.

    The last column says what is wrong; a ledger that comes back has it read over.
    """
    why: dict[tuple[str, int], list[str]] = defaultdict(list)
    for fault in faults:
        said = f"{fault.column}：{fault.message}" if fault.column else fault.message
        if said not in why[fault.sheet, fault.row]:
            why[fault.sheet, fault.row].append(said)
    heads = [
        ColumnOut(f"{head.label}（{head.unit}）" if head.unit else head.label)
        for head in table.heads
    ]
    target = io.BytesIO()
    sheet = SheetOut(name[:31], [*heads, ColumnOut(HANDED_BACK, 50)], _rows(table, why))
    write_workbook(target, [sheet])
    return target.getvalue()


def _rows(table: TableFound, why: dict[tuple[str, int], list[str]]) -> Iterable[Sequence[Value]]:
    for row in table.rows:
        said = why.get((row.sheet, row.row))
        if said:
            place = f"{row.sheet} 第{row.row}行"
            yield [*row.cells, f"{place}：{'；'.join(said)}"]
