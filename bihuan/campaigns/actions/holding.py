"""What every action of the room asks first: who may, and whether anything may still change."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.campaigns.errors import CampaignEnded
from bihuan.campaigns.models import Campaign, Plan
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import locked, require_open
from bihuan.orgs.permissions import Permission


def held_campaign(actor: Actor, campaign: Campaign) -> Campaign:
    """Return a campaign locked, for who runs it; raises NotAllowed, CampaignEnded."""
    actor.require(Permission.RUN_CAMPAIGNS, campaign.path)
    campaign = locked(campaign)
    refuse_ended(campaign)
    return campaign


def held_plan(actor: Actor, plan: Plan) -> Plan:
    """Return a plan locked, for who keeps it; raises NotAllowed, CampaignEnded, Invalid.

    The campaign's own plan is kept by who runs the campaign, another by its unit; a closed unit's
    stays as it is.
    """
    permission = Permission.RUN_CAMPAIGNS if plan.is_top else Permission.ADAPT_PLANS
    actor.require(permission, plan.unit)
    plan = locked(plan)
    refuse_ended(plan.campaign)
    require_open(plan.unit, clock.today())
    return plan


def refuse_ended(campaign: Campaign) -> None:
    """Raise CampaignEnded where a campaign has ended."""
    if campaign.is_ended:
        raise CampaignEnded(
            _("“%(title)s”已经办结，内容不再改动；需要再办请以它为底新建一个活动。")
            % {"title": campaign.title}
        )


def refuse_to_come(on: dt.date, what: str) -> None:
    """Raise Invalid for a day that has not come yet."""
    if on > clock.today():
        raise Invalid(
            _("%(what)s%(day)s还没有到，请填今天或以前的日期。")
            % {"what": what, "day": on.isoformat()}
        )
