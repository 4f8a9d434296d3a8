"""What the pages of a proposal show alike: what would come of it, the rows, what was left out."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from bihuan.ledgers.reading.found import TableFound
from bihuan.ledgers.trial import Outcome
from bihuan.registers import presenting
from bihuan.registers.describing import Describing
from bihuan.registers.models import Column, Register
from bihuan.ui.tables import Cell, Head, Row

MOST_FAULTS, MOST_TURNED, MOST_LEFT, FIRST_ROWS, MOST_COLUMNS = 100, 200, 200, 5, 14


def context_of(table: TableFound, register: Register, outcome: Outcome) -> dict[str, Any]:
    """Return what a page shows of an outcome."""
    columns = register.columns_in_order[:MOST_COLUMNS]
    rows_out = [left for left in table.left_out if left.row]
    return {
        "good": outcome.good,
        "unchanged": outcome.plan.unchanged,
        "bad": len(outcome.bad_rows),
        "hidden_left": outcome.hidden,
        "faults": outcome.faults[:MOST_FAULTS],
        "more_faults": max(0, len(outcome.faults) - MOST_FAULTS),
        "turned": outcome.turned[:MOST_TURNED],
        "turned_count": len(outcome.turned),
        "more_turned": max(0, len(outcome.turned) - MOST_TURNED),
        "heads": _heads(columns),
        "rows": _rows(register, columns, outcome),
        "left_out": table.left_out[:MOST_LEFT],
        "left_out_rows": len(rows_out),
        "more_left_out": max(0, len(table.left_out) - MOST_LEFT),
    }


def _heads(columns: Sequence[Column]) -> list[Head]:
    return [Head("填报单位"), *(Head(c.label, c.unit_of_measure, c.is_number) for c in columns)]


def _shown(describing: Describing, column: Column, value: Any) -> str:
    return presenting.grouped(column, describing.bare(column, value))


def _rows(register: Register, columns: Sequence[Column], outcome: Outcome) -> list[Row]:
    describing = Describing(register, masked=False)
    rows = []
    for row in islice(outcome.plan.added, FIRST_ROWS):
        values = row.clean.values
        cells = [
            Cell(_shown(describing, c, values.get(c.code)), is_number=c.is_number) for c in columns
        ]
        rows.append(Row([Cell(str(row.unit)), *cells]))
    return rows
