"""The pages of the gate: what each sees, what is refused stays on the page, how many statements."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bihuan.campaigns.models import Campaign
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast
from bihuan.oversight import actions, searched
from bihuan.oversight.desk import Asked, desk_of
from bihuan.oversight.models import GateRequest, GateState, Standing
from bihuan.oversight.tests import making
from bihuan.search.finding import found_in
from bihuan.tasks.about_links import links_of
from bihuan.tasks.models import Task
from bihuan.ui.views.home import counted
from bihuan.ui.waiting import waiting_for


def _in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.account(who))
    return client


def _waits(cast: Cast, who: str) -> dict[str, int]:
    return {str(each.label): int(str(each.count)) for each in waiting_for(cast.actor(who))}


def test_a_clerk_writes_the_check_on_one_page_and_sends_it(cast: Cast, campaign: Campaign) -> None:
    client = _in(cast, "clerk")
    phase = making.first_phase(campaign)
    assert "自查，申请转入“分析检查”" in client.get(reverse("oversight:list")).content.decode()
    client.post(reverse("oversight:draft", args=[phase.pk]))
    request = GateRequest.objects.get()
    line = request.lines.get()
    page = reverse("oversight:gate", args=[request.pk])
    assert "学习培训：调研报告" in client.get(page).content.decode()
    answer = client.post(
        reverse("oversight:check", args=[request.pk]),
        {
            "summary": "按方案完成。",
            f"stands-{line.pk}": "3篇",
            f"standing-{line.pk}": Standing.KEPT,
            f"doing-{line.pk}": "",
            "do": "send",
        },
        follow=True,
    )
    assert "已报送" in answer.content.decode()
    request.refresh_from_db()
    assert request.state == GateState.SENT
    assert _waits(cast, "inspection_group") == {"转段申请等您答复": 1}


def test_what_is_not_ready_is_kept_and_said(cast: Cast, campaign: Campaign) -> None:
    client = _in(cast, "clerk")
    request = making.make_draft(cast, campaign)
    address = reverse("oversight:check", args=[request.pk])
    page = client.post(address, {"summary": "按方案完成。", "do": "send"}, follow=True)
    assert "还没写落实情况" in page.content.decode()
    request.refresh_from_db()
    assert (request.state, request.summary) == (GateState.DRAFT, "按方案完成。")


def test_a_return_without_a_reason_comes_back_with_what_was_written(
    cast: Cast, campaign: Campaign
) -> None:
    request = making.make_sent(cast, campaign)
    address = reverse("oversight:answer", args=[request.pk])
    given = {"do": "return", "text_1": "补开座谈会", "due_1": "2009-12-20", "unit_1": "town"}
    page = _in(cast, "inspection_group").post(address, given)
    assert page.status_code == 422
    assert "请填写退回理由" in page.content.decode()
    assert "补开座谈会" in page.content.decode()
    request.refresh_from_db()
    assert request.state == GateState.SENT


def test_a_condition_needs_its_day(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    address = reverse("oversight:answer", args=[request.pk])
    page = _in(cast, "inspection_group").post(address, {"do": "agree", "text_1": "补开座谈会"})
    assert page.status_code == 422
    assert "请填写这个条件的期限" in page.content.decode()


def test_the_group_agrees_with_conditions_on_the_page(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    address = reverse("oversight:answer", args=[request.pk])
    given = {
        "do": "agree",
        "reason": "总体可以",
        "text_1": "补开座谈会",
        "unit_1": cast.villages[0].code,
        "due_1": "2009-12-20",
    }
    page = _in(cast, "inspection_group").post(address, given, follow=True)
    assert "附的条件已交给" in page.content.decode()
    task = Task.objects.get()
    assert task.unit == cast.villages[0]
    links = links_of(cast.actor("clerk"), [task])
    assert links[task.pk].label == "学习调研转段条件"
    assert links_of(cast.actor("village_reporter"), [task]) == {}


def test_what_came_back_waits_for_the_clerk(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    group = cast.actor("inspection_group")
    actions.return_gate(actor=group, request=request, reason="再查")
    actions.add_note(actor=group, campaign=campaign, text="面窄了些")
    found = _waits(cast, "clerk")
    assert found["退回来的转段申请"] == found["检查组的指导意见待回复"] == 1
    assert _waits(cast, "inspection_group") == {}
    assert _waits(cast, "outsider") == {}


def test_a_stage_whose_day_has_come_waits_for_its_check(cast: Cast, campaign: Campaign) -> None:
    assert _waits(cast, "clerk")["到日子的阶段，可以做转段自查"] == 1
    making.make_draft(cast, campaign)
    assert "到日子的阶段，可以做转段自查" not in _waits(cast, "clerk")


def test_the_desk_has_every_town_and_every_count_opens(cast: Cast, campaign: Campaign) -> None:
    making.make_agreed(cast, "补开座谈会", campaign=campaign)
    rows = desk_of(cast.actor("inspection_group"), Asked()).rows
    assert [(str(row.town), str(row.campaign or "")) for row in rows] == [
        ("小河镇", "学习实践科学发展观活动"),
        ("大岭镇", ""),
    ]
    assert rows[0].counts["conditions"].n == 1
    assert str(rows[0].phase) == "分析检查"
    client = _in(cast, "inspection_group")
    for cell in rows[0].cells:
        assert cell is not None
        assert client.get(cell.url).status_code == 200
    for name in ("opinions", "problems"):  # the list is of the town that the link names
        page = client.get(rows[0].counts[name].url).content.decode()
        assert '<option value="town" selected>' in page, name


def test_the_desk_keeps_what_waits(cast: Cast, campaign: Campaign) -> None:
    making.make_sent(cast, campaign)
    client = _in(cast, "inspection_group")
    page = client.get(reverse("oversight:desk"), {"waits": "1"}).content.decode()
    assert "小河镇" in page
    assert "大岭镇" not in page


def test_the_desk_is_downloaded(cast: Cast, campaign: Campaign) -> None:
    making.make_sent(cast, campaign)
    answer: Any = _in(cast, "inspection_group").get(reverse("oversight:desk_workbook"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["乡镇", "小河镇", "大岭镇"]
    assert rows[1][4] == "等待答复"


def test_the_desk_of_many_towns_takes_few_statements(
    cast: Cast, campaign: Campaign, django_assert_max_num_queries: Any
) -> None:
    making.make_sent(cast, campaign)
    for number in range(32):
        town = made.make_unit(cast.county, "township", f"乡{number}")
        making.make_campaign(town)
    client = _in(cast, "inspection_group")
    with django_assert_max_num_queries(15):
        page = client.get(reverse("oversight:desk")).content.decode()
    assert page.count('<th scope="row">') == 34


@pytest.mark.parametrize("who", ["clerk", "inspection_group"])
def test_a_gate_takes_few_statements(
    cast: Cast, campaign: Campaign, who: str, django_assert_max_num_queries: Any
) -> None:
    request = making.make_agreed(cast, "补开座谈会", "补发问卷", campaign=campaign)
    client = _in(cast, who)
    with django_assert_max_num_queries(15):
        client.get(reverse("oversight:gate", args=[request.pk]))


def test_a_gate_is_found_by_its_stage(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    (hit,) = found_in(searched, cast.actor("inspection_group"), "学习调研", 5)
    assert hit.url == reverse("oversight:gate", args=[request.pk])
    assert found_in(searched, cast.actor("outsider"), "学习调研", 5) == []


def test_the_loop_shows_what_stands_at_each_point(cast: Cast, campaign: Campaign) -> None:
    making.make_sent(cast, campaign)
    _waiting, loop = counted(cast.actor("clerk"))
    assert loop is not None
    assert [stage.code for stage in loop.stages] == [
        *("organise", "study", "listen", "analyse", "put_right", "verify", "report")
    ]
    assert all(stage.main is not None for stage in loop.stages)
    found = {point.label: point.count for stage in loop.stages for point in stage.points}
    assert found["转段自查"] == found["等待答复"] == 1
    assert counted(cast.actor("auditor"))[1] is None


def test_every_point_of_the_loop_opens(cast: Cast, campaign: Campaign) -> None:
    client = _in(cast, "leader")
    _waiting, loop = counted(cast.actor("leader"))
    assert loop is not None
    for stage in loop.stages:
        for point in stage.points:
            assert client.get(point.url).status_code == 200, point.url


def test_drift_after_sending_is_shown(cast: Cast, campaign: Campaign) -> None:
    request = making.make_agreed(cast, "补开座谈会", campaign=campaign)
    second = campaign.phases.select_related("campaign__home").get(code="analysis")
    clerk = cast.actor("clerk")
    again = making.fill_in(cast, actions.draft_gate(actor=clerk, phase=second))
    actions.send_gate(actor=clerk, request=again)
    Task.objects.filter(about_id=request.conditions.get().pk).update(state="closed", is_open=False)
    page = _in(cast, "clerk").get(reverse("oversight:gate", args=[again.pk])).content.decode()
    assert "现在：已销号" in page
