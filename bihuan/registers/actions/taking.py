"""Taking a workbook that came back: its rows, and the word to the rooms that wait for it."""

from pathlib import Path

from django.db import transaction

from bihuan.lib.collector import collector_paused
from bihuan.orgs.access import Actor
from bihuan.registers import receiving, sheets
from bihuan.registers.actions.importing import ImportReport
from bihuan.registers.actions.planning import Progress
from bihuan.registers.actions.workbooks import import_incoming
from bihuan.registers.models import Register


@collector_paused()
@transaction.atomic
def take_workbook(
    *,
    actor: Actor,
    register: Register,
    source: Path | bytes,
    name: str,
    good_rows_only: bool = False,
    change_alike: bool = False,
    as_empty: bool = False,
    hint: str = "",
    progress: Progress | None = None,
) -> ImportReport:
    """Import a workbook and tell the rooms that wait for it, all in one transaction.

    With `as_empty` a workbook without rows counts as a report that there is nothing. `hint` is
    what such a room gave along when the file was asked for. Faults store nothing and tell nobody,
    unless the good rows are taken (`good_rows_only`).
    """
    incoming = sheets.read_rows(register, source, name=name)
    report = import_incoming(
        actor=actor,
        register=register,
        incoming=incoming,
        name=name,
        good_rows_only=good_rows_only,
        change_alike=change_alike,
        progress=progress,
    )
    if report.units or (as_empty and not incoming.rows and not incoming.faults):
        receiving.tell(
            receiving.Taken(
                actor=actor,
                register=register,
                name=name,
                report=report,
                identifier=incoming.identifier,
                hint=hint,
                is_empty=not report.units,
            )
        )
    return report
