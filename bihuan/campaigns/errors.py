"""What can go wrong with a campaign, each in one sentence."""

from bihuan.lib.errors import Conflict, NotFound


class NoSuchCampaign(NotFound):
    """No campaign, plan, item, offer or roll of that id, or the actor may not know of it."""

    code = "no_such_campaign"


class CampaignEnded(Conflict):
    """The campaign has ended: nothing of it changes any more."""

    code = "campaign_ended"


class NotYet(Conflict):
    """Something else has to be done before."""

    code = "not_yet"


class AlreadyAdopted(Conflict):
    """The unit has a plan for this campaign already."""

    code = "already_adopted"
