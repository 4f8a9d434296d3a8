"""What stands at the loop's first point: the teams that organise the work."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor, teams_visible_to
from bihuan.orgs.permissions import Permission
from bihuan.ui.loop import Point


def points(actor: Actor) -> list[Point]:
    """Return the teams that stand today, for who sees people."""
    if not actor.may(Permission.SEE_PEOPLE):
        return []
    teams = Scan(teams_visible_to(actor).on(clock.today()))
    return [Point("organise", _("工作组"), teams.count(), reverse("orgs:teams"))]
