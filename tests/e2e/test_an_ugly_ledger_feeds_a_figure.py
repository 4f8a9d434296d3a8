"""The clerk's first hour: an ugly ledger is dropped, becomes a register, and feeds a figure."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bihuan.figures.actions import FigureSpec, define_figure
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Unit
from bihuan.registers.models import Register
from tests.e2e.office import CLERK, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
LEDGER = ROOT / "bihuan" / "ledgers" / "tests" / "ledgers" / "03-xushuichi.csv"
NAME = "蓄水池台账"


def take_the_ledger_over(page: Page) -> None:
    page.goto("/registers/")
    page.get_by_role("link", name="把现有台账拖进来").click()
    page.get_by_label(re.compile("现有的台账文件")).set_input_files(LEDGER)
    page.get_by_role("button", name=re.compile("上传")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("将建台账")
    main = page.locator("main")
    expect(main).to_contain_text("5 条")
    expect(main).to_contain_text("合计行：合计由记录算出，不作为记录")
    page.get_by_label("台账名称").fill(NAME)
    page.get_by_role("button", name="确认建账并导入").click()


def test_an_ugly_ledger_becomes_a_register_and_feeds_a_figure(page: Page, sample: None) -> None:
    log_in(page, CLERK)
    take_the_ledger_over(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    expect(page.locator("main")).to_contain_text("后山水塔")

    register = Register.objects.get(label=NAME)
    home = Unit.objects.get(pk=register.home_id)
    spec = FigureSpec(
        code="tank_volume",
        label="蓄水池总容积",
        aggregate="sum",
        source=register.code,
        field="rong_ji",
        unit_of_measure="立方米",
        period="all",
    )
    clerk = Actor.of(Account.objects.get(username=CLERK))
    define_figure(actor=clerk, home=home, spec=spec)

    page.goto("/figures/")
    figure = page.locator("main").get_by_text("325.5立方米")
    expect(figure).to_be_visible()
    page.goto("/figures/tank_volume/")
    expect(page.locator("main")).to_contain_text("5 条记录，您可查看 5 条")
    expect(page.locator("main")).to_contain_text("学校水池")
