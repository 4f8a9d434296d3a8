"""Plans: issuing the campaign's own, adopting it below, and what a unit does to its items."""

import datetime as dt

from django.db.models import Max
from django.utils.translation import gettext as _

from bihuan.campaigns.actions.cascading import lapse, offer_down
from bihuan.campaigns.actions.holding import held_plan, refuse_ended, refuse_to_come
from bihuan.campaigns.actions.specs import LONGEST_REASON, LONGEST_TITLE, MOST_ITEMS, ItemSpec
from bihuan.campaigns.actions.wording import item_row, set_item, words_of
from bihuan.campaigns.errors import AlreadyAdopted, NotYet
from bihuan.campaigns.models import OfferKind, Plan, PlanItem
from bihuan.campaigns.rules import ITEM
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked, record, require_open
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.tasks.actions import About, Due, TaskSpec, assign_task
from bihuan.tasks.models import State, Task


@action("plan.issue")
def issue_plan(*, actor: Actor, plan: Plan, on: dt.date | None = None) -> Plan:
    """Let the campaign's own plan stand, so that units can adopt it; raises NotYet if empty."""
    plan = held_plan(actor, plan)
    if plan.set_on is not None:
        raise Conflict(_("方案已经印发。"))
    if not plan.items.filter(withdrawn_at=None).exists():
        raise NotYet(_("方案里还没有事项，请先列出要做的事再印发。"))
    on = on or clock.today()
    refuse_to_come(on, _("印发日期"))
    plan.set_on = on
    plan.save(update_fields=["set_on"])
    record(actor, "plan.issue", plan, plan.path, plan.title)
    return plan


@action("plan.adopt")
def adopt_plan(*, actor: Actor, unit: Unit, parent: Plan, title: str = "") -> Plan:
    """Adopt a plan of a unit above: its standing items are copied, each linked to its source.

    Raises NotAllowed without `adapt_plans` over the unit; AlreadyAdopted; NotYet for a draft;
    Invalid for a closed unit, and for a parent that is not above the unit (a circle).
    """
    actor.require(Permission.ADAPT_PLANS, unit)
    parent = locked(parent)
    campaign = parent.campaign
    refuse_ended(campaign)
    refuse_circle(unit, parent)
    require_open(unit, clock.today())
    require_open(parent.unit, clock.today())
    if campaign.plans.filter(unit=unit).exists():
        raise AlreadyAdopted(
            _("“%(unit)s”已经有这个活动的方案，直接修改即可，不用再采用。") % {"unit": unit}
        )
    if parent.set_on is None:
        raise NotYet(_("“%(plan)s”还没有印发，暂时不能采用。") % {"plan": parent.title})
    plan = new_plan(actor, unit, parent, title)
    plan.save(force_insert=True)
    items = parent.items.filter(withdrawn_at=None)
    PlanItem.objects.bulk_create([copied(item, plan) for item in items])
    record(actor, "plan.adopt", plan, unit.path, plan.title)
    return plan


@action("plan_item.add")
def add_item(*, actor: Actor, plan: Plan, spec: ItemSpec) -> PlanItem:
    """Add an item; a unit's own (自选动作) is never a required one. Adopters are offered it."""
    plan = held_plan(actor, plan)
    step = spec.step
    if step is None or step.phase.campaign_id != plan.campaign_id:
        raise Invalid(_("请选择事项所在的环节。"))
    if spec.begins_on is None or spec.due_on is None:
        raise Invalid(_("请填写开始日期和完成日期。"))
    if plan.items.filter(withdrawn_at=None).count() >= MOST_ITEMS:
        raise Invalid(_("一份方案最多%(n)d个事项。") % {"n": MOST_ITEMS})
    days = {"begins_on": spec.begins_on, "due_on": spec.due_on}
    item = item_row(plan, step, spec, position=_next_position(plan), **days)
    item.is_required = spec.is_required and plan.is_top
    item.save(force_insert=True)
    offer_down(item, OfferKind.ADDED, {})
    record(actor, "plan_item.add", item, plan.path, item.title)
    return item


@action("plan_item.change")
def change_item(*, actor: Actor, item: PlanItem, spec: ItemSpec) -> PlanItem:
    """Change an item's words and days; whether it is required only who set it may say.

    Adopters are offered what changed. Raises Invalid for days that leave the phase.
    """
    plan = held_plan(actor, item.plan)
    item = locked(item)
    item.plan = plan
    _refuse_withdrawn(item)
    before = words_of(item)
    was_required = item.is_required
    begins_on, due_on = spec.begins_on or item.begins_on, spec.due_on or item.due_on
    set_item(item, spec, begins_on=begins_on, due_on=due_on)
    item.is_required = spec.is_required if plan.is_top else was_required
    item.save()
    if words_of(item) != before:
        offer_down(item, OfferKind.CHANGED, before)
    record(actor, "plan_item.change", item, plan.path, item.title)
    return item


@action("plan_item.withdraw")
def withdraw_item(*, actor: Actor, item: PlanItem, reason: str) -> PlanItem:
    """Withdraw an item with a reason; raises Invalid for a required one set from above."""
    plan = held_plan(actor, item.plan)
    item = locked(item)
    _refuse_withdrawn(item)
    if item.is_required and item.parent_id is not None:
        raise Invalid(
            _("“%(item)s”是规定动作，可以改措辞、在阶段内改日期，不能取消。") % {"item": item.title}
        )
    _refuse_open_task(item)
    before = words_of(item)
    item.withdrawn_reason = checked_text(_("取消理由"), reason, LONGEST_REASON)
    item.withdrawn_at = clock.now()
    item.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    lapse(plan, item.parent_id)
    offer_down(item, OfferKind.WITHDRAWN, before)
    record(actor, "plan_item.withdraw", item, plan.path, item.title)
    return item


@action("plan_item.assign")
def assign_item(*, actor: Actor, item: PlanItem) -> Task:
    """Assign an item as a task of its unit; its state is then shown in the plan."""
    actor.require(Permission.ASSIGN_TASKS, item.plan.home)
    item = locked(item)
    plan = item.plan
    refuse_ended(plan.campaign)
    _refuse_withdrawn(item)
    _refuse_open_task(item)
    spec = TaskSpec(
        title=item.title,
        unit=item.lead_unit or plan.unit,
        due=Due(on=item.due_on),
        requirement=item.content,
        basis=plan.title,
        deliverable=item.deliverable,
        about=About(ITEM, item.pk),
    )
    task = assign_task(actor=actor, home=plan.campaign.home, spec=spec)
    record(actor, "plan_item.assign", item, plan.path, item.title)
    return task


def new_plan(actor: Actor, unit: Unit, parent: Plan, title: str = "") -> Plan:
    """Return a unit's plan below a parent that is not saved yet."""
    said = _("%(unit)s%(title)s方案") % {"unit": unit, "title": parent.campaign.title}
    return Plan(
        id=new_id(),
        home=parent.campaign.home,
        campaign=parent.campaign,
        unit=unit,
        path=unit.path,
        parent=parent,
        title=checked_text(_("方案名称"), title or said[:LONGEST_TITLE], LONGEST_TITLE),
        made_at=clock.now(),
        made_by_name=name_of(actor),
        set_on=clock.today(),
    )


def copied(item: PlanItem, plan: Plan) -> PlanItem:
    """Return a copy of an item for an adopter, linked to it, that is not saved yet."""
    return PlanItem(
        id=new_id(),
        home=plan.home,
        plan=plan,
        step_id=item.step_id,
        parent=item,
        title=item.title,
        content=item.content,
        deliverable=item.deliverable,
        begins_on=item.begins_on,
        due_on=item.due_on,
        is_required=item.is_required,
        position=item.position,
        made_at=clock.now(),
    )


def refuse_circle(unit: Unit, parent: Plan) -> None:
    """Raise Invalid where a plan would follow one of its own unit or of a unit below it."""
    above = parent.unit
    if unit.pk == above.pk or above.path.startswith(unit.path):
        raise Invalid(
            _("“%(above)s”不在“%(unit)s”之上，采用它的方案会绕成一圈，请选上级单位的方案。")
            % {"above": above, "unit": unit}
        )
    if not above.holds(unit.path):
        raise Invalid(
            _("“%(unit)s”不属于%(above)s，不能采用它的方案。") % {"unit": unit, "above": above}
        )


def _next_position(plan: Plan) -> int:
    highest: int | None = plan.items.aggregate(highest=Max("position"))["highest"]
    return (highest or 0) + 1


def _refuse_withdrawn(item: PlanItem) -> None:
    if not item.is_standing:
        raise Conflict(_("“%(item)s”已经取消。") % {"item": item.title})


def _refuse_open_task(item: PlanItem) -> None:
    rows = Task.objects.filter(about_kind=ITEM, about_id=item.pk).exclude(state=State.VOID)
    task = rows.first()
    if task is not None:
        raise Conflict(
            _("“%(item)s”已经交办（%(slip)s），请先在任务里作废，再来改。")
            % {"item": item.title, "slip": task.slip_number}
        )
