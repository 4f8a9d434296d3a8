"""Plans adopted, adapted and changed above: offered, never forced; a unit closed half-way."""

import datetime as dt
from dataclasses import replace

import pytest

from bihuan.campaigns.actions import (
    ItemSpec,
    add_item,
    adopt_plan,
    answer_offer,
    assign_item,
    change_item,
    issue_plan,
    take_over_plan,
    withdraw_item,
)
from bihuan.campaigns.errors import AlreadyAdopted, CampaignEnded, NotYet
from bihuan.campaigns.models import Campaign, OfferAnswer, OfferKind, Plan, PlanOffer
from bihuan.campaigns.tests.conftest import TODAY, adopted, said_by, titled
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.actions import close_unit
from bihuan.orgs.tests.cast import Cast, keeper
from bihuan.tasks.models import Task

pytestmark = pytest.mark.django_db
LEARN, DISCUSS, LOOK = "组织学习培训", "开展解放思想讨论", "学习调研阶段回头看"


def _change(cast: Cast, plan: Plan, item_title: str, /, **changes: object) -> None:
    item = titled(plan, item_title)
    change_item(actor=cast.actor("clerk"), item=item, spec=said_by(item, **changes))


def _offers(plan: Plan) -> list[PlanOffer]:
    return list(plan.offers.filter(answer="").select_related("plan__unit", "source"))


def test_adopting_copies_the_items_with_links(cast: Cast, plan: Plan) -> None:
    mine = adopted(cast, plan)
    pairs = [(item.parent.title, item.title) for item in mine.items.select_related("parent")]  # type: ignore[union-attr]
    assert len(pairs) == plan.items.count()
    assert all(above == below for above, below in pairs)
    with pytest.raises(AlreadyAdopted):
        adopted(cast, plan)


def test_a_draft_is_not_adopted_and_an_empty_one_not_issued(cast: Cast, campaign: Campaign) -> None:
    own = campaign.plans.get()
    with pytest.raises(NotYet, match="还没有印发"):
        adopted(cast, own)
    clerk = cast.actor("clerk")
    for item in own.items.all():
        withdraw_item(actor=clerk, item=item, reason="另拟")
    with pytest.raises(NotYet, match="还没有事项"):
        issue_plan(actor=clerk, plan=own)


def test_a_plan_below_itself_is_refused(cast: Cast, plan: Plan) -> None:
    mine = adopted(cast, plan)
    clerk = cast.actor("clerk")
    with pytest.raises(Invalid, match="绕成一圈"):
        adopt_plan(actor=clerk, unit=cast.town, parent=mine)
    with pytest.raises(Invalid, match="绕成一圈"):
        adopt_plan(actor=clerk, unit=cast.villages[0], parent=mine)
    with pytest.raises(Invalid, match="不属于"):
        adopt_plan(actor=clerk, unit=cast.villages[1], parent=mine)
    with pytest.raises(NotAllowed):
        adopt_plan(actor=clerk, unit=cast.other_village, parent=plan)


def test_a_unit_adapts_words_and_days_within_the_phase_and_drops_nothing_required(
    cast: Cast, plan: Plan
) -> None:
    mine, village = adopted(cast, plan), cast.actor("village_reporter")
    item = titled(mine, LEARN)
    changed = change_item(
        actor=village,
        item=item,
        spec=said_by(item, content="夜校学习", is_required=False, due_on=dt.date(2009, 11, 30)),
    )
    assert (changed.content, changed.is_required) == ("夜校学习", True)
    late = said_by(item, due_on=dt.date(2009, 12, 1))
    with pytest.raises(Invalid, match="超出了"):
        change_item(actor=village, item=item, spec=late)
    with pytest.raises(Invalid, match="早于"):
        change_item(actor=village, item=item, spec=said_by(item, due_on=dt.date(2009, 8, 1)))
    with pytest.raises(Invalid, match="规定动作"):
        withdraw_item(actor=village, item=item, reason="忙")
    item.refresh_from_db()
    assert (item.due_on, item.is_standing) == (dt.date(2009, 11, 30), True)


def test_a_unit_adds_its_own_which_is_never_required_and_may_go(cast: Cast, plan: Plan) -> None:
    mine, village = adopted(cast, plan), cast.actor("village_reporter")
    step = titled(mine, LEARN).step
    spec = ItemSpec(
        "清淤义务劳动",
        dt.date(2009, 10, 1),
        dt.date(2009, 10, 31),
        is_required=True,
        step=step,
    )
    item = add_item(actor=village, plan=mine, spec=spec)
    assert (item.is_required, item.parent) == (False, None)
    assert not PlanOffer.objects.exists()
    with pytest.raises(Invalid, match="环节"):
        add_item(actor=village, plan=mine, spec=replace(spec, step=None))
    withdraw_item(actor=village, item=item, reason="下雨")
    with pytest.raises(Conflict):
        withdraw_item(actor=village, item=item, reason="下雨")


def test_a_village_changes_neither_the_towns_plan_nor_another_villages(
    cast: Cast, plan: Plan
) -> None:
    village = cast.actor("village_reporter")
    theirs = adopted(cast, plan, cast.villages[1])
    for item in (titled(plan, LEARN), titled(theirs, LEARN)):
        with pytest.raises(NotAllowed):
            change_item(actor=village, item=item, spec=said_by(item, title="改"))


def test_a_change_above_is_offered_and_taken(cast: Cast, plan: Plan) -> None:
    mine, other = adopted(cast, plan), adopted(cast, plan, cast.villages[1])
    village = cast.actor("village_reporter")
    own = titled(mine, LEARN)
    change_item(actor=village, item=own, spec=said_by(own, content="夜校学习"))
    _change(cast, plan, LEARN, due_on=dt.date(2009, 11, 10))
    own.refresh_from_db()
    assert own.due_on != dt.date(2009, 11, 10)  # never forced
    [offer] = _offers(mine)
    assert (offer.kind, offer.is_required) == (OfferKind.CHANGED, True)
    assert len(_offers(other)) == 1
    answer_offer(actor=village, offer=offer, take=True)
    own.refresh_from_db()
    assert (own.due_on, own.content) == (dt.date(2009, 11, 10), "夜校学习")
    with pytest.raises(Conflict):
        answer_offer(actor=village, offer=offer, take=True)


def test_a_change_that_is_kept_needs_a_reason_and_goes_on_being_missing(
    cast: Cast, plan: Plan
) -> None:
    mine, village = adopted(cast, plan), cast.actor("village_reporter")
    _change(cast, plan, LEARN, title="集中学习")
    [offer] = _offers(mine)
    with pytest.raises(Invalid, match="理由"):
        answer_offer(actor=village, offer=offer, take=False)
    with pytest.raises(NotAllowed):
        answer_offer(actor=cast.actor("leader"), offer=offer, take=True)
    kept = answer_offer(actor=village, offer=offer, take=False, reason="农忙")
    assert kept.is_missing
    with pytest.raises(Conflict):
        answer_offer(actor=village, offer=kept, take=False, reason="农忙")
    _change(cast, plan, "集中学习", content="新的内容")
    [again] = _offers(mine)
    assert again.before["title"] == LEARN  # what was kept is not lost
    answer_offer(actor=village, offer=again, take=True)
    taken = titled(mine, "集中学习")
    assert taken.content == "新的内容"
    assert not mine.offers.filter(answer=OfferAnswer.KEPT).exists()


def test_changes_unanswered_become_one_offer_and_one_taken_back_none(
    cast: Cast, plan: Plan
) -> None:
    mine = adopted(cast, plan)
    _change(cast, plan, LEARN, title="集中学习")
    _change(cast, plan, "集中学习", content="新的内容")
    assert len(_offers(mine)) == 1
    item = titled(plan, "集中学习")
    copy = titled(mine, LEARN)
    _change(cast, plan, item.title, title=LEARN, content=copy.content)
    assert _offers(mine) == []


def test_what_is_added_above_is_offered_and_a_required_one_is_missing_until_taken(
    cast: Cast, plan: Plan
) -> None:
    mine, village = adopted(cast, plan), cast.actor("village_reporter")
    spec = ItemSpec(
        "公布整改进展",
        dt.date(2010, 1, 15),
        dt.date(2010, 2, 20),
        is_required=True,
        step=titled(plan, "集中解决突出问题").step,
    )
    added = add_item(actor=cast.actor("clerk"), plan=plan, spec=spec)
    assert added.is_required
    [offer] = _offers(mine)
    kept = answer_offer(actor=village, offer=offer, take=False, reason="已经在做")
    assert kept.is_missing
    assert not mine.items.filter(parent=added).exists()
    answer_offer(actor=village, offer=kept, take=True)
    assert mine.items.get(parent=added).is_required


def test_what_is_withdrawn_above_is_offered_and_may_be_kept_as_ones_own(
    cast: Cast, plan: Plan
) -> None:
    mine, clerk = adopted(cast, plan), cast.actor("clerk")
    other = adopted(cast, plan, cast.villages[1])
    withdraw_item(actor=clerk, item=titled(plan, DISCUSS), reason="合并开展")
    [offer] = _offers(mine)
    answer_offer(actor=clerk, offer=offer, take=False, reason="群众愿意")
    kept = titled(mine, DISCUSS)
    assert (kept.is_required, kept.is_standing) == (False, True)
    [theirs] = _offers(other)
    answer_offer(actor=clerk, offer=theirs, take=True)
    assert not titled(other, DISCUSS).is_standing


def test_a_change_goes_down_a_step_at_a_time(cast: Cast, plan: Plan) -> None:
    mine = adopted(cast, plan)
    clerk = cast.actor("clerk")
    below = adopt_plan(actor=clerk, unit=cast.branches[0], parent=mine)
    _change(cast, plan, LEARN, title="集中学习")
    assert _offers(below) == []
    [offer] = _offers(mine)
    answer_offer(actor=clerk, offer=offer, take=True)
    assert [each.after["title"] for each in _offers(below)] == ["集中学习"]


def test_an_item_becomes_a_task_once_and_then_stays(cast: Cast, plan: Plan) -> None:
    mine, clerk = adopted(cast, plan), cast.actor("clerk")
    item = titled(mine, "满意度测评和总结")
    with pytest.raises(NotAllowed):
        assign_item(actor=cast.actor("village_reporter"), item=item)
    task = assign_item(actor=clerk, item=item)
    assert (task.unit, task.about_kind, task.about_id) == (cast.villages[0], "plan_item", item.pk)
    with pytest.raises(Conflict, match="已经交办"):
        assign_item(actor=clerk, item=item)
    late = titled(mine, LEARN)
    with pytest.raises(Invalid, match="已经过去"):
        assign_item(actor=clerk, item=late)
    assert Task.objects.count() == 1


def _merge(cast: Cast) -> None:
    first, second, _third = cast.villages
    branches = cast.branches
    for unit, successor in ((branches[0], branches[1]), (first, second)):
        close_unit(
            actor=keeper(), unit=unit, closed_on=TODAY, successor=successor, reason="撤村并村"
        )
        unit.refresh_from_db()


def test_a_closed_units_plan_stays_and_its_successor_takes_it_over(cast: Cast, plan: Plan) -> None:
    mine, clerk = adopted(cast, plan), cast.actor("clerk")
    _change(cast, plan, LEARN, title="集中学习")
    _merge(cast)
    mine = Plan.objects.get(pk=mine.pk)
    item = titled(mine, LEARN)
    with pytest.raises(Invalid, match="撤销"):
        change_item(actor=clerk, item=item, spec=said_by(item, title="改"))
    with pytest.raises(Invalid, match="撤销"):
        answer_offer(actor=clerk, offer=_offers(mine)[0], take=True)
    with pytest.raises(NotAllowed):
        take_over_plan(actor=cast.actor("station_reporter"), plan=mine, take=True)
    settled = take_over_plan(actor=clerk, plan=mine, take=True)
    after = settled.taken_over_by
    assert after is not None
    assert after.unit == cast.villages[1]
    assert after.items.count() == mine.items.count()
    assert after.parent == plan
    assert len(_offers(after)) == 1
    assert _offers(mine) == []
    with pytest.raises(Conflict):
        take_over_plan(actor=clerk, plan=mine, take=True)


def test_a_successor_with_a_plan_takes_over_only_what_was_the_units_own(
    cast: Cast, plan: Plan
) -> None:
    mine, clerk = adopted(cast, plan), cast.actor("clerk")
    theirs = adopted(cast, plan, cast.villages[1])
    spec = ItemSpec(
        "清淤", dt.date(2009, 10, 1), dt.date(2009, 10, 9), step=titled(mine, LEARN).step
    )
    add_item(actor=clerk, plan=mine, spec=spec)
    before = theirs.items.count()
    _merge(cast)
    mine = Plan.objects.get(pk=mine.pk)
    with pytest.raises(Invalid, match="理由"):
        take_over_plan(actor=clerk, plan=mine, take=False)
    take_over_plan(actor=clerk, plan=mine, take=True)
    assert theirs.items.count() == before + 1
    _change(cast, plan, DISCUSS, title="讨论")
    assert _offers(mine) == []  # a closed unit is asked nothing
    assert len(_offers(theirs)) == 1


def test_a_closed_unit_adopts_nothing(cast: Cast, plan: Plan) -> None:
    _merge(cast)
    with pytest.raises(Invalid, match="撤销"):
        adopt_plan(actor=cast.actor("clerk"), unit=cast.villages[0], parent=plan)


def test_nothing_of_an_ended_campaign_changes(cast: Cast, plan: Plan) -> None:
    mine = adopted(cast, plan)
    Campaign.objects.update(state="ended")
    mine = Plan.objects.get(pk=mine.pk)
    item = titled(mine, LEARN)
    with pytest.raises(CampaignEnded):
        change_item(actor=cast.actor("clerk"), item=item, spec=said_by(item, title="改"))
