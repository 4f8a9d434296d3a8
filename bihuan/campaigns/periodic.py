"""What the room does day by day without being asked."""

import datetime as dt

from bihuan.campaigns.actions import remove_names
from bihuan.campaigns.models import Campaign, CampaignState
from bihuan.jobs.periodic import Periodic
from bihuan.orgs.access import Actor


def look_after_names() -> int:
    """Empty the labels of ended campaigns' rolls whose time has come; return how many."""
    ended = Campaign.objects.filter(state=CampaignState.ENDED).select_related("home")
    named = ended.filter(rolls__people__label__gt="").distinct()
    actor = Actor.installation()
    return sum(remove_names(actor=actor, campaign=campaign) for campaign in named)


PERIODIC = [Periodic("campaigns.names", dt.timedelta(days=1), look_after_names)]
