"""What is proposed for a ledger, told in plain tables that a person can read and compare."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bihuan.ledgers.converting import convert
from bihuan.ledgers.deciding import decide, settings_of
from bihuan.ledgers.proposing.known import Known
from bihuan.ledgers.proposing.proposal import propose, spec_of
from bihuan.ledgers.proposing.proposed import ColumnProposed, Proposal
from bihuan.ledgers.reading import File, TableFound, read_tables
from bihuan.ledgers.reading.body import read_body
from bihuan.ledgers.reading.grid import Grid
from bihuan.ledgers.reading.header import find_header
from bihuan.lib.workbooks.reading import CSV_SHEET, CellFault, Sheet, read_workbook
from bihuan.registers.actions.specs import refuse_contradictions
from bihuan.registers.designing import spec_without

FOLDER = Path(__file__).parent / "ledgers"
VILLAGES = ("竹林村", "八都村", "丰城村", "石岭村", "沙洲村")
OTHERS = {"小港镇": "township", "小港中学": "school", "水利站": "station"}

UNITS = {**dict.fromkeys(VILLAGES, "village"), **OTHERS}
UNITS |= {f"{village}党支部": "branch" for village in VILLAGES}
KNOWN = Known(
    units={name: name for name in UNITS},
    unit_names={name: name for name in UNITS},
    unit_kinds=UNITS,
    town="小港镇",
)


def tables_of(path: Path, known: Known = KNOWN) -> list[TableFound]:
    """Return the tables found in a ledger."""
    errors: list[CellFault] = []
    sheets = read_workbook(path, errors=errors)
    return read_tables([File(path.name, sheets, errors)], is_unit=known.is_unit)


def told(path: Path, known: Known = KNOWN) -> dict[str, Any]:
    """Return what is proposed for a ledger and what would come of it."""
    return {"table": [told_of(table, known) for table in tables_of(path, known)]}


def told_of(table: TableFound, known: Known = KNOWN) -> dict[str, Any]:
    """Return what is proposed for one table and what would come of it."""
    return _told_of(propose(table, known), known)


def _told_of(proposal: Proposal, known: Known) -> dict[str, Any]:
    settings = settings_of(proposal)
    whole = spec_of(proposal)
    spec = spec_without(whole, {column.code for column in proposal.columns if column.skip})
    refuse_contradictions(spec)
    found = convert(proposal.table, decide(proposal, spec, settings, known), known)
    heads = proposal.table.heads
    return {
        "name": proposal.name,
        "day": next(c.spec.label for c in proposal.columns if c.code == proposal.day),
        "title": next(c.spec.label for c in proposal.columns if c.code == proposal.title),
        "unit": heads[proposal.unit_at].label if proposal.unit_at is not None else "",
        "unit_otherwise": settings.unit_otherwise,
        "day_otherwise": str(settings.day_otherwise or ""),
        "year": proposal.year or 0,
        "rows": len(proposal.table.rows),
        "ready": len(found.rows),
        "first": _values(found.rows[0].raw, spec) if found.rows else {},
        "columns": [_column(column) for column in proposal.columns],
        "faults": [f"{f.row} {f.column}：{f.message}" for f in found.faults],
        "turned": [f"{f.row} {f.column}：{f.message}" for f in found.turned],
        "left_out": [f"{left.row} {left.text}：{left.reason}" for left in proposal.table.left_out],
        "doubts": proposal.table.doubts,
        "notes": proposal.table.notes,
    }


def _values(raw: Mapping[str, Any], spec: Any) -> dict[str, str]:
    return {
        column.label: str(raw[column.code])
        for column in spec.columns
        if raw.get(column.code) is not None
    }


def _column(column: ColumnProposed) -> str:
    """Return one column in one line: 总投资 | money 元 | 必填 …."""
    spec = column.spec
    kind = f"{spec.type}{spec.decimals}" if spec.type == "decimal" else str(spec.type)
    marks = ["必填" if spec.required else "", "遮盖" if spec.is_sensitive else ""]
    marks.append("存疑" if not column.is_sure else "")
    parts = [
        spec.label,
        f"{kind} {spec.unit_of_measure}".strip(),
        " ".join(filter(None, marks)),
        "/".join(choice["label"] for choice in spec.choices),
        f"不要：{column.skip}" if column.skip else "",
    ]
    return " | ".join(filter(None, parts))


def as_toml(said: Mapping[str, Any]) -> str:
    """Write what was told as TOML, one list entry a line."""
    lines: list[str] = []
    for table in said["table"]:
        lines.append("[[table]]")
        for key, value in table.items():
            if isinstance(value, list):
                lines.append(f"{key} = [")
                lines += [f"  {_quoted(one)}," for one in value]
                lines.append("]")
            elif isinstance(value, dict):
                pairs = ", ".join(f"{_quoted(k)} = {_quoted(v)}" for k, v in value.items())
                lines.append(f"{key} = {{ {pairs} }}")
            else:
                lines.append(f"{key} = {value if isinstance(value, int) else _quoted(value)}")
        lines.append("")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def sheets_of(path: Path) -> list[Sheet]:
    """Return the sheets of a ledger as they are."""
    return read_workbook(path, errors=[])


def name_of(path: Path, sheet: Sheet) -> str:
    """Return what a sheet is called where it is told of."""
    return path.stem if sheet.name == CSV_SHEET else sheet.name


def is_header_row(sheet: Sheet, number: int) -> bool:
    """Tell whether a row (from 1) belongs to a header."""
    grid = Grid(sheet)
    found = find_header(grid, 0)
    while found is not None:
        if found.first < number <= found.last + 1:
            return True
        start = read_body(grid, found, "", is_unit=KNOWN.is_unit).end
        found = find_header(grid, start) if start < grid.height else None
    return False
