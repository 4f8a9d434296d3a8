"""A collection's whole way: eighteen workbooks go out, three come back with faults, one twice; the
good rows are taken, the bad ones handed back marked, repaired and taken; who has not returned is
known."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Page, expect

from bihuan.registers.models import Version
from tests.e2e.office import CLERK, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTY, ZERO = (2, 5, 9), 13


def ask_the_villages(page: Page) -> None:
    page.goto("/collecting/")
    page.get_by_role("link", name="发起收表").first.click()
    page.get_by_label("收哪一本台账").select_option("roads")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("名称").fill("二月道路")
    page.get_by_label("时段从（不填：从头）").fill("2010-02-01")
    page.get_by_label("到（不填：至今）").fill("2010-02-28")
    page.get_by_label("请在这天前交").fill("2010-02-10")
    page.get_by_role("button", name="看看会增加什么").click()
    expect(page.get_by_text("请18个单位填报")).to_be_visible()
    page.get_by_role("button", name="确定，生成各单位的表").click()
    expect(
        page.get_by_role("heading", name=re.compile("18 个单位：已交 0，未交 18"))
    ).to_be_visible()


def workbooks(page: Page) -> dict[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("link", name="下载各单位的表（压缩包）").click()
    path: Path = download.value.path()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def fill(content: bytes, number: int) -> bytes:
    """Write two roads into a village's workbook; the second has a fault where the village errs."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = {re.split("[（*]", str(cell.value))[0]: cell.column or 0 for cell in sheet[3]}
    for at, name in ((4, "东路"), (5, "西路")):
        for head, value in (("路段名称", f"{number}号{name}"), ("里程", 1.5)):
            sheet.cell(at, heads[head]).value = value
        sheet.cell(at, 12).value = dt.date(2010, 2, 2)
    if number in FAULTY:
        sheet.cell(5, heads["里程"]).value = "一公里多"
    return saved(book)


def saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def drop(page: Page, files: dict[str, bytes]) -> None:
    page.get_by_label("表格文件（可以一次选多个）").set_input_files(
        [FilePayload(name=name, mimeType=XLSX, buffer=content) for name, content in files.items()]
    )
    page.get_by_role("button", name="上传并核对").click()
    expect(
        page.get_by_role("heading", name=f"这次收到 {len(files)} 个文件", level=1)
    ).to_be_visible()


def hand_back(page: Page, name: str) -> bytes:
    """Take the good rows of a file and download the bad ones, marked."""
    section = page.get_by_role("region", name=re.compile(re.escape(name)))
    section.get_by_role("button", name="先收没有错的 1 条").click()
    section = page.get_by_role("region", name=re.compile(re.escape(name)))
    expect(section).to_contain_text("收了一部分")
    with page.expect_download() as download:
        section.get_by_role("link", name="下载待改正的行，退回去").click()
    path: Path = download.value.path()
    return path.read_bytes()


def repaired(content: bytes) -> bytes:
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames[0] == "问题清单"
    sheet = book.worksheets[1]
    cells = [c for row in sheet.iter_rows() for c in row if c.comment is not None]
    assert [cell.value for cell in cells] == ["一公里多"]
    cells[0].value = 1.5
    return saved(book)


def test_eighteen_workbooks_go_out_and_come_back(page: Page, sample: None) -> None:
    log_in(page, CLERK)
    ask_the_villages(page)
    address = page.url
    books = workbooks(page)
    names = list(books)
    assert len(names) == 18
    assert names[0] == "01_竹林_二月道路.xlsx"

    came = {f"微信收到{n}.xlsx": fill(books[names[n]], n) for n in range(ZERO)}
    came["又发一遍.xlsx"] = came["微信收到0.xlsx"]
    came["没有要报的.xlsx"] = books[names[ZERO]]
    drop(page, came)
    assert page.get_by_text("重复", exact=True).count() == 1
    page.get_by_role("button", name="没有问题的 10 个文件全部收下").click()
    expect(page.get_by_text("已收下 10 个")).to_be_visible()
    page.get_by_role("button", name="记为零报告").click()
    back = {f"改好{n}.xlsx": repaired(hand_back(page, f"微信收到{n}.xlsx")) for n in FAULTY}

    page.goto(address)
    expect(page.get_by_role("heading", name="18 个单位：已交 11，未交 4，待改正 3")).to_be_visible()
    reminder = page.get_by_role("textbox", name="提醒文字").input_value()
    assert "还没有收到：示例六、示例七、示例八、示例九。" in reminder
    assert reminder.index("上袁") < reminder.index("赣东"), "in the villages' own order"

    drop(page, back | {"第一份又来.xlsx": came["微信收到0.xlsx"]})
    page.get_by_role("button", name="没有问题的 4 个文件全部收下").click()
    page.get_by_role("link", name="收完了").click()
    expect(page.get_by_role("heading", name="18 个单位：已交 14，未交 4，待改正 0")).to_be_visible()
    expect(page.get_by_text("交过 2 次，以最后一次为准")).to_have_count(4)
    roads = Version.objects.current().filter(register__code="roads", date="2010-02-02")
    found = sorted(version.values["name"] for version in roads)
    assert found == sorted(f"{n}号{name}" for n in range(ZERO) for name in ("东路", "西路"))
