"""Changes of a plan, going down as offers, and what adopters answer."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.campaigns.actions.holding import refuse_ended
from bihuan.campaigns.actions.specs import LONGEST_REASON
from bihuan.campaigns.actions.wording import WORD_FIELDS, put_words, refuse_outside, words_of
from bihuan.campaigns.models import OfferAnswer, OfferKind, Plan, PlanItem, PlanOffer
from bihuan.campaigns.offering import NewOffer, Standing, offer_of
from bihuan.campaigns.rules import merged
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked, record, require_open
from bihuan.orgs.permissions import Permission

_PENDING = ("", OfferAnswer.KEPT)


def offer_down(item: PlanItem, kind: str, before: dict[str, Any]) -> None:
    """Offer a change of an item to every plan that adopted its plan and whose unit stands.

    Three statements and one write, however many they are.
    """
    standing = Plan.objects.filter(parent_id=item.plan_id).select_related("unit")
    plans = [plan for plan in standing if _stands(plan)]
    if not plans:
        return
    copies = {copy.plan_id: copy for copy in item.copies.filter(plan__in=plans, withdrawn_at=None)}
    pending: dict[UUID, PlanOffer] = {}
    for offer in item.offers.filter(plan__in=plans, answer__in=_PENDING):
        pending[offer.plan_id] = offer
    after = {} if kind == OfferKind.WITHDRAWN else words_of(item)
    made: list[PlanOffer] = []
    for plan in plans:
        copy, old = copies.get(plan.pk), pending.get(plan.pk)
        now = Standing(
            words_of(copy) if copy else None, (old.kind, old.before) if old is not None else None
        )
        new = offer_of(now, kind, before, after, is_required=item.is_required)
        if new is not None:
            made.append(_row(plan, item, new))
    item.offers.filter(plan__in=plans, answer__in=_PENDING).update(
        answer=OfferAnswer.LAPSED, answered_at=clock.now()
    )
    PlanOffer.objects.bulk_create(made)


def lapse(plan: Plan, source_id: UUID | None) -> None:
    """Let what is pending between a plan and a parent's item lapse."""
    if source_id is not None:
        plan.offers.filter(source_id=source_id, answer__in=_PENDING).update(
            answer=OfferAnswer.LAPSED, answered_at=clock.now()
        )


@action("plan_offer.answer")
def answer_offer(*, actor: Actor, offer: PlanOffer, take: bool, reason: str = "") -> PlanOffer:
    """Take a change of the parent plan into one's own, or keep one's own with a reason.

    A required one that was kept goes on being listed as not adopted and may be taken later. Raises
    NotAllowed without `adapt_plans` over the unit, Conflict where it was answered or has lapsed.
    """
    plan = offer.plan
    actor.require(Permission.ADAPT_PLANS, plan.unit)
    refuse_ended(plan.campaign)
    require_open(plan.unit, clock.today())
    plan = locked(plan)
    offer = locked(offer)
    if offer.answer not in _PENDING or (offer.answer == OfferAnswer.KEPT and not take):
        raise Conflict(
            _("这条变化已经处理过（%(answer)s），请刷新页面查看。")
            % {"answer": offer.get_answer_display()}
        )
    offer.reason = checked_text(_("理由"), reason, LONGEST_REASON, required=not take)
    offer.answer = OfferAnswer.TAKEN if take else OfferAnswer.KEPT
    offer.answered_at, offer.answered_by_name = clock.now(), name_of(actor)
    offer.save(update_fields=["answer", "reason", "answered_at", "answered_by_name"])
    if take:
        _take(plan, offer)
    elif offer.kind == OfferKind.WITHDRAWN:
        plan.items.filter(parent_id=offer.source_id).update(is_required=False)
    record(actor, "plan_offer.answer", offer, plan.path, f"{plan.title} {offer.source.title}")
    return offer


def _take(plan: Plan, offer: PlanOffer) -> None:
    copy = plan.items.filter(parent_id=offer.source_id).select_related("step__phase").first()
    before = words_of(copy) if copy is not None and copy.is_standing else {}
    if offer.kind == OfferKind.WITHDRAWN:
        if copy is not None:
            copy.withdrawn_at = clock.now()
            copy.withdrawn_reason = _("随上级方案取消")
            copy.save(update_fields=["withdrawn_at", "withdrawn_reason"])
            offer_down(copy, OfferKind.WITHDRAWN, before)
        return
    source = offer.source
    if copy is None:
        copy = PlanItem(id=new_id(), home=plan.home, plan=plan, step_id=source.step_id)
        copy.parent, copy.position, copy.made_at = source, source.position, clock.now()
    words = merged(before, offer.before, offer.after) if before else offer.after
    put_words(copy, words)
    refuse_outside(copy.step, copy.title, copy.begins_on, copy.due_on)
    if copy._state.adding:
        copy.save(force_insert=True)
    else:
        copy.withdrawn_at, copy.withdrawn_reason = None, ""
        copy.save(update_fields=[*WORD_FIELDS, "withdrawn_at", "withdrawn_reason"])
    offer_down(copy, OfferKind.CHANGED if before else OfferKind.ADDED, before)


def _stands(plan: Plan) -> bool:
    closed = plan.unit.closed_on
    return closed is None or closed > clock.today()


def _row(plan: Plan, item: PlanItem, offer: NewOffer) -> PlanOffer:
    return PlanOffer(
        id=new_id(),
        home=plan.home,
        plan=plan,
        source=item,
        kind=offer.kind,
        before=offer.before,
        after=offer.after,
        is_required=item.is_required and offer.kind != OfferKind.WITHDRAWN,
        offered_at=clock.now(),
    )
