"""Which campaigns and requirements an actor may see: the only way a view fetches.

Whoever takes part in a home's campaigns sees what they require; of the matrix, only the rows of
their own units and of people there.
"""

import datetime as dt
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.campaigns.models import Campaign, RequiredUnit, Requirement
from bihuan.campaigns.requirements.errors import NoSuchRequirement
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

RUN, SEE = Permission.RUN_CAMPAIGNS, Permission.SEE_CAMPAIGNS


def requirements_of(campaign: Campaign) -> QuerySet[Requirement]:
    """Return all requirements that a campaign ever had, with what reading them needs."""
    return _read(campaign.requirements.all())


def standing_on(campaign: Campaign, day: dt.date) -> QuerySet[Requirement]:
    """Return the requirements of a campaign that stand on a day."""
    return standing(campaign.requirements.all(), day)


def standing(requirements: QuerySet[Requirement], day: dt.date) -> QuerySet[Requirement]:
    """Keep the requirements that stand on a day, with what reading them needs."""
    stands = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    return _read(requirements).filter(stands, from_on__lte=day)


def _read(requirements: QuerySet[Requirement]) -> QuerySet[Requirement]:
    named = Prefetch("required_units", RequiredUnit.objects.select_related("unit"))
    return (
        requirements.select_related("campaign__home", "phase", "team", "home")
        .prefetch_related(named)
        .order_by("position", "code", "from_on")
    )


def requirement_of(campaign: Campaign, id_: UUID | str) -> Requirement:
    """Return a requirement of a campaign, which the actor sees; raises NoSuchRequirement."""
    found = requirements_of(campaign).filter(pk=id_).first()
    if found is None:
        raise NoSuchRequirement(_("没有这条要求，或您的账号无权查看。"))
    return found


def unit_seen(actor: Actor, campaign: Campaign, id_: UUID | str) -> Unit:
    """Return a unit of a campaign whose row the actor may see; raises NoSuchRequirement."""
    rows = Unit.objects.under(campaign.path).filter(actor.within(SEE, "path"), pk=id_)
    found = rows.select_related("home", "successor").first()
    if found is None:
        raise NoSuchRequirement(_("没有这个单位，或您的账号无权查看。"))
    return found


def may_run(actor: Actor, campaign: Campaign) -> bool:
    """Tell whether the actor may set and end a campaign's requirements."""
    return actor.may(RUN, campaign.home)
