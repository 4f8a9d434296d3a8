"""What each `do` of a pack's campaign does: one action of the room, with the event's own words."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bihuan.campaigns import actions as campaigns
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.packs.campaign_shapes import EventShape

if TYPE_CHECKING:
    from bihuan.packs.campaigns import CampaignLoading, Telling

Deed = Callable[["CampaignLoading", "Telling", EventShape], object]


def _start(load: "CampaignLoading", one: "Telling", event: EventShape) -> None:
    campaigns.start_campaign(actor=load.actor(event.by), campaign=one.campaign, on=event.day)
    one.campaign.refresh_from_db()


def _open(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    phase, on = load.phase(one, event.phase), event.day or clock.today()
    return campaigns.open_phase(actor=load.actor(event.by), phase=phase, on=on)


def _close(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    phase = load.phase(one, event.phase)
    return campaigns.close_phase(actor=load.actor(event.by), phase=phase, on=event.day)


def _end(load: "CampaignLoading", one: "Telling", event: EventShape) -> None:
    campaigns.end_campaign(actor=load.actor(event.by), campaign=one.campaign, on=event.day)
    one.campaign.refresh_from_db()


def _issue(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    plan = load.plan(one, None)
    return campaigns.issue_plan(actor=load.actor(event.by), plan=plan, on=event.day)


def _adopt(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    return campaigns.adopt_plan(
        actor=load.actor(event.by),
        unit=load.unit(event.unit),
        parent=load.plan(one, None),
        title=event.title,
    )


def _add(load: "CampaignLoading", one: "Telling", event: EventShape) -> None:
    if not event.ref or event.ref in one.items:
        raise Invalid("请给新增的事项一个没有用过的 ref。")
    spec = campaigns.ItemSpec(
        title=event.title,
        begins_on=event.from_,
        due_on=event.to,
        content=event.content,
        deliverable=event.deliverable,
        is_required=bool(event.required),
        step=load.step(one, event.step),
    )
    plan = load.plan(one, event.unit)
    one.items[event.ref] = campaigns.add_item(actor=load.actor(event.by), plan=plan, spec=spec)


def _change(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    item = load.item(one, event)
    required = item.is_required if event.required is None else event.required
    spec = campaigns.ItemSpec(
        title=event.title or item.title,
        begins_on=event.from_ or item.begins_on,
        due_on=event.to or item.due_on,
        content=event.content or item.content,
        deliverable=event.deliverable or item.deliverable,
        is_required=required,
        lead_unit=item.lead_unit,
    )
    return campaigns.change_item(actor=load.actor(event.by), item=item, spec=spec)


def _withdraw(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    item = load.item(one, event)
    return campaigns.withdraw_item(actor=load.actor(event.by), item=item, reason=event.note)


def _answer(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    return campaigns.answer_offer(
        actor=load.actor(event.by),
        offer=load.offer(one, event),
        take=event.do == "take",
        reason=event.note,
    )


def _assign(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    return campaigns.assign_item(actor=load.actor(event.by), item=load.item(one, event))


def _count(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    if event.should is None or event.took_part is None:
        raise Invalid("请写明应参加（should）和已参加（took_part）的人数。")
    counts = campaigns.RollCounts(
        should=event.should,
        took_part=event.took_part,
        counted_on=event.day or clock.today(),
        away_should=event.away_should,
        away_took_part=event.away_took_part,
        ways=event.ways,
    )
    unit = load.unit(event.unit)
    return campaigns.count_roll(
        actor=load.actor(event.by), campaign=one.campaign, unit=unit, counts=counts
    )


def _take_over(load: "CampaignLoading", one: "Telling", event: EventShape) -> object:
    plan = load.plan(one, event.unit)
    take = not event.note
    return campaigns.take_over_plan(
        actor=load.actor(event.by), plan=plan, take=take, reason=event.note
    )


DEEDS: Mapping[str, Deed] = {
    "start": _start,
    "open": _open,
    "close": _close,
    "end": _end,
    "issue": _issue,
    "adopt": _adopt,
    "add": _add,
    "change": _change,
    "withdraw": _withdraw,
    "take": _answer,
    "keep": _answer,
    "assign": _assign,
    "count": _count,
    "take_over": _take_over,
}
