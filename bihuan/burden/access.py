"""Whose burden an actor may see: that of the units of their own subtree."""

from bihuan.lib.errors import NotFound
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.models.unit import UnitQuerySet
from bihuan.orgs.permissions import Permission

SEE = Permission.SEE_CAMPAIGNS


def homes_seen(actor: Actor) -> list[Unit]:
    """Return the administrations of which the actor sees at least one unit."""
    homes = Unit.objects.filter(actor.within(SEE, "path")).values("home_id")
    return list(Unit.objects.filter(pk__in=homes).order_by("path"))


def units_seen(actor: Actor, home: Unit) -> UnitQuerySet:
    """Return the units of an administration whose burden the actor sees."""
    return Unit.objects.filter(actor.within(SEE, "path"), home=home)


def home_among(homes: list[Unit], code: str) -> Unit:
    """Return the administration with a code, the first of those seen where none is given.

    Raises NotFound where there is none or nothing of it is seen.
    """
    found = [home for home in homes if not code or home.code == code]
    if not found:
        raise NotFound("没有这个单位，或您的账号无权查看。")
    return found[0]


def unit_for(actor: Actor, code: str) -> Unit:
    """Return a unit that the actor sees; raises NotFound."""
    found = Unit.objects.filter(actor.within(SEE, "path"), code=code).select_related("home")
    unit = found.first()
    if unit is None:
        raise NotFound("没有这个单位，或您的账号无权查看。")
    return unit
