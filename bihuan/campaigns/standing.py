"""How the plans of a campaign stand: who has adopted, what differs, what is offered. No writing.

A handful of statements however many units there are.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from bihuan.campaigns.actions.wording import words_of
from bihuan.campaigns.models import Campaign, OfferAnswer, Plan, PlanItem
from bihuan.campaigns.rules import differing
from bihuan.orgs.models import Unit


@dataclass(frozen=True)
class Adoption:
    """One unit asked for a plan: its plan (None: none yet) and what differs from the one above."""

    unit: Unit
    plan: Plan | None
    adapted: int = 0  # copied items that say something else
    own: int = 0  # items of its own
    offers: int = 0  # changes not answered
    missing: int = 0  # required changes not taken, answered or not

    @property
    def word(self) -> str:
        """Return the state in a word."""
        if self.plan is None:
            return _("未采用")
        if self.missing > self.offers or (self.missing and not self.offers):
            return _("有规定动作未采用")
        return _("待答复变化") if self.offers else _("已采用")

    @property
    def tone(self) -> str:
        """Return the tone of its badge."""
        if self.plan is None or (self.missing and not self.offers):
            return "warn"
        return "info" if self.offers else "good"

    @property
    def needs_a_look(self) -> bool:
        """Tell whether something is still to be done by the unit."""
        return self.plan is None or bool(self.offers or self.missing)


def plans_of(campaign: Campaign) -> list[Plan]:
    """Return all plans of a campaign, each with how many changes wait and are not taken."""
    kept = Q(offers__answer__in=("", OfferAnswer.KEPT), offers__is_required=True)
    rows = campaign.plans.select_related("unit__successor", "parent", "campaign__home")
    return list(
        rows.annotate(
            unanswered=Count("offers", filter=Q(offers__answer="")),
            not_taken=Count("offers", filter=kept),
        )
    )


def own_plan(plans: Iterable[Plan]) -> Plan | None:
    """Return the campaign's own plan."""
    return next((plan for plan in plans if plan.is_top), None)


def adoptions(units: Iterable[Unit], plans: Iterable[Plan]) -> list[Adoption]:
    """Return how each unit stands that is asked for a plan, in the units' order; one statement."""
    asked = list(units)
    by_unit = {plan.unit_id: plan for plan in plans if not plan.is_top}
    adapted, own = _counts([by_unit[unit.pk].pk for unit in asked if unit.pk in by_unit])
    found = []
    for unit in asked:
        plan = by_unit.get(unit.pk)
        if plan is None:
            found.append(Adoption(unit, None))
            continue
        waiting: int = plan.unanswered  # type: ignore[attr-defined]
        missing: int = plan.not_taken  # type: ignore[attr-defined]
        found.append(Adoption(unit, plan, adapted[plan.pk], own[plan.pk], waiting, missing))
    return found


def to_take_over(plans: Iterable[Plan], today: dt.date) -> list[Plan]:
    """Return the plans of closed units that wait for their successors' word."""
    return [
        plan
        for plan in plans
        if not plan.is_top
        and plan.settled_at is None
        and plan.unit.closed_on is not None
        and plan.unit.closed_on <= today
        and plan.unit.successor is not None
    ]


def _counts(plans: list[UUID]) -> tuple[Counter[UUID], Counter[UUID]]:
    adapted: Counter[UUID] = Counter()
    own: Counter[UUID] = Counter()
    items = PlanItem.objects.filter(plan__in=plans, withdrawn_at=None).select_related("parent")
    for item in items:
        if item.parent is None:
            own[item.plan_id] += 1
        elif differing(words_of(item), words_of(item.parent)):
            adapted[item.plan_id] += 1
    return adapted, own


def by_step(items: Iterable[PlanItem]) -> dict[UUID, list[PlanItem]]:
    """Return items by their step, in order."""
    found: dict[UUID, list[PlanItem]] = defaultdict(list)
    for item in sorted(items, key=lambda each: (each.begins_on, each.position, str(each.pk))):
        found[item.step_id].append(item)
    return found
