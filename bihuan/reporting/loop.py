"""What stands at the loop's last point: the forms of the level above that were sent."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.reporting.access import filled_visible_to
from bihuan.reporting.models import FilledState
from bihuan.ui.loop import Point


def points(actor: Actor) -> list[Point]:
    """Return the forms sent up, for who sees figures."""
    if not actor.may(Permission.SEE_FIGURES):
        return []
    sent = Scan(filled_visible_to(actor).filter(state=FilledState.SENT))
    return [Point("report", _("已上报的表"), sent.count(), reverse("reporting:list"))]
