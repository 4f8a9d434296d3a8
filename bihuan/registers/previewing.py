"""What a workbook would do, as a page shows it: added, changed field by field, left, faults."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers import presenting
from bihuan.registers.actions.rows import Alike, ImportPlan, Prepared
from bihuan.registers.describing import Describing
from bihuan.registers.duplicates import likely
from bihuan.registers.models import Register, Status, Version
from bihuan.ui.tables import Cell, Head, Row

MOST_ROWS = 30
MOST_FAULTS = 200
MOST_COMPARED = 300  # rows to be added that are held against the records of their day


@dataclass(frozen=True)
class Changed:
    """A record that would change, or is alike to a row, and how the two differ."""

    title: str
    unit: str
    differences: list[str]


def context_of(actor: Actor, plan: ImportPlan, *, change_alike: bool) -> dict[str, Any]:
    """Return what the page of a preview shows of a plan."""
    register = plan.register
    added = [] if plan.is_blocked else plan.added
    changed = [] if plan.is_blocked else plan.changed
    return {
        "register": register,
        "added": len(added),
        "changed": len(changed),
        "unchanged": 0 if plan.is_blocked else plan.unchanged,
        "good": plan.good,
        "bad_rows": len(plan.faulty),
        "is_blocked": plan.is_blocked,
        "faults": plan.faults[:MOST_FAULTS],
        "fault_count": plan.fault_count,
        "more_faults": max(0, plan.fault_count - MOST_FAULTS),
        "will_be": will_be(added or changed),
        "heads": _heads(register),
        "rows": _rows(register, added[:MOST_ROWS]),
        "more_rows": max(0, len(added) - MOST_ROWS),
        "changes": changes(register, changed[:MOST_ROWS]),
        "more_changes": max(0, len(changed) - MOST_ROWS),
        "alike": alike(register, plan.alike[:MOST_ROWS]),
        "alike_count": len(plan.alike),
        "more_alike": max(0, len(plan.alike) - MOST_ROWS),
        "likely": _likely(actor, register, added),
        "change_alike": change_alike,
    }


def will_be(rows: Sequence[Prepared]) -> str:
    """Say whether what is taken counts at once."""
    statuses = {row.status for row in rows}
    if statuses == {Status.SUBMITTED.value}:
        return _("导入后送审，审核通过才计入数据。")
    return _("导入后即为已审核，随即计入数据。") if statuses else ""


def changes(register: Register, changed: Sequence[Prepared]) -> list[Changed]:
    """Return the records that would change."""
    describing = Describing(register, masked=False)
    return [
        _changed(register, describing, row.before, row.unit, row)
        for row in changed
        if row.before is not None
    ]


def alike(register: Register, pairs: Sequence[Alike]) -> list[Changed]:
    """Return the standing records that rows without an id are alike to."""
    describing = Describing(register, masked=False)
    return [_changed(register, describing, one.before, one.row.unit, one.row) for one in pairs]


def _changed(
    register: Register, describing: Describing, before: Version, unit: Unit, row: Prepared
) -> Changed:
    before.register = register
    said = presenting.differences(before.values, row.clean.values, describing)
    return Changed(presenting.title_of(before, describing), str(unit), said)


def _likely(actor: Actor, register: Register, added: Sequence[Prepared]) -> list[Changed]:
    """Return standing records that rows to be added look like, to be held against each other."""
    describing = Describing(register, masked=False)
    found = likely(actor, register, added[:MOST_COMPARED])
    return [
        _changed(register, describing, one.versions[0], one.row.unit, one.row)
        for one in found[:MOST_ROWS]
    ]


def _heads(register: Register) -> list[Head]:
    title = register.column(register.title_column)
    columns = presenting.shown_columns(register)
    return [
        Head(title.label if title else ""),
        Head(_("填报单位")),
        Head(_("日期")),
        *(Head(c.label, c.unit_of_measure, c.is_number) for c in columns),
    ]


def _rows(register: Register, added: Sequence[Prepared]) -> list[Row]:
    describing = Describing(register, masked=False)
    title = register.column(register.title_column)
    columns = presenting.shown_columns(register)
    rows = []
    for row in added:
        values = row.clean.values
        first = describing.text(title, values.get(title.code)) if title else ""
        cells = [Cell(first), Cell(str(row.unit)), Cell(str(row.clean.day))]
        cells += [
            Cell(
                presenting.grouped(c, describing.bare(c, values.get(c.code))),
                is_number=c.is_number,
            )
            for c in columns
        ]
        rows.append(Row(cells))
    return rows
