"""What waits here: what campaigns require of the actor's own unit and is not done yet."""

import datetime as dt
from collections import defaultdict
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.models import (
    Campaign,
    CampaignState,
    RequiredUnit,
    Requirement,
    RequirementScope,
)
from bihuan.campaigns.requirements.access import standing
from bihuan.campaigns.requirements.progress import Line, matrix
from bihuan.campaigns.requirements.rules import Standing
from bihuan.campaigns.requirements.whom import Named, subjects_of
from bihuan.lib import clock
from bihuan.lib.counting import Scan, Told
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.waiting import Waiting

ADAPT, RUN = Permission.ADAPT_PLANS, Permission.RUN_CAMPAIGNS


def required_of(actor: Actor) -> list[Told]:
    """Return what is still required of the actor's units; nothing for who runs the campaigns."""
    if not actor.may(ADAPT) or actor.may(RUN):
        return []
    rows = _standing(actor, clock.today())
    named = RequiredUnit.objects.filter(requirement__in=rows.order_by().values("pk"))
    return [Told([Scan(rows).count(), Scan(named).count()], partial(_lines, actor, rows))]


def _lines(
    actor: Actor, rows: QuerySet[Requirement], count: int, units_named: int
) -> list[Waiting]:
    """Return a line a unit; nothing is asked where nothing is required, or no unit by name."""
    by_campaign: dict[UUID, list[Requirement]] = defaultdict(list)
    for requirement in (rows if units_named else rows.prefetch_related(None)) if count else ():
        by_campaign[requirement.campaign_id].append(requirement)
    found, today = [], clock.today()
    for asked in by_campaign.values():
        campaign = asked[0].campaign
        campaign.home.home = campaign.home  # an administration is its own home
        named: Named | None = None if units_named else {one.pk: set() for one in asked}
        subjects = subjects_of(asked, campaign, today, actor, named)
        lines = matrix(campaign, asked, today, actor=actor, subjects=subjects).lines
        found += [_waiting(campaign, line) for line in lines if line.open_count]
    return found


def _standing(actor: Actor, today: dt.date) -> QuerySet[Requirement]:
    """Return the requirements of units on a day, of the campaigns that require something now."""
    asked = Q(requirements__scope=RequirementScope.UNIT, requirements__ended_on=None)
    mine = Q(path__in=actor.homes.get(ADAPT, ()), state=CampaignState.RUNNING)
    campaigns = Campaign.objects.filter(mine & asked, requirements__is_historical=False)
    rows = standing(Requirement.objects.filter(campaign__in=campaigns.values("pk")), today)
    return rows.filter(scope=RequirementScope.UNIT).order_by(
        "-campaign__begins_on", "campaign__code", "position", "code", "from_on"
    )


def _waiting(campaign: Campaign, line: Line) -> Waiting:
    unit = line.subject.of
    is_late = any(
        cell is not None and cell.measured.standing is Standing.OVERDUE for cell in line.cells
    )
    return Waiting(
        label=_("活动要求还没做到"),
        count=line.open_count,
        url=reverse("requirements:own", args=[campaign.pk, unit.pk]),
        hint=_("%(unit)s：%(title)s") % {"unit": unit, "title": campaign.title},
        is_late=is_late,
        verb=_("看差什么"),
    )
