"""The pages: what each of the cast sees of a campaign, and in how many statements."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from bihuan.campaigns import searched
from bihuan.campaigns.actions import (
    RollCounts,
    adopt_plan,
    change_item,
    count_roll,
    save_participant,
)
from bihuan.campaigns.actions.specs import PersonSpec
from bihuan.campaigns.drafting import from_template, template_of
from bihuan.campaigns.models import Campaign, CampaignState, Participant, Plan, UnitRoll
from bihuan.campaigns.tests.conftest import BEGINS, ENDS, TODAY, adopted, made, said_by, titled
from bihuan.campaigns.waiting import waiting
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import close_unit
from bihuan.orgs.tests.cast import Cast, keeper, make_unit
from bihuan.search.finding import found_in
from bihuan.ui.waiting import known
from tests.support.reading import without_ids

pytestmark = pytest.mark.django_db
Counted = Callable[..., Any]
MANY = 60


def _open(client: Client, cast: Cast, who: str, name: str, *args: object, status: int = 200) -> str:
    client.force_login(cast.account(who))
    answer = client.get(reverse(f"campaigns:{name}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


def _many_units(cast: Cast, plan: Plan) -> None:
    clerk = cast.actor("clerk")
    for number in range(MANY):
        village = make_unit(cast.town, "village", f"多{number:02d}村")
        if number % 10:
            adopt_plan(actor=clerk, unit=village, parent=plan)


def test_pages_take_few_statements_with_sixty_units(
    client: Client, cast: Cast, plan: Plan, django_assert_max_num_queries: Counted
) -> None:
    _many_units(cast, plan)
    mine = adopted(cast, plan)
    item = titled(plan, "满意度测评和总结")
    change_item(actor=cast.actor("clerk"), item=item, spec=said_by(item, title="测评"))
    client.force_login(cast.account("clerk"))
    pk = plan.campaign_id
    for name, of in (
        ("campaign", pk),
        ("plans", pk),
        ("roll", pk),
        ("timeline", pk),
        ("plan", plan.pk),
        ("plan", mine.pk),
        ("comparison", mine.pk),
        ("phases", pk),
        ("readiness", pk),
    ):
        address = reverse(f"campaigns:{name}", args=[of])
        client.get(address)
        with django_assert_max_num_queries(15, info=name):
            assert client.get(address).status_code == 200
    clerk = cast.actor("clerk")
    with django_assert_max_num_queries(2):
        known(waiting(clerk))


def test_the_desk_says_what_is_next_and_who_is_missing(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    page = _open(client, cast, "clerk", "campaign", campaign.pk)
    assert "印发给各单位采用" in page
    assert "做好回头看" in page
    own = campaign.plans.get()
    client.post(reverse("campaigns:issue", args=[own.pk]))
    adopted(cast, own)
    page = _open(client, cast, "clerk", "campaign", campaign.pk)
    assert "2个单位还没有采用方案" in page
    assert "二村" in page
    village = _open(client, cast, "village_reporter", "campaign", campaign.pk)
    assert "二村" not in village
    assert "请登记“一村党支部”的参学情况" in village


def test_a_village_is_asked_to_adopt_and_does_so(client: Client, cast: Cast, plan: Plan) -> None:
    actor = cast.actor("village_reporter")
    assert [str(each.label) for each in known(waiting(actor))] == ["请采用活动方案"]
    page = _open(client, cast, "village_reporter", "plan", plan.pk)
    assert "请“一村”采用这份方案" in page
    url = reverse("campaigns:adoption", args=[plan.pk])
    answer = client.post(url, {"unit": cast.villages[0].code})
    mine = Plan.objects.get(unit=cast.villages[0])
    assert answer["Location"] == reverse("campaigns:plan", args=[mine.pk])
    assert known(waiting(cast.actor("village_reporter")))[0].count == 0
    assert known(waiting(cast.actor("clerk")))[0].count == 2


def test_a_change_is_shown_beside_what_it_was_and_answered(
    client: Client, cast: Cast, plan: Plan
) -> None:
    mine = adopted(cast, plan)
    item = titled(plan, "组织学习培训")
    change_item(actor=cast.actor("clerk"), item=item, spec=said_by(item, title="组织集中学习培训"))
    page = _open(client, cast, "village_reporter", "plan", mine.pk)
    assert "上级方案有 1 处变化" in page
    assert "<mark>集中</mark>" in page
    offer = mine.offers.get()
    url = reverse("campaigns:offer_answer", args=[offer.pk])
    client.post(url, {"how": "keep"})
    offer.refresh_from_db()
    assert offer.answer == ""  # without a reason nothing is kept
    client.post(url, {"how": "keep", "reason": "农忙"})
    page = _open(client, cast, "village_reporter", "plan", mine.pk)
    assert "未采用的规定动作 1 项" in page
    client.post(url, {"how": "take"})
    assert titled(mine, "组织集中学习培训")


def test_plans_stand_side_by_side_with_changed_words_marked(
    client: Client, cast: Cast, plan: Plan
) -> None:
    mine = adopted(cast, plan)
    item = titled(mine, "组织学习培训")
    spec = said_by(item, title="夜校组织学习培训")
    change_item(actor=cast.actor("village_reporter"), item=item, spec=spec)
    page = _open(client, cast, "clerk", "comparison", mine.pk)
    assert "<mark>夜校</mark>" in page
    assert "有调整" in page
    client.force_login(cast.account("clerk"))
    url = reverse("campaigns:comparison", args=[mine.pk])
    only = client.get(url, {"show": "differing"}).content.decode()
    assert "召开动员大会" not in only


def test_a_village_sees_neither_a_draft_nor_another_villages_plan(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    draft = campaign.plans.get()
    _open(client, cast, "village_reporter", "plan", draft.pk, status=404)
    client.force_login(cast.account("clerk"))
    client.post(reverse("campaigns:issue", args=[draft.pk]))
    theirs = adopted(cast, draft, cast.villages[1])
    _open(client, cast, "village_reporter", "plan", theirs.pk, status=404)
    _open(client, cast, "village_reporter", "plan", draft.pk)
    _open(client, cast, "outsider", "plan", theirs.pk, status=404)


def test_a_campaign_is_made_in_the_browser_from_a_template_and_from_an_ended_one(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.account("clerk"))
    url = reverse("campaigns:new")
    given = {
        "template": "study-2026",
        "title": "学习教育",
        "begins_on": "2010-03-01",
        "ends_on": "2010-02-01",
    }
    assert client.post(url, given).status_code == 422
    answer = client.post(url, {**given, "ends_on": "2010-07-31"})
    first = Campaign.objects.get()
    assert answer["Location"] == reverse("campaigns:campaign", args=[first.pk])
    Campaign.objects.update(state=CampaignState.ENDED)
    page = client.get(url).content.decode()
    assert f"campaign:{first.code}" in page
    again = {**given, "template": f"campaign:{first.code}", "ends_on": "2010-07-31"}
    assert client.post(url, again).status_code == 302
    assert {each.code for each in Campaign.objects.all()} == {"campaign-2010-1", "campaign-2010-2"}


def test_phases_are_saved_all_at_once_or_not_at_all(client: Client, cast: Cast) -> None:
    campaign = made(cast)
    client.force_login(cast.account("clerk"))
    url = reverse("campaigns:phases", args=[campaign.pk])
    given: dict[str, Any] = {
        "begins_on": BEGINS.isoformat(),
        "ends_on": ENDS.isoformat(),
        "phase-TOTAL_FORMS": 4,
        "phase-INITIAL_FORMS": 3,
    }
    for number, phase in enumerate(campaign.phases.all()):
        given |= {
            f"phase-{number}-code": phase.code,
            f"phase-{number}-label": f"{phase.label}（改）",
            f"phase-{number}-begins_on": phase.begins_on.isoformat(),
            f"phase-{number}-ends_on": phase.ends_on.isoformat(),
        }
    bad = {**given, "phase-1-begins_on": BEGINS.isoformat()}
    answer = client.post(url, bad)
    assert answer.status_code == 422
    assert "重叠" in answer.content.decode()
    assert not campaign.phases.filter(label__contains="（改）").exists()
    assert client.post(url, given).status_code == 302
    assert campaign.phases.filter(label__contains="（改）").count() == 3


def test_the_timeline_is_a_picture_with_a_table_of_the_same(
    client: Client, cast: Cast, plan: Plan
) -> None:
    page = _open(client, cast, "village_reporter", "timeline", plan.campaign_id)
    assert page.count('<rect class="g-bar') == 3 + plan.items.count()
    assert 'role="img"' in page
    assert "<desc" in page
    assert "今天 2月3日" in page
    assert " style=" not in page


def _workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_roll_goes_out_as_excel_and_comes_back(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    client.force_login(cast.account("village_reporter"))
    branch = cast.branches[0]
    url = reverse("campaigns:workbook", args=[campaign.pk, branch.code])
    content = b"".join(client.get(url).streaming_content)  # type: ignore[attr-defined]
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["标识", "是否外出", "参加方式", "参加日期"]
    head: list[Any] = ["标识", "是否外出", "参加方式", "参加日期"]
    wrong = [head, ["党员01", "否", "", "2009-09-15"], ["党员02", "也许", "飞信", "昨天"]]
    answer = client.post(url, {"file": SimpleUploadedFile("名册.xlsx", _workbook(wrong))})
    assert answer.status_code == 422
    assert "第3行" in answer.content.decode()
    assert not Participant.objects.exists()
    right = [head, ["党员01", "否", "", "2009-09-15"], ["党员02", "是", "电话联系", None]]
    answer = client.post(url, {"file": SimpleUploadedFile("名册.xlsx", _workbook(right))})
    assert answer.status_code == 302
    roll = UnitRoll.objects.get()
    assert (roll.should, roll.took_part, roll.away_should) == (2, 1, 1)
    bad = client.post(url, {"file": SimpleUploadedFile("名册.xlsx", b"not a workbook")})
    assert bad.status_code == 422


def test_small_counts_are_shown_inside_the_office_only(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    counts = RollCounts(61, 58, TODAY)
    count_roll(actor=cast.actor("clerk"), campaign=campaign, unit=cast.branches[0], counts=counts)
    assert "3人未参加" in _open(client, cast, "clerk", "roll", campaign.pk)
    assert "3人未参加" in _open(client, cast, "village_reporter", "roll", campaign.pk)
    page = _open(client, cast, "inspection_group", "roll", campaign.pk)
    assert "不足5人未参加" in page
    assert "58" not in without_ids(page)


def test_a_closed_unit_is_missing_nowhere_and_its_successor_is_asked(
    client: Client, cast: Cast, plan: Plan
) -> None:
    village = make_unit(cast.town, "village", "四村")
    lost = make_unit(cast.town, "village", "五村")
    theirs = adopt_plan(actor=cast.actor("clerk"), unit=village, parent=plan)
    for unit in (village, lost):
        close_unit(
            actor=keeper(),
            unit=unit,
            closed_on=TODAY,
            successor=cast.villages[0],
            reason="撤村并村",
        )
    page = _open(client, cast, "clerk", "plans", plan.campaign_id)
    assert "五村" not in page
    assert "“四村”已撤销" in page
    labels = [
        str(each.label) for each in known(waiting(cast.actor("village_reporter"))) if each.count
    ]
    assert "并入单位的方案，请决定是否接续" in labels
    page = _open(client, cast, "village_reporter", "plan", theirs.pk)
    assert "要接续这份方案吗" in page
    client.post(reverse("campaigns:taking_over", args=[theirs.pk]), {"how": "take"})
    assert Plan.objects.filter(unit=cast.villages[0]).exists()


def test_the_search_box_finds_what_may_be_seen(cast: Cast, plan: Plan) -> None:
    assert [hit.kind for hit in found_in(searched, cast.actor("clerk"), "学习", 6)][:1] == ["活动"]
    assert found_in(searched, cast.actor("outsider"), "学习", 6) == []
    assert found_in(searched, cast.actor("auditor"), "学习", 6) == []
    assert found_in(searched, Actor.installation(), "学习", 6)


def test_nobody_is_named_in_a_roll_once_its_time_is_over(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    save_participant(
        actor=cast.actor("clerk"),
        campaign=campaign,
        unit=cast.branches[0],
        spec=PersonSpec("党员01"),
    )
    Participant.objects.update(label="")
    page = _open(client, cast, "clerk", "unit_roll", campaign.pk, cast.branches[0].code)
    assert "已清除" in page


def test_days_of_a_campaign_cannot_be_read_backwards(cast: Cast) -> None:
    with pytest.raises(Invalid, match="天数"):
        from_template(
            template_of("scientific-outlook-2009"),
            code="x",
            title="x",
            begins_on=TODAY,
            ends_on=TODAY + dt.timedelta(days=1),
        )
