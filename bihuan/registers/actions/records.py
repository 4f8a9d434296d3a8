"""Entering, changing and moving one record: each a new version, each audited."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.actions.holding import hold
from bihuan.registers.cleaning import Clean, Cleaning
from bihuan.registers.errors import BadValues, ChangedMeanwhile, NoSuchRecord, WrongStatus
from bihuan.registers.indexing import index_version
from bihuan.registers.models import Record, Register, Status, Version
from bihuan.registers.names import Names
from bihuan.registers.rules import (
    CHANGE_LABELS,
    NEEDS_A_REASON,
    NEEDS_ENTRY,
    Change,
    may_follow,
    status_after,
)
from bihuan.registers.slots import fill

LONGEST_REASON = 300


@action("record.enter")
def enter_record(
    *,
    actor: Actor,
    register: Register,
    unit: Unit,
    values: Mapping[str, Any],
    submit: bool = True,
) -> Version:
    """Enter a record for a unit, as a draft or submitted; verified at once by who may verify.

    Raises NotAllowed, BadValues (by column), or Invalid where the unit keeps no such register.
    """
    register = hold(register)
    actor.require(Permission.ENTER_RECORDS, unit, register.seen_by)
    refuse_wrong_unit(register, unit)
    clean = Cleaning(register, Names(register.home)).clean(values, draft=not submit)
    if clean.faults:
        raise BadValues(clean.faults)
    status = Status.DRAFT.value
    if submit:
        status = status_after(Change.SUBMIT, status, verifier=_verifies(actor, register, unit))
    moment = clock.now()
    record = Record(
        home=unit.home,
        register=register,
        unit=unit,
        person_id=person_of(register, clean.values),
        made_at=moment,
    )
    record.save(force_insert=True)
    version = make_version(register, record, clean, status, Change.ENTER, actor, moment)
    version.save(force_insert=True)
    index_version(version)
    _audit(actor, Change.ENTER, version)
    return version


@action("record.edit")
def change_record(
    *,
    actor: Actor,
    record_id: UUID,
    base_version: UUID,
    values: Mapping[str, Any],
    submit: bool = False,
) -> Version:
    """Change what a record says; a column that `values` does not name stays as it is.

    `base_version` is the version that the actor was looking at. With `submit`, a draft or returned
    record is submitted by the same step. Raises ChangedMeanwhile, carrying
    the version that stands now, where somebody saved first; WrongStatus, NotAllowed or BadValues.
    """
    before = _locked(record_id)
    _refuse(actor, Change.EDIT, before)
    if before.id != base_version:
        raise ChangedMeanwhile(before)
    unfinished = before.status in (Status.DRAFT, Status.RETURNED)
    submit = submit and unfinished
    cleaning = Cleaning(before.register, Names(before.register.home))
    clean = cleaning.clean(values, draft=unfinished and not submit, before=before.values)
    if clean.faults:
        raise BadValues(clean.faults)
    if clean.values == before.values and not submit:
        return before
    change = Change.SUBMIT if submit else Change.EDIT
    status = status_after(
        change, before.status, verifier=_verifies(actor, before.register, before.unit)
    )
    return _supersede(before, clean, status, change, actor, "")


@action("record.submit")
def submit_record(*, actor: Actor, record_id: UUID, base_version: UUID | None = None) -> Version:
    """Submit a draft or a returned record; verified at once by who may verify."""
    return _move(actor, record_id, Change.SUBMIT, "", base_version)


@action("record.verify")
def verify_record(*, actor: Actor, record_id: UUID, base_version: UUID | None = None) -> Version:
    """Verify a submitted record, so that figures count it.

    With `base_version`, only if that is what stands: nobody verifies what they have not read
    (ChangedMeanwhile). So with the other moves.
    """
    return _move(actor, record_id, Change.VERIFY, "", base_version)


@action("record.return")
def return_record(
    *, actor: Actor, record_id: UUID, reason: str, base_version: UUID | None = None
) -> Version:
    """Return a record to who entered it, with a reason; figures no longer count it."""
    return _move(actor, record_id, Change.RETURN, reason, base_version)


@action("record.void")
def void_record(
    *, actor: Actor, record_id: UUID, reason: str, base_version: UUID | None = None
) -> Version:
    """Void a record with a reason. Nothing is deleted: its versions stay readable."""
    return _move(actor, record_id, Change.VOID, reason, base_version)


@transaction.atomic
def _move(
    actor: Actor, record_id: UUID, change: Change, reason: str, base_version: UUID | None
) -> Version:
    before = _locked(record_id)
    _refuse(actor, change, before)
    if base_version is not None and before.id != base_version:
        raise ChangedMeanwhile(before)
    reason = reason.strip()
    if change in NEEDS_A_REASON and not reason:
        raise Invalid(_("%(change)s必须写明理由。") % {"change": CHANGE_LABELS[change]})
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("理由最多%(n)d个字，请缩短。") % {"n": LONGEST_REASON})
    if change is Change.SUBMIT:
        cleaning = Cleaning(before.register, Names(before.register.home))
        again = cleaning.clean(_in_use(before), before=before.values)
        if again.faults:
            raise BadValues(again.faults)
    clean = Clean(before.values, before.date, {})
    status = status_after(
        change, before.status, verifier=_verifies(actor, before.register, before.unit)
    )
    return _supersede(before, clean, status, change, actor, reason)


def _in_use(version: Version) -> dict[str, Any]:
    codes = {column.code for column in version.register.columns_in_order}
    return {code: value for code, value in version.values.items() if code in codes}


def refuse_wrong_unit(register: Register, unit: Unit) -> None:
    """Raise Invalid where a unit keeps no rows of a register or has been closed."""
    named = {"register": register, "unit": unit, "kind": unit.get_kind_display()}
    if register.closed_on is not None and register.closed_on <= clock.today():
        raise Invalid(_("台账“%(register)s”已停用，不能再登记。") % named)
    if not register.home.holds(unit.path):
        raise Invalid(_("台账“%(register)s”不属于“%(unit)s”所在的单位。") % named)
    if register.unit_kinds and unit.kind not in register.unit_kinds:
        raise Invalid(_("台账“%(register)s”不由%(kind)s填报。") % named)
    if unit.closed_on is not None and unit.closed_on <= clock.today():
        raise Invalid(
            _("“%(unit)s”已于%(day)s撤销，不能再登记。")
            % {"unit": unit, "day": unit.closed_on.isoformat()}
        )


def person_of(register: Register, values: Mapping[str, Any]) -> UUID | None:
    """Return the id of the person that a record is about, where its register says so."""
    found = values.get(register.person_column) if register.person_column else None
    return UUID(found) if found else None


def make_version(
    register: Register,
    record: Record,
    clean: Clean,
    status: str,
    change: Change,
    actor: Actor,
    moment: dt.datetime,
    reason: str = "",
) -> Version:
    """Return an unsaved version of a record with its slots filled."""
    assert clean.day is not None  # a day that is missing is a fault
    return Version(
        home_id=record.home_id,
        record=record,
        register=register,
        unit=record.unit,
        path=record.unit.path,
        person_id=person_of(register, clean.values),
        recorded_at=moment,
        date=clean.day,
        status=status,
        values=clean.values,
        change=change,
        changed_by=actor.id,
        changed_by_name=actor.name,
        reason=reason,
        **fill(register, clean.values),
    )


def _locked(record_id: UUID) -> Version:
    """Lock a record and return the version that stands.

    The record's row is locked first and the version read after: on PostgreSQL a statement that
    waited for the version's own row would find it superseded and the new one unseen.
    """
    held = Record.objects.select_for_update(no_key=True).filter(pk=record_id)
    version = None
    if held.values_list("pk").first() is not None:
        version = (
            Version.objects.current()
            .filter(record_id=record_id)
            .select_related("record", "register__home", "unit__home")
            .first()
        )
    if version is None:
        raise NoSuchRecord(_("没有这条记录，或您的账号无权查看。"))
    return version


def locked_for_a_change(actor: Actor, record_id: UUID) -> Version:
    """Lock a record that the actor may change and return the version that stands.

    Raises NoSuchRecord, NotAllowed or WrongStatus as `change_record` does.
    """
    version = _locked(record_id)
    _refuse(actor, Change.EDIT, version)
    return version


def _refuse(actor: Actor, change: Change, before: Version) -> None:
    unit, roles = before.unit, before.register.seen_by
    if not actor.may(Permission.SEE_RECORDS, unit, roles):
        raise NoSuchRecord(_("没有这条记录，或您的账号无权查看。"))
    verifier = _verifies(actor, before.register, unit)
    reporter = actor.may(Permission.ENTER_RECORDS, unit, roles)
    if not verifier and not reporter:
        actor.require(Permission.ENTER_RECORDS, unit, roles)
    if before.record.purged_at is not None:
        raise WrongStatus(_("这条记录已按保存期限清除，不能再办理。"))
    if change in NEEDS_ENTRY:
        actor.require(Permission.ENTER_RECORDS, unit, roles)
    if change is Change.VERIFY or change is Change.RETURN:
        actor.require(Permission.VERIFY_RECORDS, unit, roles)
    if not may_follow(change, before.status, verifier=verifier, reporter=reporter):
        status = Status(before.status).label
        raise WrongStatus(
            _("记录现在是“%(status)s”，您不能%(change)s。")
            % {"status": status, "change": CHANGE_LABELS[change]}
        )


def _supersede(
    before: Version, clean: Clean, status: str, change: Change, actor: Actor, reason: str
) -> Version:
    moment = max(clock.now(), before.recorded_at)
    if not Version.objects.current().filter(pk=before.pk).update(superseded_at=moment):
        raise ChangedMeanwhile(Version.objects.current().get(record_id=before.record_id))
    person = person_of(before.register, clean.values)
    if person != person_of(before.register, before.values):
        Record.objects.filter(pk=before.record_id).update(person_id=person)
    after = make_version(
        before.register, before.record, clean, status, change, actor, moment, reason
    )
    after.save(force_insert=True)
    index_version(after)
    _audit(actor, change, after)
    return after


def _verifies(actor: Actor, register: Register, unit: Unit) -> bool:
    return actor.may(Permission.VERIFY_RECORDS, unit, register.seen_by)


def _audit(actor: Actor, change: Change, version: Version) -> None:
    audit.append(
        actor=actor,
        action=f"record.{change}",
        target=("record", version.record_id),
        unit_path=version.path,
        values={"version": str(version.id), "status": version.status, "values": version.values},
        note=version.reason,
    )
