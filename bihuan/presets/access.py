"""Whose presets and calendar an actor may see, and may set."""

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.lib.errors import NotFound
from bihuan.lib.policy import Known
from bihuan.orgs.access import Actor
from bihuan.orgs.models import ADMINISTRATIONS, Unit
from bihuan.orgs.permissions import Permission

SEEN_WITH = (Permission.SEE_FIGURES, Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT)
"""Whoever works by the numbers, keeps accounts or reads the log sees them: they bind everybody."""
MOST_HOMES = 300


def homes_seen_by(actor: Actor) -> list[Unit]:
    """Return the administrations whose presets an actor may see, the topmost first."""
    condition = Q(pk__in=[])
    for path in {path for each in SEEN_WITH for path in actor.homes.get(each, ())}:
        condition |= Q(path__gte=path, path__lt=path + "~")
    found = Unit.objects.filter(condition, kind__in=ADMINISTRATIONS, closed_on=None)
    return list(found.order_by("path")[:MOST_HOMES])


def home_named(actor: Actor, code: str) -> tuple[Unit, list[Unit]]:
    """Return the administration of a code, the first where none is named, and all to choose from.

    Raises NotFound where the actor may see none of that code.
    """
    homes = homes_seen_by(actor)
    chosen = next((home for home in homes if code in ("", home.code)), None)
    if chosen is None:
        raise NotFound(_("没有这个单位的预设，或您的账号无权查看。"))
    return chosen, homes


def may_set(actor: Actor, known: Known, home: Unit) -> bool:
    """Tell whether an actor may set a preset for an administration."""
    return actor.may(Permission(known.kept_by), home)


def may_keep_calendar(actor: Actor, home: Unit) -> bool:
    """Tell whether an actor may enter holidays for an administration."""
    return actor.may(Permission.DEFINE_REGISTERS, home)
