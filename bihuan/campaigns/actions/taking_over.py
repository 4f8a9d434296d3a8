"""A unit that was closed half-way: its successor takes its plan over, or says why not."""

from django.utils.translation import gettext as _

from bihuan.campaigns.actions.holding import refuse_ended
from bihuan.campaigns.actions.planning import copied, new_plan
from bihuan.campaigns.actions.specs import LONGEST_REASON
from bihuan.campaigns.models import OfferAnswer, Plan, PlanItem, PlanOffer
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked, record, require_open
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@action("plan.take_over")
def take_over_plan(*, actor: Actor, plan: Plan, take: bool, reason: str = "") -> Plan:
    """Take the plan of a closed unit over into its successor's, or refuse it with a reason.

    The closed unit's plan stays as it was. Where the successor has a plan already, only what the
    closed unit had added of its own is copied. Raises NotAllowed without `adapt_plans` over the
    successor, Invalid where the unit stands or has no successor, Conflict where it was settled.
    """
    successor = plan.unit.successor
    if plan.unit.closed_on is None or plan.unit.closed_on > clock.today() or successor is None:
        raise Invalid(_("“%(unit)s”没有撤销或没有接续单位，不用接续方案。") % {"unit": plan.unit})
    actor.require(Permission.ADAPT_PLANS, successor)
    refuse_ended(plan.campaign)
    require_open(successor, clock.today())
    plan = locked(plan)
    if plan.settled_at is not None:
        raise Conflict(_("“%(plan)s”的接续已经处理过。") % {"plan": plan.title})
    plan.settled_at = clock.now()
    if take:
        plan.taken_over_by = _into(actor, plan, successor)
    else:
        plan.settled_reason = checked_text(_("不接续的理由"), reason, LONGEST_REASON)
    plan.save(update_fields=["settled_at", "taken_over_by", "settled_reason"])
    record(actor, "plan.take_over", plan, successor.path, plan.title)
    return plan


def _into(actor: Actor, plan: Plan, successor: Unit) -> Plan:
    standing = plan.items.filter(withdrawn_at=None)
    mine = plan.campaign.plans.filter(unit=successor).first()
    if mine is not None:
        PlanItem.objects.bulk_create([_again(item, mine) for item in standing.filter(parent=None)])
        return mine
    parent = plan.parent
    if parent is None:
        raise Invalid(_("活动自己的方案不能由别的单位接续。"))
    mine = new_plan(actor, successor, parent)
    mine.save(force_insert=True)
    PlanItem.objects.bulk_create([_again(item, mine) for item in standing])
    pending = plan.offers.filter(answer__in=("", OfferAnswer.KEPT))
    again = [_offered_again(offer, mine) for offer in pending]
    pending.filter(answer="").update(answer=OfferAnswer.LAPSED, answered_at=clock.now())
    PlanOffer.objects.bulk_create(again)
    return mine


def _again(item: PlanItem, plan: Plan) -> PlanItem:
    made = copied(item, plan)
    made.parent = item.parent
    return made


def _offered_again(offer: PlanOffer, plan: Plan) -> PlanOffer:
    return PlanOffer(
        id=new_id(),
        home=plan.home,
        plan=plan,
        source_id=offer.source_id,
        kind=offer.kind,
        before=offer.before,
        after=offer.after,
        is_required=offer.is_required,
        offered_at=clock.now(),
    )
