"""The county's form: uploaded by the clerk, mapped, filled for two months; one cell opened, the
gap seen and answered."""

import re

import pytest
from playwright.sync_api import Page, expect

from bihuan.reporting.models import ReportForm
from tests.e2e.office import CLERK, log_in
from tests.support.sample import PACK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BLANK = PACK / "forms" / "new-countryside-monthly.xlsx"


def upload(page: Page) -> None:
    page.goto("/reporting/")
    page.get_by_role("link", name="上传上级的空表").click()
    page.get_by_label("空表").set_input_files(BLANK)
    page.get_by_label("报表名称").fill("新农村月报（试）")
    page.get_by_label("布置单位").fill("市农办")
    page.get_by_label("每期几号前报").fill("8")
    page.get_by_role("button", name="上传并设置填法").click()
    expect(page.get_by_role("heading", name="填法建议")).to_be_visible()


def take_what_is_sure(page: Page) -> None:
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="建成村级公路").first).to_contain_text("本期")
    page.get_by_role("button", name="采用勾选的").click()
    expect(page.get_by_role("heading", name="设置填法")).to_be_visible()


def map_one_by_hand(page: Page) -> None:
    """Choose a cell in the sheet, then words for it, without leaving the page."""
    page.locator("#c-B2 a").click()
    expect(page.locator("#panel h2")).to_contain_text("B2")
    page.get_by_text("写文字（单位、时期、日期）").click()
    page.get_by_label("写什么").select_option("unit")
    page.locator("#panel form", has_text="写什么").get_by_role("button", name="保存").click()
    expect(page.locator("#c-B2")).to_contain_text("填报单位名称")


def leave_last_year_blank(page: Page) -> None:
    page.locator("#c-F5 a").click()
    expect(page.locator("#panel h2")).to_contain_text("F5")
    page.get_by_label("这些格子").fill("F5:F12")
    page.get_by_role("button", name="有意留空").click()
    expect(page.locator("#c-F6.is-blank")).to_have_count(1)


def fill(page: Page, period: str) -> None:
    form = ReportForm.objects.get(label="新农村月报（试）")
    page.goto(f"/reporting/{form.pk}/")
    page.get_by_text("填报别的时期").click()
    page.get_by_label("时期").fill(period)
    page.locator("details form").get_by_role("button", name="填报").click()
    expect(page.get_by_role("link", name="下载 Excel")).to_be_visible()


def test_a_county_s_form_is_mapped_once_and_filled_for_two_months(page: Page, sample: None) -> None:
    log_in(page, CLERK)
    upload(page)
    take_what_is_sure(page)
    map_one_by_hand(page)
    leave_last_year_blank(page)

    fill(page, "2009-12")
    expect(page.locator("h1")).to_contain_text("2009年12月")
    december = page.locator("#\\31 -D5").inner_text()
    fill(page, "2010-01")
    january = page.locator("#\\31 -D5").inner_text()
    assert december != january

    gaps = page.locator("#gaps")
    expect(gaps).to_contain_text("村庄保洁员")
    gaps.locator("li", has_text="D12").get_by_text("人工填写").click()
    gaps.locator("li", has_text="D12").get_by_label("填入").fill("36")
    gaps.locator("li", has_text="D12").get_by_label("来源").fill("村建所花名册")
    gaps.locator("li", has_text="D12").get_by_role("button", name="填入这一期").click()
    expect(page.locator("#\\31 -D12")).to_contain_text("36")
    expect(page.get_by_text("人工填写：村建所花名册")).to_be_visible()

    page.locator("#\\31 -D5 a").click()
    expect(page.locator("h1")).to_contain_text("建成村级公路")
    expect(page.locator("main")).to_contain_text(re.compile(r"[0-9]+ 条记录"))
    expect(page.locator("main table tbody tr").first).to_contain_text("2010")
