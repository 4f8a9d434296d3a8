"""The analysis report from its first draft through a round of comments to the county's receipt."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bihuan.documents.models import Document
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import grant_role, make_account
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Role
from tests.e2e.office import CLERK, LEADER, VILLAGE, let_log_in, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COUNTY = "county_clerk"
TITLE = "小港镇领导班子分析检查报告"
SHARED = "班子成员一致认为，发展是第一要务。"
PROBLEMS = "全镇征求到意见{{ opinions_gathered }}，村级公路建得少。"
REMARK = "公路问题要写明是哪几个村。"
AMENDED = "全镇征求到意见{{ opinions_gathered }}，竹林等村公路建得少。"


@pytest.fixture
def county_clerk(sample: None) -> None:
    """The clerk of the county above the sample township, able to log in."""
    keeper = Actor.installation()
    county = Unit.objects.get(code="fengcheng")
    made = make_account(actor=keeper, username=COUNTY, display_name="市委办文书", home=county)
    grant_role(actor=keeper, account=made, role=Role.CLERK, unit=county, from_on=clock.today())
    let_log_in(COUNTY)


def source_of(page: Page) -> Locator:
    """Show the whole text; the browser remembers that it was asked for."""
    source = page.locator("textarea.document-source")
    expect(page.locator(".editor-switch")).to_be_visible()
    if not source.is_visible():
        page.get_by_role("button", name="看模板原文").click()
    return source


def write(page: Page, old: str, new: str) -> None:
    """Change the template's text in its source and save it."""
    source = source_of(page)
    text = source.input_value()
    assert old in text
    source.fill(text.replace(old, new, 1))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()


def draft(page: Page) -> Document:
    """Write the first draft from the kind's plan."""
    page.goto("/documents/")
    page.get_by_role("link", name="起草公文").click()
    page.get_by_label("文种").select_option("分析检查报告")
    page.get_by_role("button", name="换成这一文种的提纲").click()
    source = source_of(page)
    text = source.input_value()
    text = text.replace("# 一、形成的共识\n", f"# 一、形成的共识\n\n{SHARED}\n")
    text = text.replace("# 三、存在的突出问题\n", f"# 三、存在的突出问题\n\n{PROBLEMS}\n")
    source.fill(text)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    return Document.objects.get(kind="分析检查报告")


def send_round(page: Page) -> None:
    page.get_by_role("link", name="送稿征求意见").first.click()
    page.get_by_label("竹林村", exact=True).check()
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", name="第1轮征求意见")).to_be_visible()


def comment(page: Page, document: Document) -> None:
    """Comment at a paragraph as the village, which sees this draft and changes nothing."""
    page.get_by_role("link", name=re.compile("征求.*意见|看稿")).first.click()
    paragraph = page.locator(".document-paragraph", has_text="村级公路建得少")
    paragraph.get_by_text("提意见").click()
    paragraph.get_by_label("对这一段的意见").fill(REMARK)
    paragraph.get_by_role("button", name="提出").click()
    expect(page.locator(".document-remark", has_text=REMARK)).to_be_visible()
    answer = page.goto(f"/documents/{document.pk}/template/")
    assert answer is not None
    assert answer.status == 403


def settle(page: Page, document: Document) -> None:
    page.goto(f"/documents/{document.pk}/comments/")
    remark = page.locator(".document-remark", has_text=REMARK)
    remark.get_by_role("button", name="采纳", exact=True).click()
    expect(page.locator(".document-remark", has_text=REMARK)).to_contain_text("采纳")
    page.goto(f"/documents/{document.pk}/template/")
    write(page, PROBLEMS, AMENDED)


def issue(page: Page, document: Document) -> None:
    page.goto(f"/documents/{document.pk}/")
    page.get_by_role("link", name="签发").click()
    page.get_by_role("dialog").get_by_role("button", name="签发").click()
    expect(page.get_by_text("已签发").first).to_be_visible()


def test_the_analysis_report_is_drafted_discussed_issued_and_received(
    page: Page, county_clerk: None
) -> None:
    log_in(page, CLERK)
    document = draft(page)
    send_round(page)
    log_in(page, VILLAGE)
    comment(page, document)
    log_in(page, CLERK)
    settle(page, document)
    page.goto(f"/documents/{document.pk}/drafts/")
    expect(page.get_by_text("竹林等").first).to_be_visible()
    log_in(page, LEADER)
    issue(page, document)
    log_in(page, CLERK)
    page.goto(f"/documents/{document.pk}/")
    page.get_by_role("link", name="送出").click()
    page.get_by_label("送给").select_option(label="丰城")
    page.get_by_role("button", name="送出").click()
    log_in(page, COUNTY)
    page.goto("/exchange/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator(".document-paper")).to_contain_text("竹林等村公路建得少")
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_text("已签收").first).to_be_visible()
    log_in(page, CLERK)
    page.goto("/exchange/dispatches/")
    expect(page.get_by_role("row", name=re.compile(TITLE))).to_contain_text("已签收")
