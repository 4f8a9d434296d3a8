"""The Word way: a template uploaded, its fault found, replaced, filled and read back; a paste from
Word into a template's form, a figure found and put in."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bihuan.documents.layout.docx_text import docx_plain_text
from bihuan.documents.word.tests.files import word_file
from tests.e2e.office import CLERK, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTED = "<h2>道路</h2><table><tr><td>路段<td>里程<tr><td>东路<td>1.5</table><p>建成</p>"
PASTE = """html => {
  const source = document.querySelector("textarea.document-source");
  source.focus();
  source.setSelectionRange(source.value.length, source.value.length);
  const board = new DataTransfer();
  board.setData("text/html", html);
  source.dispatchEvent(new ClipboardEvent("paste", {clipboardData: board, cancelable: true}));
}"""


def written(folder: Path, *paragraphs: str | list[str]) -> Path:
    table = [
        ["路段", "里程"],
        ["{%tr for r in rows(“roads”, limit=2) %}", ""],
        ["{{ r.name }}", "{{ r.km }}"],
        ["{%tr endfor %}", ""],
    ]
    path = folder / "monthly.docx"
    path.write_bytes(word_file(*paragraphs, table=table))
    return path


def upload(page: Page, file: Path) -> None:
    page.goto("/documents/")
    page.get_by_role("link", name="Word 模板").click()
    page.get_by_role("link", name="上传 Word 模板").click()
    page.get_by_label("Word 文件").set_input_files(file)
    page.get_by_label("名称").fill("道路建设月报")
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("heading", name="道路建设月报")).to_be_visible()


def replace(page: Page, file: Path) -> None:
    page.get_by_role("link", name="换上新版").click()
    page.get_by_label("Word 文件").set_input_files(file)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("可以填写了")).to_be_visible()


def test_a_template_made_in_word_is_put_right_and_filled(
    page: Page, sample: None, tmp_path: Path
) -> None:
    log_in(page, CLERK)
    upload(page, written(tmp_path, "全镇建成{{ roads_biult_km }}。"))
    expect(page.get_by_role("alert")).to_contain_text("第1段")
    expect(page.get_by_role("button", name="填好并下载")).to_have_count(0)
    replace(page, written(tmp_path, ["全镇建成{", "{ roads_bu", "ilt_km }", "}。"]))
    page.get_by_label("从").fill("2009-01-01")
    page.get_by_role("button", name="看这个时段的数").click()
    expect(page.get_by_role("link", name="建成村级公路 27.2公里")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="填好并下载").click()
    text = docx_plain_text(Path(download.value.path()).read_bytes())
    assert text.startswith("全镇建成27.2公里。\n路段\n里程\n")
    assert "{" not in text


def test_what_is_pasted_from_word_keeps_headings_and_tables(page: Page, sample: None) -> None:
    log_in(page, CLERK)
    page.goto("/documents/new/")
    source = page.locator("textarea.document-source")
    page.evaluate(PASTE, PASTED)
    expect(page.get_by_text("已取入标题、段落和表格")).to_be_visible()
    page.get_by_label("名称或代码").fill("建成村级公路")
    page.get_by_role("button", name="插入").first.click()
    ended = (
        "## 道路\n\n| 路段 | 里程 |\n| --- | --- |\n| 东路 | 1.5 |\n\n建成\n{{ roads_built_km }}"
    )
    assert source.input_value().endswith(ended)
