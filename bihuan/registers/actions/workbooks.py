"""Importing a workbook: read, planned, and carried out only if asked and without a fault.

Or, where it is asked, the rows without a fault: the others are handed back (`registers.marking`).
"""

from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.lib.collector import collector_paused
from bihuan.orgs.access import Actor
from bihuan.registers import sheets
from bihuan.registers.actions.importing import ImportReport, import_rows
from bihuan.registers.actions.planning import MAX_FAULTS, Progress, plan_import
from bihuan.registers.actions.rows import Fault, ImportPlan
from bihuan.registers.models import Register

if TYPE_CHECKING:  # sheets itself needs the rows of this package
    from bihuan.registers.sheets import Incoming


@collector_paused()
def plan_workbook(
    *,
    actor: Actor,
    register: Register,
    source: Path | bytes,
    name: str = "",
    change_alike: bool = False,
    most_faults: int | None = MAX_FAULTS,
    progress: Progress | None = None,
) -> ImportPlan:
    """Work out what a workbook would do; its faults of form and of values are named at once.

    Raises WorkbookRefused for what cannot be read at all.
    """
    incoming = sheets.read_rows(register, source, name=name)
    return plan_incoming(
        actor=actor,
        register=register,
        incoming=incoming,
        change_alike=change_alike,
        most_faults=most_faults,
        progress=progress,
    )


def plan_incoming(
    *,
    actor: Actor,
    register: Register,
    incoming: "Incoming",
    change_alike: bool = False,
    most_faults: int | None = MAX_FAULTS,
    progress: Progress | None = None,
) -> ImportPlan:
    """Work out what rows that were read from a workbook would do."""
    plan = plan_import(
        actor=actor,
        register=register,
        rows=incoming.rows,
        change_alike=change_alike,
        most_faults=most_faults,
        progress=progress,
    )
    plan.faults = _in_order([*incoming.faults, *plan.faults])
    if most_faults is not None:
        del plan.faults[most_faults:]
    plan.fault_count += len(incoming.faults)
    plan.faulty |= incoming.faulty
    plan.is_blocked = incoming.is_blocking
    return plan


@collector_paused()
def import_workbook(
    *,
    actor: Actor,
    register: Register,
    source: Path | bytes,
    name: str,
    good_rows_only: bool = False,
    change_alike: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a workbook, all or nothing; `name` of the file stands in the audit entry.

    With `good_rows_only` the rows without a fault are stored and the report names the faults of
    the others; a fault of the header still stores nothing.
    """
    return import_incoming(
        actor=actor,
        register=register,
        incoming=sheets.read_rows(register, source, name=name),
        name=name,
        good_rows_only=good_rows_only,
        change_alike=change_alike,
        progress=progress,
    )


def import_incoming(
    *,
    actor: Actor,
    register: Register,
    incoming: "Incoming",
    name: str,
    good_rows_only: bool = False,
    change_alike: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import what was read from a workbook; see `import_workbook`."""
    if incoming.faults and (incoming.is_blocking or not good_rows_only):
        plan = plan_incoming(actor=actor, register=register, incoming=incoming)
        return ImportReport(0, 0, 0, tuple(plan.faults))
    return import_rows(
        actor=actor,
        register=register,
        rows=incoming.rows,
        source=name,
        good_rows_only=good_rows_only,
        change_alike=change_alike,
        known_faults=incoming.faults,
        progress=progress,
    )


def _in_order(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.sheet, fault.row))
