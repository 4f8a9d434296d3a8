"""What stands at the loop's second point: the meetings that were held."""

from django.utils.translation import gettext as _

from bihuan.lib.counting import Scan
from bihuan.meetings.access import SEE, meetings_visible_to
from bihuan.meetings.models import MeetingState
from bihuan.orgs.access import Actor
from bihuan.ui.loop import Point, address


def points(actor: Actor) -> list[Point]:
    """Return the meetings held, for who sees meetings."""
    if not actor.may(SEE):
        return []
    held = Scan(meetings_visible_to(actor).filter(state=MeetingState.HELD))
    return [Point("study", _("已开会议"), held.count(), address("meetings:list"))]
