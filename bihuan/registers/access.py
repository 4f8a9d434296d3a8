"""Which registers and records an actor may see: the only way a view fetches."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.errors import NoSuchRecord, NoSuchRegister
from bihuan.registers.models import Register, Version


def versions_visible_to(actor: Actor) -> Q:
    """Return the condition on Version that the actor may see the row."""
    return actor.within(Permission.SEE_RECORDS, "path")


def rows_visible_to(actor: Actor, register: Register) -> Q:
    """Return the condition that the actor may see a row of one register.

    None where they see all that the register's home holds: a statement without a condition on
    paths is answered in the order of an index.
    """
    if actor.may(Permission.SEE_RECORDS, register.home):
        return Q()
    return versions_visible_to(actor)


def registers_visible_to(actor: Actor) -> QuerySet[Register]:
    """Return the registers kept by an administration in or above which the actor sees records.

    A village's reporter sees the township's registers though none of the township's own rows.
    """
    condition = Q(pk__in=[])
    for path in actor.paths(Permission.SEE_RECORDS):
        above = [path[:end] for end in range(4, len(path) + 1, 4)]
        condition |= Q(home__path__in=above) | Q(home__path__gte=path, home__path__lt=path + "~")
    registers = Register.objects.filter(condition).select_related("home")
    return registers.prefetch_related("columns", "checks")


def register_for(actor: Actor, code: str, home: str = "") -> Register:
    """Return a register by code; raises NoSuchRegister where there is none or it is unseen.

    Several homes below a county may keep a register of the same code: `home` is the code of the
    one meant; without it, the topmost and first is.
    """
    found = list(registers_visible_to(actor).filter(code=code).order_by("home__path"))
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
        .filter(versions_visible_to(actor), record_id=record_id)
        .select_related("record", "register__home", "unit__home")
        .first()
    )
    if version is None:
        raise NoSuchRecord(_("没有这条记录，或您的账号无权查看。"))
    return version


def units_to_enter_for(actor: Actor, register: Register) -> QuerySet[Unit]:
    """Return the open units for which the actor may enter a register's records, as a tree."""
    units = (
        Unit.objects.under(register.home.path)
        .filter(actor.within(Permission.ENTER_RECORDS, "path"))
        .open_on(clock.today())
        .select_related("home")
    )
    return units.filter(kind__in=register.unit_kinds) if register.unit_kinds else units


def units_with_rows_for(actor: Actor, register: Register) -> QuerySet[Unit]:
    """Return the units whose rows of a register the actor may see, closed ones too, as a tree."""
    units = Unit.objects.under(register.home.path).filter(
        actor.within(Permission.SEE_RECORDS, "path")
    )
    return units.filter(kind__in=register.unit_kinds) if register.unit_kinds else units
