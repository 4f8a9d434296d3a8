"""Loading records: new rows added, rows the pack changed written as new versions."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from bihuan.audit.rules import digest
from bihuan.lib import clock
from bihuan.lib.dates import parse_date
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account
from bihuan.packs.files import Row
from bihuan.packs.memory import Memory
from bihuan.registers.actions import import_rows
from bihuan.registers.actions.importing import IncomingRow
from bihuan.registers.models import Register, Status, Version

OWN_COLUMNS = frozenset({"ref", "unit", "status", "recorded_at", "entered_by"})
END_OF_WORK = dt.time(17, 0)


def load_records(register: Register, rows: list[Row], *, memory: Memory, actor: Actor) -> None:
    """Load a register's rows; faults are noted in the memory's with file and line."""
    kind = f"record:{register.code}"
    fresh: list[tuple[Row, str]] = []
    incoming: list[IncomingRow] = []
    reading = _Reading(register, memory)
    if not reading.knows_columns(rows):
        return
    already = len(memory.faults.found)
    touched = _touched_by_people(memory, kind, rows)
    for row in rows:
        said = digest([dict(sorted(row.values.items()))])
        item = memory.known(kind, row["ref"])
        if item is not None and item.digest == said:
            memory.report.unchanged += 1
        elif item is not None and item.object_id in touched:
            memory.report.left.append(f"{row.file}:{row.line} {row['ref']}")
        else:
            fresh.append((row, said))
            incoming.append(reading.incoming(row, item.object_id if item else None))
    if not incoming or len(memory.faults.found) > already:
        return
    report = import_rows(
        actor=actor,
        register=register,
        rows=incoming,
        source=f"内容包 {memory.pack}",
        match_standing=False,
    )
    for fault in report.faults:
        memory.faults.add(fault.sheet, fault.row, fault.message)
    if report.faults:
        return
    memory.report.count(memory.report.added, "record", report.added)
    memory.report.count(memory.report.changed, "record", report.changed)
    memory.report.unchanged += report.unchanged
    _remember(memory, kind, fresh, list(report.ids))


def _remember(memory: Memory, kind: str, fresh: list[tuple[Row, str]], ids: list[UUID]) -> None:
    added = iter(ids)
    placed: list[tuple[Row, str, UUID]] = []
    for row, said in fresh:
        item = memory.known(kind, row["ref"])
        placed.append((row, said, item.object_id if item else next(added)))
    versions = _current_versions([record for _row, _said, record in placed])
    for row, said, record in placed:
        memory.remember(kind, row["ref"], record, said, versions[record])


def _touched_by_people(memory: Memory, kind: str, rows: list[Row]) -> set[UUID]:
    """Return the records, loaded before, that do not say now what the pack wrote."""
    items = [item for row in rows if (item := memory.known(kind, row["ref"])) is not None]
    versions = _current_versions([item.object_id for item in items])
    return {i.object_id for i in items if versions.get(i.object_id) != i.version_id}


def _current_versions(records: list[UUID]) -> dict[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    for start in range(0, len(records), 500):
        rows = Version.objects.current().filter(record_id__in=records[start : start + 500])
        found |= dict(rows.values_list("record_id", "id"))
    return found


class _Reading:
    """Turns rows of a pack into rows of an import."""

    def __init__(self, register: Register, memory: Memory) -> None:
        self.register, self.memory = register, memory
        self.codes = {column.code for column in register.columns_in_order}
        self._seen: set[str] = set()
        self._accounts: Mapping[str, Any] | None = None

    def knows_columns(self, rows: list[Row]) -> bool:
        """Tell whether every column of the file is the register's, noting a fault otherwise."""
        header = set(rows[0].values) if rows else set()
        unknown = sorted(header - self.codes - OWN_COLUMNS)
        if unknown:
            self.memory.faults.add(rows[0].file, 1, f"台账里没有列：{'、'.join(unknown)}。")
        return not unknown

    def incoming(self, row: Row, record_id: UUID | None) -> IncomingRow:
        """Return one row as an import takes it."""
        status = row["status"] or Status.VERIFIED.value
        if status not in Status.values:
            self._fault(row, f"“status”应为 {'、'.join(Status.values)} 之一，现在是“{status}”。")
        if not row["ref"] or row["ref"] in self._seen:
            self._fault(row, f"“ref”（{row['ref']}）为空或重复。")
        self._seen.add(row["ref"])
        return IncomingRow(
            sheet=row.file,
            row=row.line,
            raw={code: row[code] for code in self.codes},
            unit=row["unit"],
            id=str(record_id) if record_id else "",
            status=status,
            recorded_at=self._recorded_at(row),
            entered_by=self._entered_by(row),
        )

    def _recorded_at(self, row: Row) -> dt.datetime | None:
        text = row["recorded_at"]
        if text:
            try:
                moment = dt.datetime.fromisoformat(text)
            except ValueError:
                self._fault(row, f"“recorded_at”应如 2009-11-03T17:00，现在是“{text}”。")
                return None
            return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        day = parse_date(row[self.register.day_column])
        if day is None:
            return None
        return min(timezone.make_aware(dt.datetime.combine(day, END_OF_WORK)), clock.now())

    def _entered_by(self, row: Row) -> tuple[UUID, str] | None:
        username = row["entered_by"]
        if not username:
            return None
        if self._accounts is None:
            self._accounts = dict(Account.objects.values_list("username", "id"))
        found = self._accounts.get(username)
        if found is None:
            self._fault(row, f"没有用户名为“{username}”的账号。")
            return None
        return found, username

    def _fault(self, row: Row, message: str) -> None:
        self.memory.faults.add(row.file, row.line, message)
