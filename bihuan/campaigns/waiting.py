"""What waits here: a plan to adopt, changes to answer, and who has not adopted."""

from collections import defaultdict
from functools import partial
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.models import CampaignState, Plan
from bihuan.campaigns.requirements.waiting import required_of
from bihuan.lib import clock
from bihuan.lib.counting import Scan, Told
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.ui.waiting import Waiting

RUN, ADAPT = Permission.RUN_CAMPAIGNS, Permission.ADAPT_PLANS


def waiting(actor: Actor) -> list[Waiting | Told]:
    """Return what waits for an actor: plans, and what is required of their own units."""
    return [*_plans(actor), *required_of(actor)]


def _plans(actor: Actor) -> list[Waiting | Told]:
    """Return what waits of plans; one statement, and one more for units that have none yet.

    Who runs the campaigns is told who has not adopted; a unit is told what it has to do itself.
    """
    if not actor.may(ADAPT):
        return []
    homes = Q(campaign__path__in=actor.homes.get(ADAPT, ()))
    rows = Plan.objects.filter(homes, set_on__isnull=False)
    unanswered = Count("offers", filter=Q(offers__answer=""))
    plans = (
        rows.exclude(campaign__state=CampaignState.ENDED)
        .select_related("campaign", "unit__successor")
        .annotate(unanswered=unanswered)
    )
    by_campaign: dict[UUID, list[Plan]] = defaultdict(list)
    for plan in plans:
        by_campaign[plan.campaign_id].append(plan)
    return [thing for some in by_campaign.values() for thing in _of_one(actor, some)]


def _of_one(actor: Actor, plans: list[Plan]) -> list[Waiting | Told]:
    top = next((plan for plan in plans if plan.is_top), None)
    if top is None:
        return []
    campaign = top.campaign
    without = Unit.objects.under(campaign.path).open_on(clock.today())
    without = without.filter(actor.within(ADAPT, "path"), kind__in=campaign.plan_kinds)
    without = without.exclude(pk__in=[plan.unit_id for plan in plans])
    count = Scan(without).count()
    if actor.may(RUN, campaign.path):
        url = reverse("campaigns:plans", args=[campaign.pk])
        label = _("还没有采用活动方案的单位")
        return [Waiting(label, count, url, campaign.title, verb=_("看是哪些"))]
    mine = [plan for plan in plans if actor.may(ADAPT, plan.path) and not plan.is_top]
    return [
        Told([count], partial(_to_adopt, top, without)),
        *(_offers(plan) for plan in mine),
        *(each for plan in plans if (each := _taking_over(actor, plan)) is not None),
    ]


def _to_adopt(top: Plan, without: QuerySet[Unit], count: int) -> list[Waiting]:
    return [
        Waiting(
            label=_("请采用活动方案"),
            count=1,
            url=reverse("campaigns:plan", args=[top.pk]),
            hint=_("%(unit)s：%(title)s") % {"unit": unit, "title": top.campaign.title},
            verb=_("看方案"),
        )
        for unit in (without if count else ())
    ]


def _offers(plan: Plan) -> Waiting:
    count: int = plan.unanswered  # type: ignore[attr-defined]
    return Waiting(
        label=_("上级方案的变化，请答复"),
        count=count,
        url=reverse("campaigns:plan", args=[plan.pk]),
        hint=plan.title,
        verb=_("去答复"),
    )


def _taking_over(actor: Actor, plan: Plan) -> Waiting | None:
    unit, successor = plan.unit, plan.unit.successor
    closed = unit.closed_on is not None and unit.closed_on <= clock.today()
    if not closed or successor is None or plan.settled_at or not actor.may(ADAPT, successor):
        return None
    return Waiting(
        label=_("并入单位的方案，请决定是否接续"),
        count=1,
        url=reverse("campaigns:plan", args=[plan.pk]),
        hint=plan.title,
        verb=_("去决定"),
    )
