"""A canal nobody cleared (S20): from a resident's words to the look-back, each step by who may."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from tests.e2e.office import CLERK, LEADER, STATION, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "二干排渠道好几年没有清淤了，田里排不出水，抽水一年要多交好几万元水费。"
TITLE = "二干排渠道淤塞，排灌不畅"
OUTCOME = "渠道已经全线清淤，今年春灌不用再抽水。"


def fill(form: Page | Locator, **values: str) -> None:
    """Fill fields by name: text, a choice by its label, a radio button or a tick by its value."""
    for name, value in values.items():
        field = form.locator(
            f'main [name="{name}"]' if isinstance(form, Page) else f'[name="{name}"]'
        )
        kind = field.first.evaluate("field => field.type || field.tagName.toLowerCase()")
        if kind == "select-one":
            field.select_option(label=value)
        elif kind == "radio":
            field.and_(form.locator(f'[value="{value}"]')).check()
        elif kind == "checkbox":
            field.check()
        else:
            field.first.fill(value)


def take_step(page: Page, story: str, noun: str, **values: str) -> None:
    """Open one step of the problem, fill its form and send it; it leads back to the story."""
    page.goto(f"{story}{noun}/")
    fill(page, **values)
    page.locator("main form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile(re.escape(story)))


def do(page: Page, deed: str, **values: str) -> None:
    """Do one deed on a task's page."""
    form = page.locator(f'form.task-deed[action$="/{deed}/"]')
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").first.click()
    fill(form, **values)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()


def raise_it(page: Page) -> tuple[str, str]:
    page.context.clear_cookies()
    page.goto("/public/xiaogang/raise/")
    page.locator('[name="unit"]').select_option(label="竹林")
    page.locator('[name="text"]').fill(WORDS)
    page.get_by_role("button", name="提交").click()
    slip = page.locator(".pb-big")
    return slip.nth(0).inner_text().strip(), slip.nth(1).inner_text().strip()


def sort_it(page: Page, number: str) -> None:
    page.goto("/opinions/inbox/")
    for _skipped in range(12):
        if page.get_by_text(number).count():
            break
        page.keyboard.press("s")
        page.wait_for_load_state()
    with page.expect_navigation():
        page.get_by_role("button", name="农田水利").last.click()


def open_the_problem(page: Page) -> str:
    page.goto("/rectification/new/")
    page.get_by_label(re.compile("二干排渠道好几年没有清淤")).first.check()
    page.get_by_role("button", name="用选中的意见").click()
    fill(page, title=TITLE, unit="水利站", found_on="2010-02-03", yearly_cost="60000")
    page.locator('main [name="is_beyond_power"]').check()
    page.locator("main form", has=page.locator('[name="title"]')).get_by_role(
        "button", name="立项"
    ).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    return page.url.split("?")[0].split("#")[0]


def plan_and_ask(page: Page, story: str) -> None:
    take_step(
        page,
        story,
        "plan",
        goal="全线清淤，恢复自流排灌",
        horizon="活动期间解决",
        due_on="2010-02-26",
        commitment="春灌前清完。",
    )
    take_step(
        page,
        story,
        "requests",
        asked_of="赣抚平原管理中心",
        subject="请求投资改造渠道",
        asked_on="2010-02-03",
    )
    page.goto(story)
    page.get_by_role("link", name="登记答复").click()
    fill(page, reply="agreed", answered_on="2010-02-03", note="同意投资")
    page.locator("main form button[type=submit]").last.click()
    take_step(
        page,
        story,
        "measures",
        title="二干排渠道清淤",
        unit="水利站",
        due_on="2010-02-20",
    )
    take_step(page, story, "money", payer="乡镇", phase="paid", yuan="300000", on="2010-02-03")


def clear_the_canal(page: Page, story: str) -> str:
    """The station signs for the measure, tells its progress, submits it; it may not verify it."""
    page.goto(story)
    page.get_by_role("link", name="二干排渠道清淤").first.click()
    task = page.url
    do(page, "signing")
    do(page, "progress", stage="已清两公里", percent="60")
    do(page, "submission", note="全线清完")
    expect(page.locator('form.task-deed[action$="/verification/"]')).to_have_count(0)
    return task


def test_a_canal_goes_from_first_words_to_the_look_back(
    page: Page, sample: None, settings: Settings
) -> None:
    number, phrase = raise_it(page)

    log_in(page, CLERK)
    sort_it(page, number)
    story = open_the_problem(page)
    plan_and_ask(page, story)

    log_in(page, STATION)
    task = clear_the_canal(page, story)

    log_in(page, LEADER)
    page.goto(task)
    do(page, "verification", accepted="yes", note="沿渠看过，水通了")
    page.goto(task)
    expect(page.locator("main")).to_contain_text("已销号")

    settings.BIHUAN_TODAY = dt.date(2010, 2, 4)
    log_in(page, CLERK)
    take_step(page, story, "report", note="渠道通水")
    log_in(page, LEADER)
    take_step(page, story, "verification", accepted="yes", note="属实")
    take_step(page, story, "close-out", note="按期办完")
    log_in(page, CLERK)
    take_step(page, story, "publication", wording=TITLE, outcome=OUTCOME)

    page.context.clear_cookies()
    page.goto("/public/xiaogang/following/")
    page.locator('[name="number"]').fill(number)
    page.locator('[name="phrase"]').fill(phrase)
    page.get_by_role("button", name="查", exact=False).first.click()
    expect(page.locator("body")).to_contain_text(OUTCOME)
    page.locator('[name="answer"]').first.check()
    page.get_by_role("button", name="交评价").click()
    expect(page.locator("body")).to_contain_text("您的评价已经收到")

    settings.BIHUAN_TODAY = dt.date(2010, 3, 8)
    log_in(page, LEADER)
    page.goto(story)
    page.get_by_role("link", name="去看看").first.click()
    fill(page, finding="holds", note="春灌放水顺畅")
    page.locator("main form button[type=submit]").last.click()
    page.goto(story)
    told = page.locator("main")
    for words in (WORDS, "赣抚平原管理中心", "全线清完", "沿渠看过", "满意", "春灌放水顺畅"):
        expect(told).to_contain_text(words)
