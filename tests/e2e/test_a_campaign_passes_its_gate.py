"""A campaign from its template to the second stage: adopted, adapted, returned once, agreed to."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from bihuan.campaigns.models import Phase
from bihuan.figures.models import Definition
from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.registers.tests.making import make_record, make_register
from tests.e2e.office import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLERK, VILLAGE, GROUP = "clerk", "village_reporter", "inspection_group"
TITLE = "作风建设回头看活动"
REASON = "走访还没有到外出务工户，补走以后再报。"
CONDITION = "三月底前走完外出务工户"
CHANGED = "集中学习不少于一次，农闲时送学上门。"
OWN = "支渠边上开屋场会"
PHASES = "#phases .campaign-phases > li"
LEARN = "组织学习培训"


@dataclass(frozen=True)
class Journey:
    """Who takes part and the browser they take turns at."""

    page: Page
    cast: Cast

    def log_in(self, who: str) -> None:
        """Let somebody else sit down at the browser."""
        log_in(self.page, self.cast.account(who).username)


@pytest.fixture
def cast() -> Cast:
    """A town with three villages; the first has a road, and roads are a figure."""
    made = make_cast()
    roads = make_register(made.town)
    make_record(made.actor(CLERK), roads, made.villages[0])
    Definition.objects.create(
        home=made.town,
        code="roads_built",
        label="修路条数",
        source="roads",
        aggregate="count",
        nature="exact",
        unit_of_measure="条",
    )
    return made


def press(where: Page | Locator, label: str, role: str = "button") -> None:
    """Press a button of the page's content by its whole label, and see where it leads."""
    page = where if isinstance(where, Page) else where.page
    root = page.locator("main") if isinstance(where, Page) else where
    named = root.get_by_role("link" if role == "link" else "button", name=label, exact=True)
    with page.expect_navigation():
        named.first.click()


def said(page: Page, words: str) -> None:
    """Expect the page to say something."""
    expect(page.locator("body")).to_contain_text(words)


def here(page: Page) -> str:
    """Return the address of the page, without what follows its path."""
    return re.sub(r"[?#].*", "", page.url)


def make_the_campaign(page: Page) -> str:
    """Make a campaign of stages, with days of its own, issue its plan, start it."""
    page.goto("/campaigns/")
    press(page, "新建活动", "link")
    page.get_by_label(re.compile("三个阶段六个环节")).check()
    page.get_by_label("活动名称").fill(TITLE)
    page.get_by_label("开始日期").fill("2010-06-30")
    page.get_by_label("结束日期").fill("2009-12-01")
    press(page, "建立")
    said(page, "早于")
    page.get_by_label("开始日期").fill("2009-12-01")
    page.get_by_label("结束日期").fill("2010-06-30")
    press(page, "建立")
    campaign = here(page)

    press(page, "阶段和环节", "link")
    page.locator('[name="phase-0-ends_on"]').fill("2010-03-12")
    page.locator('[name="phase-1-begins_on"]').fill("2010-03-10")
    press(page, "保存安排")
    said(page, "重叠")
    page.locator('[name="phase-1-begins_on"]').fill("2010-03-15")
    press(page, "保存安排")
    said(page, "阶段安排已保存")

    page.goto(campaign)
    press(page, "活动方案", "link")
    press(page, "印发方案")
    said(page, "各单位可以采用了")
    page.goto(campaign)
    page.get_by_role("link", name="启动活动", exact=True).click()
    press(page.get_by_role("dialog"), "启动活动")
    said(page, "活动已启动")
    return campaign


def adopt_for_another(page: Page, campaign: str) -> str:
    """Adopt the plan for a village that handed in paper; return the address of its plan."""
    page.goto(f"{campaign}plans/")
    line = page.locator("tr", has=page.get_by_role("rowheader", name="二村", exact=True))
    press(line, "按交来的纸件代为采用")
    with page.expect_navigation():
        page.get_by_role("rowheader", name="二村", exact=True).get_by_role("link").click()
    return here(page)


def adopt_and_adapt(page: Page, campaign: str) -> str:
    """Adopt the plan from the home page, move a day of it, add something of one's own."""
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(f"请采用活动方案.*{TITLE}")).first.click()
    press(page, "采用")
    said(page, "可以按实际调整了")
    plan = here(page)
    press(page, LEARN, "link")
    page.get_by_label("完成日期").fill("2010-04-30")
    press(page, "保存")
    said(page, "阶段")
    expect(page.get_by_label("完成日期")).to_have_value("2010-04-30")
    page.get_by_label("完成日期").fill("2010-02-28")
    press(page, "保存")
    press(page, "增加自选动作", "link")
    page.get_by_label("所在环节").select_option(label="学习调研 · 学习培训和调研")
    page.locator('[name="title"]').fill(OWN)
    page.get_by_label("开始日期").fill("2010-02-08")
    page.get_by_label("完成日期").fill("2010-02-12")
    press(page, "保存")
    said(page, "自选 1 项，有调整 1 项")
    return plan


def change_from_above(page: Page, campaign: str) -> None:
    """Change the parent plan: nothing below changes by itself."""
    page.goto(campaign)
    press(page, "活动方案", "link")
    press(page, LEARN, "link")
    page.get_by_label("内容").fill(CHANGED)
    press(page, "保存")
    said(page, "请2个采用单位答复")


def take_the_offer(page: Page, plan: str) -> None:
    """Take what changed above; the unit's own day stays."""
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("上级方案的变化，请答复")).first.click()
    assert here(page) == plan
    said(page, "上级方案有 1 处变化，请答复")
    press(page, "采用")
    said(page, "已采用上级的变化")
    line = page.locator("tr", has=page.get_by_role("link", name=LEARN, exact=True))
    expect(line).to_contain_text(CHANGED)
    expect(line).to_contain_text("2月28日")


def require_of_villages(page: Page, campaign: str) -> None:
    """Require patrol members of every village; open a cell of the matrix and its records."""
    page.goto(campaign)
    press(page, "活动要求", "link")
    press(page, "增加要求", "link")
    form = page.locator("main form")
    form.locator('[name="label"]').fill("每村修路")
    form.get_by_label("看哪个数据").select_option(value="roads_built")
    form.locator('[name="threshold"]').fill("2")
    form.get_by_label("文件依据").fill("镇村级公路方案")
    form.locator('[name="unit_kinds"][value="village"]').check()
    press(page, "看看会增加什么")
    said(page, "保存之前")
    press(page, "确定，提出要求")
    said(page, "完成情况由记录自动得出")
    press(page, "进度矩阵", "link")
    line = page.locator("tr", has=page.get_by_role("link", name="一村", exact=True))
    with page.expect_navigation():
        line.locator("td a").first.click()
    expect(page.locator("main h1")).to_contain_text("一村：每村修路")
    records = page.locator("main table tbody tr")
    expect(records.first).to_be_visible()
    with page.expect_navigation():
        records.first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/registers/"))


def check_oneself(page: Page, campaign: str) -> str:
    """Draft the self-check of the first stage; it is not sent before every line is said."""
    page.goto(campaign)
    press(page, "转段", "link")
    mine = page.locator("section", has=page.get_by_role("heading", name=re.compile(TITLE)))
    press(mine, "自查，申请转入“分析检查”")
    gate = here(page)
    line = page.locator("tr", has_text="每村修路")
    expect(line).to_contain_text("应做到3个单位，已做到0个")
    press(page, "保存并报送检查组")
    said(page, "请先写阶段小结")
    page.locator("#summary").fill("学习培训按方案完成，走访正在进行。")
    for field in page.locator("main textarea[name^=stands-]").all():
        field.fill("已按方案完成，材料在办公室。")
    for field in page.locator("main select[name^=standing-]").all():
        field.select_option(label="已落实")
    for field in page.locator("main textarea[name^=doing-]").all():
        field.fill("转入下一阶段继续抓。")
    press(page, "保存并报送检查组")
    said(page, "已报送，等指导检查组答复")
    return gate


def open_without_asking(page: Page, campaign: str) -> None:
    """Try to open the stage that needs agreement: no button offers it, and asking is refused."""
    stage = page.locator(PHASES, has_text="分析检查")
    expect(stage.get_by_role("button")).to_have_count(0)
    pk = UUID(campaign.rstrip("/").split("/")[-1])
    phase = Phase.objects.get(campaign=pk, label="分析检查")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(
        f"/campaigns/phases/{phase.pk}/opening/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )
    assert "须经指导检查组同意转段后才能启动" in answer.text()
    page.goto(campaign)
    expect(stage).to_contain_text("未启动")


def go_to(page: Page, gate: str) -> None:
    """Open a gate from the towns side by side."""
    page.goto("/oversight/towns/")
    with page.expect_navigation():
        page.locator(f'main a[href="{urlsplit(gate).path}"]').first.click()


def send_back(page: Page, gate: str) -> None:
    """Return the gate: not without a reason."""
    said(page, "转段申请等您答复")
    go_to(page, gate)
    press(page, "退回")
    said(page, "退回理由")
    page.get_by_label(re.compile("退回时必须写明理由")).fill(REASON)
    press(page, "退回")
    said(page, "已退回")


def amend(page: Page, gate: str) -> None:
    """Read why it came back, amend the summary, send it again."""
    said(page, "退回来的转段申请")
    page.goto(gate)
    said(page, REASON)
    page.locator("#summary").fill("学习培训按方案完成；外出务工户已补走一批。")
    press(page, "保存并报送检查组")
    said(page, "第2次报送")


def agree_with_a_condition(page: Page, gate: str) -> None:
    """Agree, with one condition: not without its day."""
    go_to(page, gate)
    page.get_by_label(re.compile("退回时必须写明理由")).fill("补走的看过了，同意。")
    page.locator(".gate-answering summary").click()
    page.locator('[name="text_1"]').fill(CONDITION)
    press(page, "同意转段")
    said(page, "请填写这个条件的期限")
    page.locator('[name="due_1"]').fill("2010-03-31")
    press(page, "同意转段")
    said(page, "附的条件已交给")


def see_the_next_stage(page: Page, campaign: str, gate: str) -> None:
    """Find the next stage open and the condition a task."""
    page.goto(campaign)
    expect(page.locator(PHASES, has_text="分析检查")).to_contain_text("进行中")
    expect(page.locator(PHASES, has_text="学习调研")).to_contain_text("已结束")
    page.goto(gate)
    press(page, CONDITION, "link")
    expect(page.get_by_role("heading", level=1)).to_contain_text(CONDITION)
    expect(page.locator("main")).to_contain_text("3月31日")


def test_a_campaign_is_adopted_adapted_returned_and_agreed_to(
    page: Page, cast: Cast, settings: Settings
) -> None:
    journey = Journey(page, cast)
    journey.log_in(CLERK)
    campaign = make_the_campaign(page)
    open_without_asking(page, campaign)
    other_plan = adopt_for_another(page, campaign)

    journey.log_in(VILLAGE)
    plan = adopt_and_adapt(page, campaign)
    assert page.goto(other_plan).status == 404  # type: ignore[union-attr]
    page.goto(campaign)
    expect(page.locator("main")).not_to_contain_text("二村")

    journey.log_in(CLERK)
    change_from_above(page, campaign)
    journey.log_in(VILLAGE)
    take_the_offer(page, plan)

    journey.log_in(CLERK)
    require_of_villages(page, campaign)
    settings.BIHUAN_TODAY = dt.date(2010, 3, 12)
    gate = check_oneself(page, campaign)
    page.goto(gate)
    expect(page.get_by_role("button", name="同意转段")).to_have_count(0)

    settings.BIHUAN_TODAY = dt.date(2010, 3, 15)
    journey.log_in(GROUP)
    send_back(page, gate)
    journey.log_in(CLERK)
    amend(page, gate)
    journey.log_in(GROUP)
    agree_with_a_condition(page, gate)
    journey.log_in(CLERK)
    see_the_next_stage(page, campaign, gate)
