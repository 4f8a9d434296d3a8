"""Which collections and asks an actor may see: the only way a view fetches.

Who verifies a home's records sees its collections whole; who enters a unit's records sees what is
asked of that unit, and nothing of the others.
"""

from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from bihuan.collecting.errors import NoSuchCollection
from bihuan.collecting.models import Ask, Collection, Return
from bihuan.lib import clock
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import registers_visible_to
from bihuan.registers.models import Register


def collections_visible_to(actor: Actor) -> QuerySet[Collection]:
    """Return the collections that an actor sees whole, of registers that they may see."""
    return Collection.objects.filter(
        actor.within(Permission.VERIFY_RECORDS, "home__path"),
        register__in=registers_visible_to(actor).prefetch_related(None).values("pk"),
    ).select_related("register__home", "home")


def asks_visible_to(actor: Actor) -> QuerySet[Ask]:
    """Return what is asked of units for which the actor enters records, and what they see whole."""
    mine = actor.within(Permission.ENTER_RECORDS, "unit__path")
    whole = actor.within(Permission.VERIFY_RECORDS, "collection__home__path")
    return (
        Ask.objects.filter(
            mine | whole,
            collection__register__in=registers_visible_to(actor)
            .prefetch_related(None)
            .values("pk"),
        )
        .select_related("collection__register__home", "collection__home", "unit__home")
        .prefetch_related("returns")
    )


def waited_for(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    """Keep what a unit has still to return, the rows handed back among it.

    As `rules.state_of` has it: the newest return decides, and nothing waits that is waived.
    """
    newest = Return.objects.filter(ask=OuterRef("pk")).order_by("-returned_at", "-id")
    rows = asks.alias(newest_handed_back=Subquery(newest.values("handed_back")[:1]))
    is_open = Q(newest_handed_back=None) | Q(newest_handed_back__gt=0)
    return rows.filter(is_open, waived_at=None)


def collection_for(actor: Actor, id_: UUID | str) -> Collection:
    """Return a collection; raises NoSuchCollection where there is none or it is unseen."""
    found = collections_visible_to(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchCollection(_("没有这次收表，或您的账号无权查看。"))
    return found


def ask_for(actor: Actor, id_: UUID | str) -> Ask:
    """Return what is asked of a unit; raises NoSuchCollection."""
    found = asks_visible_to(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchCollection(_("没有这次收表，或您的账号无权查看。"))
    return found


def asks_in_order(collection: Collection) -> list[Ask]:
    """Return the asks in the units' own order, the same whoever returned first."""
    asks = collection.asks.select_related("unit__home").prefetch_related(
        Prefetch("returns"),
    )
    return sorted(asks, key=lambda ask: unit_key(ask.unit))


def unit_key(unit: Unit) -> tuple[str, int, str]:
    """Return what units are ordered by: those of one parent by their own order."""
    return unit.path[:-4], unit.sort_order, unit.path


def homes_to_ask_in(actor: Actor) -> list[Unit]:
    """Return the administrations in whose name the actor may ask."""
    return [
        home for home in homes_of(actor, Permission.DEFINE_REGISTERS) if may_ask_in(actor, home)
    ]


def may_ask_in(actor: Actor, home: Unit) -> bool:
    """Tell whether the actor may ask in a home's name: who sets its registers and verifies."""
    return actor.may(Permission.DEFINE_REGISTERS, home) and actor.may(
        Permission.VERIFY_RECORDS, home
    )


def registers_to_ask_for(actor: Actor, home: Unit) -> list[Register]:
    """Return the registers in use that a home's units keep: its own and those kept above it."""
    above = [home.path[:end] for end in range(4, len(home.path) + 1, 4)]
    in_use = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    return list(registers_visible_to(actor).filter(in_use, home__path__in=above))


def units_to_ask(home: Unit, register: Register) -> list[Unit]:
    """Return the open units of a home that keep a register, in their order."""
    units = Unit.objects.under(home.path).open_on(clock.today()).select_related("home")
    if register.unit_kinds:
        units = units.filter(kind__in=register.unit_kinds)
    return sorted(units.exclude(pk=home.pk), key=unit_key)
