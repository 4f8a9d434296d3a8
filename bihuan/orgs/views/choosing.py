"""Which administration a page is about: the one asked for, else the actor's own."""

from django.http import Http404, HttpRequest

from bihuan.orgs.access import Actor, units_visible_to
from bihuan.orgs.models import ADMINISTRATIONS, Unit
from bihuan.orgs.permissions import Permission


def units_to_choose(actor: Actor) -> list[Unit]:
    """Return the administrations that an actor sees, for a choice; none where there is but one."""
    found = list(units_visible_to(actor).filter(kind__in=ADMINISTRATIONS))
    return found if len(found) > 1 else []


def chosen_unit(request: HttpRequest, actor: Actor) -> Unit:
    """Return the unit asked for by `?unit=CODE`, else the topmost the actor sees.

    Raises Http404 where the actor may not see it.
    """
    visible = units_visible_to(actor).select_related("home")
    code = request.GET.get("unit", "")
    unit = visible.filter(code=code).first() if code else _own(actor)
    if unit is None:
        raise Http404
    return unit


def _own(actor: Actor) -> Unit | None:
    paths = actor.paths(Permission.SEE_PEOPLE)
    own = units_visible_to(actor).filter(path__in=paths).select_related("home")
    return own.order_by("path").first()
