"""Importing a workbook: read, planned, and carried out only if asked and without a fault."""

from pathlib import Path

from bihuan.lib.collector import collector_paused
from bihuan.orgs.access import Actor
from bihuan.registers.actions.importing import ImportReport, import_rows
from bihuan.registers.actions.planning import MAX_FAULTS, Progress, plan_import
from bihuan.registers.actions.rows import ImportPlan
from bihuan.registers.models import Register
from bihuan.registers.sheets import read_rows


@collector_paused()
def plan_workbook(
    *,
    actor: Actor,
    register: Register,
    source: Path | bytes,
    name: str = "",
    progress: Progress | None = None,
) -> ImportPlan:
    """Work out what a workbook would do; its faults of form and of values are named at once.

    Raises WorkbookRefused for what cannot be read at all.
    """
    incoming = read_rows(register, source, name=name)
    plan = plan_import(actor=actor, register=register, rows=incoming.rows, progress=progress)
    plan.faults = sorted([*incoming.faults, *plan.faults], key=lambda f: (f.sheet, f.row))
    del plan.faults[MAX_FAULTS:]
    return plan


@collector_paused()
def import_workbook(
    *,
    actor: Actor,
    register: Register,
    source: Path | bytes,
    name: str,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a workbook, all or nothing; `name` of the file stands in the audit entry."""
    incoming = read_rows(register, source, name=name)
    if incoming.faults:
        plan = plan_import(actor=actor, register=register, rows=incoming.rows)
        found = sorted([*incoming.faults, *plan.faults], key=lambda f: (f.sheet, f.row))
        return ImportReport(0, 0, 0, tuple(found[:MAX_FAULTS]))
    return import_rows(
        actor=actor, register=register, rows=incoming.rows, source=name, progress=progress
    )
