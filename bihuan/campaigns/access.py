"""Which campaigns, plans and rolls an actor may see: the only way a view fetches.

Whoever takes part somewhere in an administration sees its campaigns; in full only the plans and
rolls of their own units, and the plans above that these follow.
"""

from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.campaigns.errors import NoSuchCampaign
from bihuan.campaigns.models import (
    Campaign,
    CampaignStep,
    Phase,
    Plan,
    PlanItem,
    PlanOffer,
    ReadinessItem,
    UnitRoll,
)
from bihuan.lib import clock
from bihuan.lib.errors import NotFound
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import paths_above

Thing = TypeVar("Thing")
SEE, RUN, ADAPT = Permission.SEE_CAMPAIGNS, Permission.RUN_CAMPAIGNS, Permission.ADAPT_PLANS


def campaigns_visible_to(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns of the homes that an actor works in, and of all below their scope."""
    return Campaign.objects.filter(seen_in_home(actor)).select_related("home")


def seen_in_home(actor: Actor, field: str = "path") -> Q:
    """Return the condition that a campaign's path is of a home the actor works in, or below."""
    if "" in actor.paths(SEE):  # an empty condition would be lost beside another
        return Q()
    return actor.within(SEE, field) | Q(**{f"{field}__in": actor.homes.get(SEE, ())})


def campaign_for(actor: Actor, id_: UUID | str) -> Campaign:
    """Return a campaign; raises NoSuchCampaign where there is none or it is unseen."""
    found = _found(campaigns_visible_to(actor).filter(pk=id_).first(), _("没有这个活动"))
    found.home.home = found.home  # at hand already: an administration is its own home
    return found


def phase_for(actor: Actor, id_: UUID | str) -> Phase:
    """Return a phase of a campaign that the actor sees; raises NoSuchCampaign."""
    seen = campaigns_visible_to(actor).values("pk")
    rows = Phase.objects.filter(pk=id_, campaign__in=seen)
    return _found(rows.select_related("campaign__home").first(), _("没有这个阶段"))


def step_for(actor: Actor, id_: UUID | str) -> CampaignStep:
    """Return a step of a campaign that the actor sees; raises NoSuchCampaign."""
    seen = campaigns_visible_to(actor).values("pk")
    rows = CampaignStep.objects.filter(pk=id_, phase__campaign__in=seen)
    return _found(rows.select_related("phase__campaign__home").first(), _("没有这个环节"))


def plans_visible_to(actor: Actor) -> QuerySet[Plan]:
    """Return the plans of the actor's units and those they succeed; standing ones above."""
    related = ("campaign__home", "unit__home", "unit__successor", "parent__unit", "taken_over_by")
    if "" in actor.paths(SEE):
        return Plan.objects.select_related(*related)
    above = {path for scope in actor.paths(SEE) for path in paths_above(scope)}
    followed = Q(path__in=above, set_on__isnull=False)
    mine = actor.within(SEE, "path") | actor.within(SEE, "unit__successor__path")
    return Plan.objects.filter(mine | followed).select_related(*related)


def plan_for(actor: Actor, id_: UUID | str) -> Plan:
    """Return a plan; raises NoSuchCampaign."""
    return _found(plans_visible_to(actor).filter(pk=id_).first(), _("没有这份方案"))


def item_for(actor: Actor, id_: UUID | str) -> PlanItem:
    """Return an item of a plan that the actor sees; raises NoSuchCampaign."""
    rows = PlanItem.objects.filter(pk=id_, plan__in=plans_visible_to(actor).values("pk"))
    related = ("plan__campaign__home", "plan__unit__home", "step__phase", "lead_unit", "parent")
    return _found(rows.select_related(*related).first(), _("没有这个方案事项"))


def offers_visible_to(actor: Actor) -> QuerySet[PlanOffer]:
    """Return the changes offered to plans of the actor's own units."""
    return PlanOffer.objects.filter(actor.within(SEE, "plan__path")).select_related(
        "plan__campaign__home", "plan__unit__home", "source__step__phase", "source__plan__unit"
    )


def offer_for(actor: Actor, id_: UUID | str) -> PlanOffer:
    """Return an offered change; raises NoSuchCampaign."""
    return _found(offers_visible_to(actor).filter(pk=id_).first(), _("没有这条方案变化"))


def rolls_visible_to(actor: Actor) -> QuerySet[UnitRoll]:
    """Return the rolls of the actor's own units."""
    return UnitRoll.objects.filter(actor.within(SEE, "path")).select_related(
        "campaign__home", "unit__home"
    )


def readiness_for(actor: Actor, id_: UUID | str) -> ReadinessItem:
    """Return a line of a readiness list that the actor sees; raises NoSuchCampaign."""
    seen = campaigns_visible_to(actor).values("pk")
    rows = ReadinessItem.objects.filter(pk=id_, campaign__in=seen, dropped_at=None)
    return _found(rows.select_related("campaign__home").first(), _("没有这条筹备事项"))


def unit_in(actor: Actor, campaign: Campaign, code: str, permission: Permission = SEE) -> Unit:
    """Return a unit of a campaign's home over which the actor holds a permission; NotFound else."""
    rows = Unit.objects.under(campaign.path).filter(actor.within(permission, "path"), code=code)
    found = rows.select_related("home").first()
    if found is None:
        raise NotFound(_("没有这个单位，或您的账号无权查看。"))
    return found


def units_in(campaign: Campaign, kinds: list[str]) -> list[Unit]:
    """Return the units of some kinds of a campaign's home that stand today, in their order.

    A home below the campaign's (a township of a county) is asked, what belongs to it is not.
    """
    units = Unit.objects.under(campaign.path).open_on(clock.today()).filter(kind__in=kinds)
    mine = units.filter(Q(home_id=campaign.home_id) | Q(home__parent_id=campaign.home_id))
    rows = mine.exclude(pk=campaign.home_id).select_related("parent")
    return sorted(rows, key=unit_key)


def unit_key(unit: Unit) -> tuple[str, int, str]:
    """Return what units are ordered by: those of one parent by their own order."""
    return unit.path[:-4], unit.sort_order, unit.path


def homes_to_run_in(actor: Actor) -> list[Unit]:
    """Return the administrations in whose name the actor may run campaigns."""
    return [home for home in homes_of(actor, RUN) if actor.may(RUN, home)]


def is_inside(actor: Actor, campaign: Campaign, unit: Unit) -> bool:
    """Tell whether an actor is of the campaign's office or of the unit: small counts are theirs."""
    return actor.may(Permission.VERIFY_RECORDS, campaign.path) or actor.may(ADAPT, unit)


def _found(thing: Thing | None, said: str) -> Thing:
    if thing is None:
        raise NoSuchCampaign(_("%(said)s，或您的账号无权查看。") % {"said": said})
    return thing
