"""Emptying what is past its time: announced, perhaps postponed once, then carried out.

Nothing is deleted: records, versions and figures stay, and so does the audit chain, which holds
digests. What a purge emptied is gone from every version, from the search and from the evidence.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.files.actions import purge_attachments
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.permissions import Permission
from bihuan.registers.editions import with_columns
from bihuan.registers.indexing import KIND, forget_records
from bihuan.registers.models import PURGED, Purge, PurgeNotice, Record, Register, Version
from bihuan.registers.retention import (
    NOTICE_DAYS,
    POSTPONED_DAYS,
    due_before,
    emptied_columns,
    past_their_time,
    proof,
)

CHUNK = 400
LONGEST_REASON = 300


@action("register.announce_purge")
def announce_purge(*, actor: Actor, register: Register) -> PurgeNotice | None:
    """Give notice of a register's purge where records are past their time and none stands.

    Raises NotAllowed without `define_registers` over the register's home.
    """
    actor.require(Permission.DEFINE_REGISTERS, register.home)
    register = locked(register)
    today = clock.today()
    before = due_before(register, today)
    if before is None or register.notices.filter(closed_on__isnull=True).exists():
        return None
    count = past_their_time(register, before).count()
    if not count:
        return None
    notice = PurgeNotice(
        home_id=register.home_id,
        register=register,
        before=before,
        announced_on=today,
        due_on=today + dt.timedelta(days=NOTICE_DAYS),
    )
    notice.save(force_insert=True)
    _audit(actor, "register.announce_purge", notice, _("%(n)d条") % {"n": count})
    return notice


@action("register.postpone_purge")
def postpone_purge(*, actor: Actor, notice: PurgeNotice, reason: str) -> PurgeNotice:
    """Postpone a purge by ninety days, once, with a reason.

    Raises NotAllowed without `define_registers`, Conflict where it was postponed or done already.
    """
    actor.require(Permission.DEFINE_REGISTERS, notice.register.home)
    notice = locked(notice)
    if notice.closed_on is not None or notice.purge_id is not None:
        raise Conflict(_("这次清除已经了结，不能再推迟。"))
    if notice.postponed_on is not None:
        raise Conflict(_("这次清除已经推迟过一次，不能再推迟；确需长期保存的，请先修改保存年限。"))
    notice.postponed_because = checked_text(str(_("推迟理由")), reason, LONGEST_REASON)
    notice.postponed_on, notice.postponed_by_name = clock.today(), actor.name[:60]
    notice.due_on += dt.timedelta(days=POSTPONED_DAYS)
    notice.save(update_fields=["postponed_because", "postponed_on", "postponed_by_name", "due_on"])
    _audit(actor, "register.postpone_purge", notice, notice.postponed_because)
    return notice


@action("register.purge")
def purge_register(*, actor: Actor, notice: PurgeNotice) -> Purge | None:
    """Carry out a purge whose day has come; None where nothing is left to be purged.

    The notice stays open until the remains are wiped too (`wipe_remains`). Where the register is
    kept longer by now, its present years count. Raises Invalid before the day, Conflict where it
    is done already, NotAllowed without `define_registers`.
    """
    actor.require(Permission.DEFINE_REGISTERS, notice.register.home)
    notice = locked(notice)
    today = clock.today()
    if notice.closed_on is not None or notice.purge_id is not None:
        raise Conflict(_("这次清除已经了结。"))
    if today < notice.due_on:
        raise Invalid(_("还没有到清除日期（%(day)s）。") % {"day": notice.due_on.isoformat()})
    register = Register.objects.select_for_update(of=("self",)).get(pk=notice.register_id)
    with_columns([register])
    now_due = due_before(register, today)
    before = min(notice.before, now_due) if now_due else dt.date.min
    rows = past_their_time(register, before).order_by().values_list("record_id", flat=True)
    ids = list(rows) if now_due else []
    purge = _carry_out(actor, register, before, ids) if ids else None
    notice.purge, notice.closed_on = purge, None if purge else today
    notice.save(update_fields=["purge", "closed_on"])
    if purge is None:
        _audit(actor, "register.purge", notice, _("没有需要清除的记录"))
        return None
    audit.append(
        actor=actor,
        action="register.purge",
        target=("register", register.id),
        unit_path=register.home.path,
        values={"purge": str(purge.id), "digest": purge.digest},
        note=_("%(register)s，%(before)s以前的%(records)d条记录")
        % {"register": register, "before": before.isoformat(), "records": purge.records},
    )
    return purge


def _carry_out(actor: Actor, register: Register, before: dt.date, ids: list[UUID]) -> Purge:
    moment = clock.now()
    columns = emptied_columns(register)
    codes = [column.code for column in columns]
    emptying = _Emptying(register, codes, moment)
    versions = 0
    with _overwriting():
        for some in _chunks(ids):
            versions += emptying.empty(some)
            forget_records(some)
            note = _("“%(register)s”保存期满") % {"register": register.label}
            purge_attachments(actor=actor, about_kind=KIND, about_ids=some, note=note)
    purge = Purge(
        id=new_id(),
        home_id=register.home_id,
        register=register,
        before=before,
        columns=codes,
        records=len(ids),
        versions=versions,
        digest=proof(ids, codes),
        purged_at=moment,
        purged_by_name=actor.name[:60],
    )
    purge.save(force_insert=True)
    return purge


class _Emptying:
    """Empties columns in all versions of records, their slots with them."""

    def __init__(self, register: Register, codes: Sequence[str], moment: dt.datetime) -> None:
        self.codes, self.moment = frozenset(codes), moment
        self.mark = moment.date().isoformat()
        slots = {slot: c.code for slot, c in register.columns_by_slot.items()}
        self.nothing: dict[str, Any] = {s: None for s, code in slots.items() if code in self.codes}
        self.nothing |= {"person_id": None, "reason": ""}

    def empty(self, ids: list[UUID]) -> int:
        """Empty some records; return how many versions they have."""
        held = Record.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
        list(held.values_list("pk", flat=True))
        versions = Version.objects.filter(record_id__in=ids)
        found = list(versions.only("pk", "values"))
        for version in found:
            kept = {k: v for k, v in version.values.items() if k not in self.codes}
            version.values = {**kept, PURGED: self.mark}
        Version.objects.bulk_update(found, ["values"], batch_size=CHUNK)
        versions.update(**self.nothing)
        Record.objects.filter(pk__in=ids).update(person_id=None, purged_at=self.moment)
        return len(found)


class _overwriting:  # noqa: N801 (used as a statement)
    """Let SQLite overwrite what it frees; PostgreSQL leaves it to VACUUM."""

    def __enter__(self) -> None:
        self._set("ON")

    def __exit__(self, *_error: object) -> None:
        self._set("FAST")

    @staticmethod
    def _set(mode: str) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA secure_delete={mode}")


def wipe_remains() -> None:
    """Take what was emptied out of the database's files, and close the notices of it.

    Outside any transaction. SQLite's file is written anew and its log cut, PostgreSQL's dead rows
    are given up. Takes as long as copying the database, and on SQLite keeps writers waiting.
    """
    if connection.in_atomic_block:
        raise RuntimeError("the remains of a purge go after its transaction")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for model in (Version, Record):
                cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
    done = PurgeNotice.objects.filter(purge__isnull=False, closed_on__isnull=True)
    done.update(closed_on=clock.today())


def _chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    left = iter(sorted(ids))  # in one order, so that two who lock records never wait in a ring
    while some := list(islice(left, CHUNK)):
        yield some


def _audit(actor: Actor, name: str, notice: PurgeNotice, note: str) -> None:
    register = notice.register
    said = _("%(register)s，%(before)s以前的记录，定于%(day)s清除：%(note)s")
    audit.append(
        actor=actor,
        action=name,
        target=("register", register.id),
        unit_path=register.home.path,
        values={"notice": str(notice.id), "before": notice.before, "due_on": notice.due_on},
        note=said
        % {
            "register": register,
            "before": notice.before.isoformat(),
            "day": notice.due_on.isoformat(),
            "note": note,
        },
    )
