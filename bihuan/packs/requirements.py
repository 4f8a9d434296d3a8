"""Loading what a campaign requires: each by the room's own action, on the campaign's first day.

A requirement that the pack tells otherwise later is left as it stands: people may have changed it,
and what was asked at any moment must stay true.
"""

import datetime as dt
from functools import partial

from django.utils import timezone

from bihuan.campaigns.actions.requiring import make_requirement
from bihuan.campaigns.models import Campaign, Requirement
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.packs.content import Pack, RequirementEntry
from bihuan.packs.memory import Memory

KIND = "requirement"
MORNING = dt.time(9)


def load_requirements(pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
    """Load the requirements of a pack; a campaign that is not there is a fault."""
    if not pack.requirements:
        return
    first = pack.requirements[0]
    campaign = Campaign.objects.filter(home=home, code=first.campaign).first()
    if campaign is None:
        said = f"“{home}”没有代码为“{first.campaign}”的活动，请先写好 campaign.yaml。"
        memory.faults.add(first.file, 1, said)
        return
    for at, entry in enumerate(pack.requirements, 1):
        memory.place(
            (entry.file, entry.line),
            KIND,
            entry.shape.code,
            entry.shape.model_dump(mode="json"),
            partial(_made, actor, campaign, entry, at),
        )


def _made(actor: Actor, campaign: Campaign, entry: RequirementEntry, at: int) -> Requirement:
    first = timezone.make_aware(dt.datetime.combine(campaign.begins_on, MORNING))
    with clock.set_back_to(min(first, clock.now())):
        return make_requirement(actor=actor, campaign=campaign, spec=entry.shape.spec(at))
