"""Importing rows: all or nothing, in one transaction with one audit entry.

A row with a record's id changes that record; a row without one that says just what a record of
the same unit already says is left, so that the same file may be imported twice.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
from bihuan.orgs.models import Unit
from bihuan.registers.actions.holding import hold
from bihuan.registers.actions.planning import Progress, chunks, plan_import
from bihuan.registers.actions.records import LONGEST_REASON, person_of
from bihuan.registers.actions.rows import Fault, ImportPlan, IncomingRow, Prepared
from bihuan.registers.errors import ChangedMeanwhile
from bihuan.registers.indexing import index_import
from bihuan.registers.models import (
    DATE_SLOTS,
    NUMBER_SLOTS,
    TEXT_SLOTS,
    Record,
    Register,
    Version,
)
from bihuan.registers.rules import Change
from bihuan.registers.slots import slot_reader

__all__ = ["ImportReport", "IncomingRow", "import_rows"]

RECORD_FIELDS = ("id", "home", "register", "unit", "person", "made_at")
SLOTS = NUMBER_SLOTS + TEXT_SLOTS + DATE_SLOTS
VERSION_FIELDS = (
    *("id", "home", "record", "register", "unit", "path", "person_id", "recorded_at"),
    *("date", "status", "values", "change", "changed_by", "changed_by_name", "reason"),
    *SLOTS,
)
WITHOUT_SLOTS = VERSION_FIELDS[: -len(SLOTS)]


@dataclass(frozen=True)
class ImportReport:
    """What an import did: numbers of rows, and the ids of what was added, in order.

    `handed_back` are the faulty rows that were left out where only the good ones were taken;
    `places` are unit and day of those that were taken or stand already.
    """

    added: int
    changed: int
    unchanged: int
    faults: tuple[Fault, ...] = ()
    ids: tuple[UUID, ...] = ()
    handed_back: int = 0
    places: frozenset[tuple[UUID, dt.date]] = frozenset()

    @property
    def units(self) -> frozenset[UUID]:
        """Return the units of the rows that were taken or stand already."""
        return frozenset(unit for unit, _day in self.places)


@collector_paused()
@transaction.atomic
def import_rows(
    *,
    actor: Actor,
    register: Register,
    rows: Iterable[IncomingRow],
    source: str,
    match_standing: bool = True,
    change_alike: bool = False,
    good_rows_only: bool = False,
    known_faults: Sequence[Fault] = (),
    progress: Progress | None = None,
) -> ImportReport:
    """Import rows, all or nothing: with any fault nothing is stored and the report names them.

    With `good_rows_only` the rows without a fault are stored, by the same one transaction and
    entry; `known_faults` are of rows that could not even be read. `source` names the file in the
    audit entry. Without `match_standing` every row without an id is added, even one that says what
    a record says already (a pack's rows have names); with `change_alike` one that is alike to a
    standing record changes it. Rows of a unit whose records the actor may verify are verified at
    once, the others submitted. Raises Invalid for a register no longer kept.
    """
    if register.closed_on is not None and register.closed_on <= clock.today():
        raise Invalid(_("台账“%(register)s”已停用，不能再登记。") % {"register": register})
    # Two imports of one file at the same moment: the second plans on what the first has stored.
    # NO KEY, because every record entered meanwhile refers to this row.
    list(Register.objects.select_for_update(no_key=True).filter(pk=register.pk).values_list("pk"))
    register = hold(register)
    plan = plan_import(
        actor=actor,
        register=register,
        rows=rows,
        match_standing=match_standing,
        change_alike=change_alike,
        progress=progress,
        lock=True,
    )
    faults = tuple(sorted([*known_faults, *plan.faults], key=lambda f: (f.sheet, f.row)))
    if faults and not good_rows_only:
        return ImportReport(0, 0, 0, faults)
    back = len(plan.faulty | {(fault.sheet, fault.row) for fault in known_faults})
    writing = _Writing(plan, actor, source)
    writing.write()
    if plan.added or plan.changed:
        index_import(actor, register, writing.written_ids(), writing.moment)
        audit.append(
            actor=actor,
            action="register.import",
            target=("register", register.id),
            unit_path=register.home.path,
            values={"sha256": writing.digest()},
            note=_note(source, plan, back),
        )
    ids = tuple(writing.ids)
    places = frozenset((unit.pk, day) for unit, day in plan.places)
    return ImportReport(
        len(plan.added), len(plan.changed), plan.unchanged, faults, ids, back, places
    )


def _note(source: str, plan: ImportPlan, back: int) -> str:
    said = _("%(source)s：新增%(added)d条，修改%(changed)d条")
    if back:
        said += _("，有错的%(back)d行未收、退回改正")
    words = {"added": len(plan.added), "changed": len(plan.changed), "back": back}
    return said % {"source": source, **words}


class _Writing:
    """Writing a plan in bulk."""

    def __init__(self, plan: ImportPlan, actor: Actor, source: str) -> None:
        self.plan, self.actor, self.register = plan, actor, plan.register
        self.file = source[:LONGEST_REASON]  # stands in each version, so that its history names it
        self.moment = clock.now()
        self.ids: list[UUID] = [new_id() for _row in plan.added]
        self._hash = hashlib.sha256()
        self._register = self.register.id.hex
        self._units: dict[UUID, tuple[str, str]] = {}  # own id and home's, as digits
        self._days = lru_cache(4096)(dt.date.isoformat)
        self._me = (actor.id.hex if actor.id else None, actor.name)
        columns = [(slot, self.register.columns_by_slot.get(slot)) for slot in SLOTS]
        taken = [(slot, column) for slot, column in columns if column is not None]
        self._fields = (*WITHOUT_SLOTS, *(slot for slot, _column in taken))
        self._slots = [(column.code, slot_reader(column)) for _slot, column in taken]
        self._stored = lru_cache(64)(bulk.stored_moment)

    def write(self) -> None:
        """Insert the records and versions, and supersede what changed."""
        bulk.insert(Record, RECORD_FIELDS, self._records(), as_stored=True)
        self._supersede()
        bulk.insert(Version, self._fields, self._versions(), as_stored=True)

    def written_ids(self) -> list[UUID]:
        """Return the ids of the records that were added or changed."""
        changed = [row.before.record_id for row in self.plan.changed if row.before]
        return self.ids + changed

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

    def _records(self) -> Iterator[tuple[Any, ...]]:
        made = bulk.stored_moment(self.moment)
        for id_, row in zip(self.ids, self.plan.added, strict=True):
            own, home = self._ids_of(row.unit)
            person = person_of(self.register, row.clean.values)
            at = bulk.stored_moment(row.recorded_at) if row.recorded_at else made
            yield id_.hex, home, self._register, own, person and person.hex, at

    def _versions(self) -> Iterator[tuple[Any, ...]]:
        for id_, row in zip(self.ids, self.plan.added, strict=True):
            yield self._version(row, id_, self._ids_of(row.unit)[1])
        for row in self.plan.changed:
            assert row.before is not None
            yield self._version(row, row.before.record_id, row.before.home_id.hex)

    def _version(self, row: Prepared, record_id: UUID, home: str) -> tuple[Any, ...]:
        """Return a version as the driver takes it; the ids are hexadecimal digits."""
        values, said = row.clean.values, row.said
        self._hash.update(f"{record_id}{row.status}{said}".encode())
        person = person_of(self.register, values)
        slots = [
            None if (value := values.get(code)) is None or value == "" else read(value)
            for code, read in self._slots
        ]
        return (
            new_id().hex,
            home,
            record_id.hex,
            self._register,
            self._ids_of(row.unit)[0],
            row.unit.path,
            person and person.hex,
            self._stored(self._moment(row)),
            row.clean.day and self._days(row.clean.day),
            row.status,
            said,
            Change.IMPORT.value,
            *self._by(row),
            self.file,
            *slots,
        )

    def _ids_of(self, unit: Unit) -> tuple[str, str]:
        found = self._units.get(unit.id)
        if found is None:
            found = self._units[unit.id] = unit.id.hex, unit.home_id.hex
        return found

    def _by(self, row: Prepared) -> tuple[str | None, str]:
        return (row.entered_by[0].hex, row.entered_by[1]) if row.entered_by else self._me

    def _moment(self, row: Prepared) -> dt.datetime:
        moment = row.recorded_at or self.moment
        return max(moment, row.before.recorded_at) if row.before else moment
