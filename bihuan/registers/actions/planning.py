"""Planning an import: which rows would be added, changed, left or refused. Writes nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import units_to_enter_for
from bihuan.registers.actions.matching import Placed, match
from bihuan.registers.actions.rows import Alike, Fault, ImportPlan, IncomingRow, Prepared
from bihuan.registers.cleaning import Clean, Cleaning
from bihuan.registers.models import PURGED, Record, Register, Status, Version
from bihuan.registers.names import Names
from bihuan.registers.rules import Change, may_follow

MAX_FAULTS = 1000
CHUNK = 500
KNOWN_FIELDS = (
    "record_id",
    "home_id",
    "register_id",
    "unit_id",
    "status",
    "values",
    "recorded_at",
)
Progress = Callable[[int], None]
T = TypeVar("T")


def plan_import(
    *,
    actor: Actor,
    register: Register,
    rows: Iterable[IncomingRow],
    match_standing: bool = True,
    change_alike: bool = False,
    progress: Progress | None = None,
    lock: bool = False,
    most_faults: int | None = MAX_FAULTS,
) -> ImportPlan:
    """Work out what rows would do. At most 1,000 faults are named, unless `most_faults` is None.

    Without `match_standing` every row without an id is added, even one that says what a record
    says already. With `change_alike` a row that is alike to one standing record (by `same_when`)
    changes it. With `lock` (inside a transaction) the records named by id are held until it ends.
    """
    plan = ImportPlan(register)
    planning = _Planning(actor, register, plan, most_faults)
    incoming = list(rows)
    planning.read_known(incoming, lock=lock)
    for at, row in enumerate(incoming):
        if progress is not None and at % 1000 == 0:
            progress(at)
        planning.place(row)
    if match_standing:
        planning.leave_standing(change_alike=change_alike)
    else:
        plan.added = [row for _incoming, row in planning.placed]
    return plan


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces short enough for one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


class _Planning:
    """Placing rows: which unit, which record, clean or faulty."""

    def __init__(
        self, actor: Actor, register: Register, plan: ImportPlan, most_faults: int | None
    ) -> None:
        self.actor, self.register, self.plan = actor, register, plan
        self.most_faults = most_faults
        self.placed: list[Placed] = []
        self.names = Names(register.home)
        self.cleaning = Cleaning(register, self.names)
        self.labels = {column.code: column.label for column in register.columns_in_order}
        mine = list(units_to_enter_for(actor, register)[:2])
        self.own_unit = mine[0] if len(mine) == 1 else None
        self._rights: dict[str, tuple[bool, bool]] = {}
        self._refusals: dict[str, str] = {}
        self._known: dict[UUID, Version] = {}
        self._seen: set[UUID] = set()

    def read_known(self, rows: Sequence[IncomingRow], *, lock: bool) -> None:
        """Read the current versions of the records that rows name by id and the actor sees."""
        named = {found for row in rows if row.id and (found := _as_uuid(row.id))}
        for ids in chunks(sorted(named)):
            if lock:
                held = Record.objects.select_for_update(no_key=True).filter(pk__in=ids)
                list(held.order_by("pk").values_list("pk", flat=True))
            # By id alone: given more, SQLite would go through the whole register each time.
            versions = Version.objects.current().filter(record_id__in=ids)
            for version in versions.only(*KNOWN_FIELDS):
                unit = self.names.unit_by_id(str(version.unit_id))
                mine = unit is not None and self.actor.may(
                    Permission.SEE_RECORDS, unit, self.register.seen_by
                )
                if unit is not None and mine and version.register_id == self.register.pk:
                    version.unit = unit
                    self._known[version.record_id] = version

    def place(self, row: IncomingRow) -> None:
        """Put one row where it belongs: added, changed, unchanged, or among the faults."""
        before = None
        if row.id:
            before = self._record_of(row)
            if before is None:
                return
        unit = self._unit_of(row, before)
        clean = self._clean(row, before)
        for code, message in clean.faults.items():
            self._fault(row, code, message)
        if unit is None or clean.faults:
            return
        if clean.day is not None:
            self.plan.places.append((unit, clean.day))
        if before is not None:
            self._place_change(row, before, clean)
            return
        status = row.status or self._status(unit)
        self.placed.append((row, Prepared(unit, clean, status, row.recorded_at, row.entered_by)))

    def leave_standing(self, *, change_alike: bool) -> None:
        """Take from the added rows those that say just what a record of their unit says already.

        With `change_alike` a row that is alike to one standing record becomes a change of it.
        """
        matched = match(self.actor, self.register, self.placed)
        self.plan.unchanged += matched.unchanged
        before = self._versions_of(list(matched.alike))
        moved: set[int] = set()
        for pk, (incoming, row) in matched.alike.items():
            if pk not in before:
                continue
            self.plan.alike.append(Alike(incoming, row, before[pk]))
            if change_alike:
                moved.add(id(row))
                self._change_alike(incoming, before[pk])
        self.plan.added = [row for _incoming, row in matched.kept if id(row) not in moved]

    def _change_alike(self, incoming: IncomingRow, before: Version) -> None:
        clean = self._clean(incoming, before)
        for code, message in clean.faults.items():
            self._fault(incoming, code, message)
        if not clean.faults:
            self._place_change(incoming, before, clean)

    def _versions_of(self, ids: Sequence[UUID]) -> dict[UUID, Version]:
        found: dict[UUID, Version] = {}
        for some in chunks(ids):
            for version in Version.objects.current().filter(pk__in=some).only(*KNOWN_FIELDS):
                unit = self.names.unit_by_id(str(version.unit_id))
                if unit is not None and version.record_id not in self._seen:
                    version.unit = unit
                    found[version.pk] = version
        return found

    def _record_of(self, row: IncomingRow) -> Version | None:
        id_ = _as_uuid(row.id)
        before = self._known.get(id_) if id_ else None
        if before is None or id_ is None:
            self._fault(
                row, "", _("没有编号为“%(id)s”的记录，或您无权查看。") % {"id": row.id[:40]}
            )
            return None
        if id_ in self._seen:
            self._fault(row, "", _("编号“%(id)s”在文件里出现了两次。") % {"id": row.id})
            return None
        self._seen.add(id_)
        return before

    def _clean(self, row: IncomingRow, before: Version | None) -> Clean:
        draft = row.status == Status.DRAFT
        if before is None:
            return self.cleaning.clean(row.raw, draft=draft)
        if PURGED in before.values:  # what is required of others it has no more
            return self.cleaning.clean(row.raw, draft=True, before=before.values)
        if before.status in (Status.DRAFT, Status.RETURNED):
            # Left as it is, an unfinished record may stay so; changed, it is submitted.
            as_it_is = self.cleaning.clean(row.raw, draft=True, before=before.values)
            if as_it_is.values == before.values:
                return as_it_is
        return self.cleaning.clean(row.raw, draft=draft, before=before.values)

    def _place_change(self, row: IncomingRow, before: Version, clean: Clean) -> None:
        if clean.values == before.values:
            self.plan.unchanged += 1
            return
        if PURGED in before.values:
            self._fault(row, "", _("这条记录已按保存期限清除，不能修改；请删去这一行。"))
            return
        reporter, verifier = self._rights_over(before.unit)
        if not may_follow(Change.EDIT, before.status, verifier=verifier, reporter=reporter):
            label = Status(before.status).label
            self._fault(row, "", _("这条记录现在是“%(status)s”，您不能修改。") % {"status": label})
            return
        status = row.status or self._status(before.unit)
        self.plan.changed.append(
            Prepared(before.unit, clean, status, row.recorded_at, row.entered_by, before)
        )

    def _unit_of(self, row: IncomingRow, before: Version | None) -> Unit | None:
        if before is not None and not row.unit:
            return before.unit
        unit = self.names.unit(row.unit) if row.unit else self.own_unit
        if unit is None:
            said = self.names.why_no_unit(row.unit) if row.unit else _("没有填写单位。")
            self._fault(row, "unit", said)
            return None
        if before is not None:
            if unit.id != before.unit_id:
                self._fault(
                    row,
                    "unit",
                    _("这条记录属于“%(unit)s”，不能改到别的单位；请作废后重新登记。")
                    % {"unit": before.unit},
                )
                return None
            return before.unit
        if unit.path not in self._refusals:
            self._refusals[unit.path] = self._why_not(unit)
        if self._refusals[unit.path]:
            self._fault(row, "unit", self._refusals[unit.path])
            return None
        return unit

    def _why_not(self, unit: Unit) -> str:
        """Say why no row may be added for a unit; nothing where one may."""
        named = {"unit": unit, "kind": unit.get_kind_display()}
        if not self._rights_over(unit)[0]:
            return _("您不能为“%(unit)s”填报。") % named
        if self.register.unit_kinds and unit.kind not in self.register.unit_kinds:
            return _("这本台账不由%(kind)s填报。") % named
        if unit.closed_on is not None and unit.closed_on <= clock.today():
            return _("“%(unit)s”已撤销，不能再登记。") % named
        return ""

    def _rights_over(self, unit: Unit) -> tuple[bool, bool]:
        """Return whether the actor may enter, and may verify, records of a unit."""
        found = self._rights.get(unit.path)
        if found is None:
            found = (
                self.actor.may(Permission.ENTER_RECORDS, unit, self.register.seen_by),
                self.actor.may(Permission.VERIFY_RECORDS, unit, self.register.seen_by),
            )
            self._rights[unit.path] = found
        return found

    def _status(self, unit: Unit) -> str:
        return Status.VERIFIED.value if self._rights_over(unit)[1] else Status.SUBMITTED.value

    def _fault(self, row: IncomingRow, code: str, message: str) -> None:
        fallback = _("填报单位") if code == "unit" else ""
        label = row.labels.get(code) or self.labels.get(code, fallback)
        self.plan.fault_count += 1
        self.plan.faulty.add((row.sheet, row.row))
        if self.most_faults is None or len(self.plan.faults) < self.most_faults:
            self.plan.faults.append(Fault(row.sheet, row.row, label, message))


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
