"""Writing a document's text: figures are chips, put in and taken out whole, never typed over."""

import pytest
from playwright.sync_api import Locator, Page, expect

from bihuan.documents.models import Document
from tests.e2e.office import CLERK, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADING = "一、加强组织领导"  # of one line, where End is the end of the text


@pytest.fixture
def writing(page: Page, sample: None) -> Page:
    """The sample's work summary, open to be written by the clerk."""
    log_in(page, CLERK)
    document = Document.objects.get(code="work-summary")
    page.goto(f"/documents/{document.pk}/template/")
    expect(page.locator(".document-editor .chip.is-traced").first).to_be_visible()
    return page


def sent(page: Page) -> str:
    """Return the text that would be sent."""
    return page.locator("textarea.document-source").input_value()


def line_of(page: Page, words: str) -> Locator:
    return page.locator(".document-editor > div", has_text=words).first


def insert(page: Page, label: str) -> None:
    page.get_by_label("名称或代码").fill(label)
    page.get_by_role("button", name="插入").first.click()


def test_a_figure_is_put_in_as_a_chip_and_saved_as_a_placeholder(writing: Page) -> None:
    document = Document.objects.get(code="work-summary")
    assert sent(writing) == document.template
    line_of(writing, HEADING).click()
    writing.keyboard.press("End")
    writing.keyboard.type("全镇建成公路")
    insert(writing, "建成村级公路")
    writing.keyboard.type("，群众满意。")
    chip = line_of(writing, "全镇建成公路").locator(".chip").last
    expect(chip).to_have_text("27.2公里")
    assert "全镇建成公路{{ roads_built_km }}，群众满意。" in sent(writing)
    chip.click()
    opened = writing.locator(".editor-card a")
    expect(opened).to_have_text("打开 33 条记录")
    assert "/figures/roads_built_km/?unit=xiaogang&from=2009-09-01" in (
        opened.get_attribute("href") or ""
    )
    writing.get_by_role("button", name="保存").click()
    expect(writing.get_by_text("已保存")).to_be_visible()
    document.refresh_from_db()
    assert "全镇建成公路{{ roads_built_km }}，群众满意。" in document.template


def test_a_chip_is_taken_out_whole_and_undo_brings_it_back(writing: Page) -> None:
    before = sent(writing)
    line = line_of(writing, HEADING)
    line.click()
    writing.keyboard.press("End")
    insert(writing, "建成村级公路")
    assert "宣传发动{{ roads_built_km }}\n" in sent(writing)
    for _at in range(2):
        writing.keyboard.press("Backspace")
    assert "宣传发动{{ roads_built_km }}" not in sent(writing)
    assert "宣传发动{{" not in sent(writing)
    for _at in range(4):
        writing.keyboard.press("Control+z")
    assert sent(writing) == before


def test_what_is_typed_as_a_placeholder_becomes_a_chip_and_a_wrong_one_says_so(
    writing: Page,
) -> None:
    line_of(writing, HEADING).click()
    writing.keyboard.press("End")
    writing.keyboard.press("Enter")
    writing.keyboard.type("试写{{ 没有的数据 }}完")
    writing.locator(".editor-front summary").click()
    chip = line_of(writing, "试写").locator(".chip")
    expect(chip).to_have_class("chip is-fault")
    chip.click()
    expect(writing.locator(".editor-card")).to_contain_text("没有名为“没有的数据”的数据")


def test_a_line_becomes_a_heading_and_the_source_is_there_to_see(writing: Page) -> None:
    line_of(writing, HEADING).click()
    writing.keyboard.press("End")
    writing.keyboard.press("Enter")
    writing.keyboard.type("一个新题目")
    writing.get_by_role("button", name="二级标题").click()
    expect(line_of(writing, "一个新题目")).to_have_class("is-heading is-level-2")
    writing.get_by_role("button", name="看模板原文").click()
    expect(writing.locator("textarea.document-source")).to_be_visible()
    assert "\n## 一个新题目\n" in sent(writing)
    writing.get_by_role("button", name="看正文").click()
    expect(line_of(writing, "一个新题目")).to_be_visible()


def test_the_checker_watches_while_one_writes(writing: Page) -> None:
    writing.get_by_role("button", name="边写边核对").click()
    found = writing.locator(".editor-found")
    expect(found).to_contain_text("相符81")
    line_of(writing, HEADING).click()
    writing.keyboard.press("End")
    writing.keyboard.press("Enter")
    writing.keyboard.type("全镇修路15KM。")
    expect(found).to_contain_text("KM")
