"""Which registers and records an actor may see: the only way a view fetches.

A register that is `seen_by` some roles is there for them alone: neither it nor its rows for the
others, who neither enter nor verify them. A role reaches just as far as its own grants.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.moments import write_moment
from bihuan.orgs.access import Actor
from bihuan.orgs.models import RoleGrant, Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.editions import with_columns
from bihuan.registers.errors import NoSuchRecord, NoSuchRegister
from bihuan.registers.models import Column, Register, Version


def versions_visible_to(actor: Actor) -> Q:
    """Return the condition on Version that the actor may see the row, whatever its register."""
    return versions_within(actor, Permission.SEE_RECORDS)


Restricted = list[tuple[UUID, list[str]]]


def versions_within(
    actor: Actor, permission: Permission, restricted: Restricted | None = None
) -> Q:
    """Return the condition on Version that the actor holds a permission over the row.

    `restricted` are the registers that only some roles see, where they are at hand; where there
    is none, paths alone decide.
    """
    condition = actor.within(permission, "path")
    paths, unseen = actor.paths(permission), []
    for register, seen_by in restricted_registers() if restricted is None else restricted:
        reached = actor.paths(permission, seen_by)
        if not reached:
            unseen.append(register)
        elif reached != paths:
            condition &= ~Q(register_id=register) | actor.within(permission, "path", seen_by)
    return condition & ~Q(register_id__in=unseen) if unseen else condition


def restricted_registers() -> Restricted:
    """Return the ids of the registers that only some roles see, with those roles."""
    return list(Register.objects.exclude(seen_by=[]).order_by().values_list("pk", "seen_by"))


def rows_visible_to(actor: Actor, register: Register) -> Q:
    """Return the condition that the actor may see a row of one register.

    None where they see all that the register's home holds: a statement without a condition on
    paths is answered in the order of an index.
    """
    if actor.may(Permission.SEE_RECORDS, register.home, register.seen_by):
        return Q()
    return actor.within(Permission.SEE_RECORDS, "path", register.seen_by)


def registers_visible_to(actor: Actor) -> QuerySet[Register]:
    """Return the registers kept by an administration in or above which the actor sees records.

    A village's reporter sees the township's registers though none of the township's own rows.
    """
    condition = Q(_seen_by="[]") & _homes_over(actor.paths(Permission.SEE_RECORDS))
    if actor.id is None:
        condition = _homes_over(actor.paths(Permission.SEE_RECORDS))
    for role in actor.grants:
        over = _homes_over(actor.paths(Permission.SEE_RECORDS, {role}))
        condition |= Q(_seen_by__contains=f'"{role.value}"') & over
    registers = Register.objects.alias(_seen_by=Cast("seen_by", TextField())).filter(condition)
    return registers.select_related("home").prefetch_related("columns", "checks")


def _homes_over(paths: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        above = [path[:end] for end in range(4, len(path) + 1, 4)]
        condition |= Q(home__path__in=above) | Q(home__path__gte=path, home__path__lt=path + "~")
    return condition


def register_for(actor: Actor, code: str, home: str = "") -> Register:
    """Return a register by code; raises NoSuchRegister where there is none or it is unseen.

    Several homes below a county may keep a register of the same code: `home` is the code of the
    one meant; without it, the topmost and first is.
    """
    visible = registers_visible_to(actor).prefetch_related(None).filter(code=code)
    found = with_columns(visible.order_by("home__path"))
    register = next((each for each in found if home in ("", each.home.code)), None)
    if register is None:
        raise NoSuchRegister(_("没有代码为“%(code)s”的台账，或您的账号无权查看。") % {"code": code})
    return register


def current_version(actor: Actor, record_id: UUID | str) -> Version:
    """Return a record's current version.

    Raises NoSuchRecord where there is none or it is unseen.
    """
    version = (
        Version.objects.current()
        .filter(actor.within(Permission.SEE_RECORDS, "path"), record_id=record_id)
        .select_related("record", "register__home", "unit__home")
        .first()
    )
    if version is None or not may_see(actor, version):
        raise NoSuchRecord(_("没有这条记录，或您的账号无权查看。"))
    with_columns([version.register])
    return version


def version_at(actor: Actor, record_id: UUID | str, moment: dt.datetime) -> Version:
    """Return what a record said at a moment, by today's rights.

    Raises NoSuchRecord where there is none or it is unseen, and where it was not there yet.
    """
    now = current_version(actor, record_id)
    version = Version.objects.as_of(moment).filter(record_id=record_id).first()
    if version is None:
        raise NoSuchRecord(
            _("%(moment)s时还没有这条记录：它是后来登记的。") % {"moment": write_moment(moment)}
        )
    version.record, version.register, version.unit = now.record, now.register, now.unit
    return version


def may_see(actor: Actor, version: Version) -> bool:
    """Tell whether an actor may see a version's record."""
    return actor.may(Permission.SEE_RECORDS, version.path, version.register.seen_by)


def units_to_enter_for(actor: Actor, register: Register) -> QuerySet[Unit]:
    """Return the open units for which the actor may enter a register's records, as a tree."""
    units = (
        Unit.objects.under(register.home.path)
        .filter(actor.within(Permission.ENTER_RECORDS, "path", register.seen_by))
        .open_on(clock.today())
        .select_related("home")
    )
    return units.filter(kind__in=register.unit_kinds) if register.unit_kinds else units


def units_with_rows_for(actor: Actor, register: Register) -> QuerySet[Unit]:
    """Return the units whose rows of a register the actor may see, closed ones too, as a tree."""
    units = Unit.objects.under(register.home.path).filter(
        actor.within(Permission.SEE_RECORDS, "path", register.seen_by)
    )
    return units.filter(kind__in=register.unit_kinds) if register.unit_kinds else units


def register_to_define(actor: Actor, code: str, home: str = "") -> Register:
    """Return a register that the actor may define, though they may not see its records.

    Raises NoSuchRegister where it is unseen too, NotAllowed where it is only seen.
    """
    found = Register.objects.filter(
        actor.within(Permission.DEFINE_REGISTERS, "home__path"), code=code
    )
    found = found.select_related("home").order_by("home__path")
    register = next((each for each in found if home in ("", each.home.code)), None)
    if register is None:
        register = register_for(actor, code, home)
        actor.require(Permission.DEFINE_REGISTERS, register.home)
    return with_columns([register])[0]


def columns_beside(home: Unit, register: Register | None) -> QuerySet[Column]:
    """Return the columns in use of the other registers of a home and of those above and below."""
    path = home.path
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    around = Q(home__path__in=above) | Q(home__path__gte=path, home__path__lt=path + "~")
    columns = Column.objects.filter(around, is_retired=False, register__closed_on=None)
    if register is not None:
        columns = columns.exclude(register_id=register.pk)
    return columns.select_related("register__home").order_by("register__sort_order", "position")


def accounts_by_role(home: Unit) -> dict[str, int]:
    """Return how many accounts hold each role today over a home or something below it."""
    path = home.path
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    around = Q(unit__path__in=above) | Q(unit__path__gte=path, unit__path__lt=path + "~")
    grants = RoleGrant.objects.on(clock.today()).filter(around, account__is_active=True)
    counted = grants.values_list("role").annotate(n=Count("account", distinct=True)).order_by()
    return dict(counted)
