"""What stands at the loop's first point: the campaigns that are under way."""

from django.utils.translation import gettext as _

from bihuan.campaigns.access import SEE, campaigns_visible_to
from bihuan.campaigns.models import CampaignState
from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.ui.loop import Point, address


def points(actor: Actor) -> list[Point]:
    """Return the running campaigns in sight."""
    if not actor.may(SEE):
        return []
    rows = Scan(campaigns_visible_to(actor).filter(state=CampaignState.RUNNING))
    page = address("campaigns:list")
    return [Point("organise", _("在办活动"), rows.count(), page, order=10)]
