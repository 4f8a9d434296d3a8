"""What a village, school or clinic has to do next in a campaign. No writing."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.desk import Next
from bihuan.campaigns.models import Campaign, Plan
from bihuan.campaigns.rolls import Rolls
from bihuan.campaigns.standing import Adoption
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

ADAPT = Permission.ADAPT_PLANS


def next_of_units(
    actor: Actor,
    campaign: Campaign,
    plan: Plan | None,
    lines: Sequence[Adoption],
    closed: Sequence[Plan],
    rolls: Rolls,
) -> list[Next]:
    """Return what the actor's own units have to do next."""
    if campaign.is_ended or not actor.may(ADAPT):
        return []
    found: list[Next] = []
    for line in lines:
        found += _of_plan(actor, plan, line)
    for each in closed:
        successor = each.unit.successor
        if successor is not None and actor.may(ADAPT, successor):
            text = _("“%(unit)s”已并入，请决定是否接续它的方案") % {"unit": each.unit}
            found.append(Next(text, reverse("campaigns:plan", args=[each.pk]), _("去决定")))
    for row in rolls.lines:
        if row.roll is None and actor.may(ADAPT, row.unit):
            text = _("请登记“%(unit)s”的参学情况") % {"unit": row.unit}
            url = reverse("campaigns:unit_roll", args=[campaign.pk, row.unit.code])
            found.append(Next(text, url, _("去登记"), _("只填人数也可以，不用名单")))
    return found


def _of_plan(actor: Actor, plan: Plan | None, line: Adoption) -> list[Next]:
    if not actor.may(ADAPT, line.unit):
        return []
    if line.plan is None:
        if plan is None or plan.set_on is None:
            return []
        text = _("请采用“%(plan)s”，再按本单位实际调整") % {"plan": plan.title}
        return [Next(text, reverse("campaigns:plan", args=[plan.pk]), _("看方案"), str(line.unit))]
    if line.offers:
        text = _("上级方案有%(n)d处变化，请答复采用还是保留") % {"n": line.offers}
        return [Next(text, reverse("campaigns:plan", args=[line.plan.pk]), _("去答复"))]
    return []
