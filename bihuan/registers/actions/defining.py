"""Defining a register, from a pack or in the browser, and closing one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.audit.rules import canonical
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked, record
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.actions.specs import (
    MONEY_DECIMALS,
    ColumnSpec,
    RegisterSpec,
    refuse_contradictions,
)
from bihuan.registers.errors import ConceptHeld, RegisterChangedMeanwhile
from bihuan.registers.indexing import index_all, what_is_found
from bihuan.registers.models import Check, Column, ColumnType, Register, Version
from bihuan.registers.names import Names
from bihuan.registers.reading import Refused, cleaner, is_blank
from bihuan.registers.slots import assign_slots, fits

LONGEST_REASON = 300


@action("register.define")
def define_register(
    *,
    actor: Actor,
    home: Unit,
    spec: RegisterSpec,
    edition: UUID | None = None,
    is_new: bool = False,
    note: str = "",
) -> Register:
    """Make a register, or bring the one of the same code to what `spec` says.

    A column that `spec` no longer names is retired, its values kept. What stands already is left
    and not audited again. `edition` is the one that the actor was looking at, `is_new` that none
    may stand yet; `note` is what the log says beside the name. Raises Invalid where the register
    contradicts itself, a concept is held elsewhere (ConceptHeld), or records that exist would lose
    their meaning (a column's type or decimals, the columns of day and person);
    RegisterChangedMeanwhile; NotAllowed without `define_registers` over the home.
    """
    actor.require(Permission.DEFINE_REGISTERS, home)
    refuse_contradictions(spec)
    register = Register.objects.select_for_update().filter(home=home, code=spec.code).first()
    if register is not None and is_new:
        raise Invalid(_("代码为“%(code)s”的台账已经有了，请换一个代码。") % {"code": spec.code})
    if edition is not None and (register is None or register.edition != edition):
        raise RegisterChangedMeanwhile
    before = _fingerprint(register) if register else ""
    has_records = register is not None and Version.objects.filter(register=register).exists()
    found_before = what_is_found(register) if register and has_records else None
    register = _set_register(register, home, spec, has_records=has_records)
    _set_columns(register, spec, has_records=has_records)
    _set_checks(register, spec)
    # Last, so that nobody keeps half of the change for the whole: see editions.
    Register.objects.filter(pk=register.pk).update(edition=new_id())
    register = Register.objects.select_related("home").get(pk=register.pk)
    if found_before is not None and what_is_found(register) != found_before:
        index_all(actor, register)
    if _fingerprint(register) != before:
        audit.append(
            actor=actor,
            action="register.define",
            target=("register", register.id),
            unit_path=home.path,
            values=asdict(spec),
            note=f"{spec.label}：{note}" if note else spec.label,
        )
    return register


@action("register.close")
def close_register(*, actor: Actor, register: Register, reason: str) -> Register:
    """Close a register from today: nothing is entered any more, all stays readable and counts.

    Raises Invalid without a reason or where it is closed, NotAllowed.
    """
    actor.require(Permission.DEFINE_REGISTERS, register.home)
    reason = checked_text(_("理由"), reason, LONGEST_REASON)
    register = locked(register)
    if register.closed_on is not None:
        raise Invalid(_("台账“%(register)s”已经停用。") % {"register": register})
    _set_closed_on(register, clock.today())
    record(actor, "register.close", register, register.home.path, f"{register}：{reason}")
    return register


@action("register.reopen")
def reopen_register(*, actor: Actor, register: Register) -> Register:
    """Open a closed register again; raises Invalid where it is open, NotAllowed."""
    actor.require(Permission.DEFINE_REGISTERS, register.home)
    register = locked(register)
    if register.closed_on is None:
        raise Invalid(_("台账“%(register)s”没有停用。") % {"register": register})
    _set_closed_on(register, None)
    record(actor, "register.reopen", register, register.home.path, str(register))
    return register


def _set_closed_on(register: Register, day: dt.date | None) -> None:
    register.closed_on, register.edition = day, new_id()
    register.save(update_fields=["closed_on", "edition"])


def _fingerprint(register: Register) -> str:
    """Return all that a register says, to tell whether anything changed."""
    parts = [register, *register.columns.order_by("code"), *register.checks.order_by("position")]
    return canonical(
        [
            {
                field.attname: getattr(part, field.attname)
                for field in part._meta.concrete_fields
                if not (isinstance(part, Check) and field.primary_key)
                and field.attname != "edition"
            }
            for part in parts
        ]
    )


def _set_register(
    register: Register | None, home: Unit, spec: RegisterSpec, *, has_records: bool
) -> Register:
    if register is None:
        register = Register(home=home, code=spec.code)
    elif has_records and (register.day_column, register.person_column) != (spec.day, spec.person):
        raise Invalid(
            _("台账“%(register)s”已有数据，不能改换日期列或人员列；请另设一本台账。")
            % {"register": register.label}
        )
    register.label, register.purpose = spec.label, spec.purpose
    register.legal_basis, register.retention_years = spec.legal_basis, spec.retention_years
    register.unit_kinds = list(spec.unit_kinds)
    register.seen_by, register.same_when = sorted(spec.seen_by), list(spec.same_when)
    register.day_column, register.title_column = spec.day, spec.title
    register.person_column = spec.person
    register.is_historical, register.sort_order = spec.is_historical, spec.sort_order
    register.edition = new_id()
    register.save()
    return register


def _set_columns(register: Register, spec: RegisterSpec, *, has_records: bool) -> None:
    existing = {column.code: column for column in register.columns.all()}
    columns = []
    for position, wanted in enumerate(spec.columns):
        column = existing.pop(wanted.code, None) or Column(
            home=register.home, register=register, code=wanted.code, type=wanted.type
        )
        if has_records and not column._state.adding:
            _refuse_change_of_meaning(column, wanted)
        column.position, column.is_retired = position, False
        offered_before = [] if column._state.adding else [*column.choices, *column.old_choices]
        for key, value in _column_values(wanted).items():
            setattr(column, key, value)
        column.old_choices = _no_longer_offered(offered_before, column) if has_records else []
        _refuse_bad_default(column, register)
        columns.append(column)
    _refuse_held_concepts(register, columns)
    for retired in existing.values():
        retired.is_retired = True
    assign_slots([*columns, *existing.values()], register.day_column, has_records=has_records)
    # A concept may move from one column to another: it is let go before it is taken.
    taken = [column.concept for column in columns if column.concept]
    register.columns.filter(concept__in=taken).update(concept="")
    for column in [*existing.values(), *columns]:
        column.save()


def _column_values(wanted: ColumnSpec) -> dict[str, Any]:
    values = asdict(wanted)
    del values["code"]
    values["choices"] = [dict(choice) for choice in wanted.choices]
    if wanted.type == ColumnType.MONEY:
        values["decimals"] = MONEY_DECIMALS
        values["unit_of_measure"] = "元"
    elif wanted.type != ColumnType.DECIMAL:
        values["decimals"] = 0
    return values


def _no_longer_offered(before: Sequence[dict[str, str]], column: Column) -> list[dict[str, str]]:
    """Return the choices that records may hold though they are offered no more."""
    offered = {choice["code"] for choice in column.choices}
    old = {choice["code"]: choice for choice in reversed(before) if choice["code"] not in offered}
    return list(old.values())[::-1]


def _refuse_change_of_meaning(column: Column, wanted: ColumnSpec) -> None:
    decimals = _column_values(wanted)["decimals"]
    if (column.type, column.decimals) != (wanted.type, decimals):
        raise Invalid(
            _("列“%(column)s”已有数据，不能改变类型或小数位数；请另设一列，原列停用。")
            % {"column": column.label}
        )
    longer = Column(max_length=wanted.max_length)
    if column.slot and not fits(longer):
        raise Invalid(
            _("列“%(column)s”已有数据，不能再放宽到%(n)d个字；请另设一列，原列停用。")
            % {"column": column.label, "n": wanted.max_length}
        )


def _refuse_bad_default(column: Column, register: Register) -> None:
    if is_blank(column.default):
        return
    try:
        cleaner(column, Names(register.home))(column.default)
    except Refused as error:
        raise Invalid(
            _("列“%(column)s”的默认值%(why)s") % {"column": column.label, "why": error}
        ) from error


def _refuse_held_concepts(register: Register, columns: Sequence[Column]) -> None:
    concepts = {column.concept: column for column in columns if column.concept}
    if len(concepts) != sum(1 for column in columns if column.concept):
        raise Invalid(_("台账“%(register)s”里有两列是同一个概念。") % {"register": register.label})
    path = register.home.path
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    asked_of_the_same = Q(home__path__in=above) | Q(home__path__gte=path, home__path__lt=path + "~")
    held = (
        Column.objects.filter(asked_of_the_same, concept__in=concepts, is_retired=False)
        .exclude(register=register)
        .select_related("register__home")
        .first()
    )
    if held is not None:
        said = _(
            "“%(column)s”（%(concept)s）已在台账“%(register)s”的“%(held)s”中登记，不再重复采集。"
        )
        named = {
            "column": concepts[held.concept].label,
            "concept": held.concept,
            "register": held.register.label,
            "held": held.label,
        }
        raise ConceptHeld(said % named, column=concepts[held.concept].code, held=held)


def _set_checks(register: Register, spec: RegisterSpec) -> None:
    register.checks.all().delete()
    Check.objects.bulk_create(
        Check(home=register.home, register=register, position=at, rule=rule, message=message)
        for at, (rule, message) in enumerate(spec.checks)
    )
