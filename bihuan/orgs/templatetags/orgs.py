"""Template tags of the room."""

from django import template

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

register = template.Library()


@register.simple_tag
def may_see_coverage(actor: Actor) -> bool:
    """Tell whether the actor sees the people of a whole administration, not of a village only."""
    homes = actor.homes.get(Permission.SEE_PEOPLE, ())
    return any(actor.may(Permission.SEE_PEOPLE, home) for home in homes)
