"""A record's whole way: entered by the village, verified by the clerk, counted in the report,
opened from it, and seen by each only as far as they may."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.office import CLERK, VILLAGE, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROAD = "竹林村新修试验路"


def enter_a_road(page: Page) -> None:
    page.goto("/registers/roads/")
    page.get_by_role("link", name="登记一条").click()
    page.get_by_label("路段名称").fill(ROAD)
    page.get_by_label("里程").fill("1.0")
    page.get_by_label("完工（核实）日期").fill("2010-01-20")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("待审核").first).to_be_visible()


def verify_it(page: Page) -> None:
    page.goto("/")
    page.locator(".bh-waiting, main").get_by_text("村级公路建设台账").first.wait_for()
    page.goto("/registers/roads/?status=submitted")
    page.get_by_role("link", name=ROAD).click()
    page.get_by_role("button", name=re.compile("审核通过")).click()
    expect(page.get_by_text("已审核").first).to_be_visible()


def open_the_report(page: Page) -> None:
    page.goto("/documents/")
    page.get_by_role("link", name=re.compile("小港镇深入学习实践科学发展观活动")).first.click()
    expect(page.locator("article.paper")).to_be_visible()


def test_a_record_goes_all_the_way_into_the_report_and_is_opened_from_it(
    page: Page, sample: None
) -> None:
    log_in(page, CLERK)
    open_the_report(page)
    expect(page.locator("article.paper")).to_contain_text("27.2公里")

    log_in(page, VILLAGE)
    enter_a_road(page)

    log_in(page, CLERK)
    verify_it(page)
    open_the_report(page)
    expect(page.locator("article.paper")).to_contain_text("28.2公里")
    page.locator('article.paper a.figure[data-figure="roads_built_km"]').first.click()
    expect(page.locator("main")).to_contain_text("34 条记录，您可查看 34 条")
    page.get_by_role("link", name=ROAD).click()
    expect(page.locator("main")).to_contain_text("已审核")
    expect(page.locator("main")).to_contain_text("审核通过")

    log_in(page, VILLAGE)
    open_the_report(page)
    page.locator('article.paper a.figure[data-figure="roads_built_km"]').first.click()
    expect(page.locator("main")).to_contain_text("34 条记录，您可查看 3 条")
    rows = page.locator("main table").first.locator("tbody tr")
    expect(rows).to_have_count(3)
    for row in rows.all():
        expect(row).to_contain_text("竹林")
