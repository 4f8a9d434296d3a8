"""Importing rows: all or nothing, in one transaction with one audit entry.

A row with a record's id changes that record; a row without one that says just what a record of
the same unit already says is left, so that the same file may be imported twice.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib import bulk, clock
from bihuan.lib.collector import collector_paused
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.registers.actions.planning import Progress, chunks, plan_import
from bihuan.registers.actions.records import person_of
from bihuan.registers.actions.rows import Fault, ImportPlan, IncomingRow, Prepared
from bihuan.registers.errors import ChangedMeanwhile
from bihuan.registers.models import (
    DATE_SLOTS,
    NUMBER_SLOTS,
    TEXT_SLOTS,
    Record,
    Register,
    Version,
)
from bihuan.registers.rules import Change
from bihuan.registers.slots import slot_value

__all__ = ["ImportReport", "IncomingRow", "import_rows"]

RECORD_FIELDS = ("id", "home", "register", "unit", "person", "made_at")
SLOTS = NUMBER_SLOTS + TEXT_SLOTS + DATE_SLOTS
VERSION_FIELDS = (
    *("id", "home", "record", "register", "unit", "path", "person_id", "recorded_at"),
    *("date", "status", "values", "change", "changed_by", "changed_by_name", "reason"),
    *SLOTS,
)


@dataclass(frozen=True)
class ImportReport:
    """What an import did: numbers of rows, and the ids of what was added, in order."""

    added: int
    changed: int
    unchanged: int
    faults: tuple[Fault, ...] = ()
    ids: tuple[UUID, ...] = ()


@collector_paused()
@transaction.atomic
def import_rows(
    *,
    actor: Actor,
    register: Register,
    rows: Iterable[IncomingRow],
    source: str,
    match_standing: bool = True,
    progress: Progress | None = None,
) -> ImportReport:
    """Import rows, all or nothing: with any fault nothing is stored and the report names them.

    `source` names the file in the audit entry. Without `match_standing` every row without an id
    is added, even one that says what a record says already (a pack's rows have names). Rows of a
    unit whose records the actor may verify are verified at once, the others submitted. Raises
    Invalid for a register no longer kept.
    """
    if register.closed_on is not None and register.closed_on <= clock.today():
        raise Invalid(_("台账“%(register)s”已停用，不能再登记。") % {"register": register})
    # Two imports of one file at the same moment: the second plans on what the first has stored.
    # NO KEY, because every record entered meanwhile refers to this row.
    list(Register.objects.select_for_update(no_key=True).filter(pk=register.pk).values_list("pk"))
    plan = plan_import(
        actor=actor,
        register=register,
        rows=rows,
        match_standing=match_standing,
        progress=progress,
        lock=True,
    )
    if plan.faults:
        return ImportReport(0, 0, 0, tuple(plan.faults))
    writing = _Writing(plan, actor)
    writing.write()
    if plan.added or plan.changed:
        audit.append(
            actor=actor,
            action="register.import",
            target=("register", register.id),
            unit_path=register.home.path,
            values={"sha256": writing.digest()},
            note=_("%(source)s：新增%(added)d条，修改%(changed)d条")
            % {"source": source, "added": len(plan.added), "changed": len(plan.changed)},
        )
    ids = tuple(row[0] for row in writing.records)
    return ImportReport(len(plan.added), len(plan.changed), plan.unchanged, (), ids)


class _Writing:
    """Writing a plan in bulk."""

    def __init__(self, plan: ImportPlan, actor: Actor) -> None:
        self.plan, self.actor, self.register = plan, actor, plan.register
        self.moment = clock.now()
        self.records: list[tuple[Any, ...]] = []
        self._hash = hashlib.sha256()
        self._slots = [self.register.columns_by_slot.get(slot) for slot in SLOTS]

    def write(self) -> None:
        """Insert the records and versions, and supersede what changed."""
        self.records = [self._record(row) for row in self.plan.added]
        bulk.insert(Record, RECORD_FIELDS, self.records)
        self._supersede()
        bulk.insert(Version, VERSION_FIELDS, self._versions())

    def digest(self) -> str:
        """Return the SHA-256 over every version written, in order."""
        return self._hash.hexdigest()

    def _supersede(self) -> None:
        by_moment: dict[dt.datetime, list[UUID]] = defaultdict(list)
        for row in self.plan.changed:
            assert row.before is not None
            by_moment[self._moment(row)].append(row.before.pk)
            person = person_of(self.register, row.clean.values)
            if person != person_of(self.register, row.before.values):
                Record.objects.filter(pk=row.before.record_id).update(person_id=person)
        for moment, ids in by_moment.items():
            for some in chunks(ids):
                still = Version.objects.current().filter(pk__in=some)
                if still.update(superseded_at=moment) != len(some):
                    raise ChangedMeanwhile(None)

    def _record(self, row: Prepared) -> tuple[Any, ...]:
        person = person_of(self.register, row.clean.values)
        made = row.recorded_at or self.moment
        return (new_id(), row.unit.home_id, self.register.id, row.unit.id, person, made)

    def _versions(self) -> Iterator[tuple[Any, ...]]:
        for record, row in zip(self.records, self.plan.added, strict=True):
            yield self._version(row, record[0], row.unit.home_id)
        for row in self.plan.changed:
            assert row.before is not None
            yield self._version(row, row.before.record_id, row.before.home_id)

    def _version(self, row: Prepared, record_id: UUID, home_id: UUID) -> tuple[Any, ...]:
        values = row.clean.values
        self._hash.update(f"{record_id}{row.status}{row.said}".encode())
        return (
            new_id(),
            home_id,
            record_id,
            self.register.id,
            row.unit.id,
            row.unit.path,
            person_of(self.register, values),
            self._moment(row),
            row.clean.day,
            row.status,
            bulk.Json(row.said),
            Change.IMPORT.value,
            row.entered_by[0] if row.entered_by else self.actor.id,
            row.entered_by[1] if row.entered_by else self.actor.name,
            "",
            *(column and slot_value(column, values.get(column.code)) for column in self._slots),
        )

    def _moment(self, row: Prepared) -> dt.datetime:
        moment = row.recorded_at or self.moment
        return max(moment, row.before.recorded_at) if row.before else moment
