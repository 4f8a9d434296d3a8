"""Each ugly ledger is read whole as its expectation beside it says: columns, types, rows, the rest.

A proposal that gets better changes the expectation too; it is read before it is committed.
"""

import tomllib
from pathlib import Path

import pytest

from bihuan.ledgers.tests import telling

LEDGERS = sorted(path for path in telling.FOLDER.iterdir() if path.suffix != ".toml")


@pytest.mark.parametrize("path", LEDGERS, ids=lambda path: path.stem)
def test_a_ledger_is_proposed_as_expected(path: Path) -> None:
    expected = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    assert telling.told(path) == expected


@pytest.mark.parametrize("path", LEDGERS, ids=lambda path: path.stem)
def test_every_row_of_a_ledger_is_a_record_at_fault_or_left_out(path: Path) -> None:
    accounted = set()
    for table in telling.tables_of(path):
        accounted |= {(row.sheet, row.row) for row in table.rows}
        accounted |= {(left.sheet, left.row) for left in table.left_out}
    for sheet in telling.sheets_of(path):
        for number, cells in enumerate(sheet.rows, 1):
            if any(cell is not None for cell in cells) and not sheet.hidden:
                is_told = (telling.name_of(path, sheet), number) in accounted
                assert is_told or telling.is_header_row(sheet, number), f"{sheet.name} {number}"


def test_there_are_enough_ledgers_of_every_kind() -> None:
    suffixes = {path.suffix for path in LEDGERS}
    assert len(LEDGERS) >= 12
    assert suffixes == {".xlsx", ".xls", ".csv"}
