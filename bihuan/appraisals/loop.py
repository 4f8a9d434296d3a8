"""What stands at the loop's sixth point: what people said of the work, published."""

from django.utils.translation import gettext as _

from bihuan.appraisals.access import SEE, polls_seen
from bihuan.appraisals.models import Poll, PollState
from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.ui.loop import Point, address


def points(actor: Actor) -> list[Point]:
    """Return the polls published, for who sees polls."""
    if not actor.may(SEE):
        return []
    published = Scan(Poll.objects.filter(polls_seen(actor), state=PollState.PUBLISHED))
    url = address("appraisals:list", "?state=published")
    return [Point("verify", _("已公布测评"), published.count(), url, order=70)]
